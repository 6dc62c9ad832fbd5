package otp_test

import (
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/tools/types"
)

func TestMain(m *testing.M) { hookstest.Main(m) }

// Codes are kept under the secret that PocketBase makes for an auth collection: each
// office has one of its own, and keeps it.
func TestPocketBaseStillGivesEachOfficeASecretForItsCitizens(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	c, err := o.FindCachedCollectionByNameOrId(mesa.ColCiudadanos)
	if err != nil || len(c.AuthToken.Secret) < 30 {
		t.Fatalf("a secret of %d letters: %v", len(c.AuthToken.Secret), err)
	}
	if err := o.ClearBootstrap(); err != nil {
		t.Fatal(err)
	}
	again, err := o.Reopen(t, workday).FindCachedCollectionByNameOrId(mesa.ColCiudadanos)
	if err != nil || again.AuthToken.Secret != c.AuthToken.Secret {
		t.Errorf("another secret after a restart: %v", err)
	}
}

// The limits compare instants in SQL, which leans on PocketBase storing an instant as
// text that sorts, the same that types.DateTime writes.
func TestPocketBaseStillStoresInstantsAsTextThatSorts(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ask()
	row, err := d.office.FindFirstRecordByData(mesa.ColCodigos, "correo", juan)
	if err != nil {
		t.Fatal(err)
	}
	before := ""
	start := time.Date(2026, 3, 24, 9, 59, 59, 999_000_000, time.UTC)
	for _, later := range []time.Duration{0, time.Millisecond, time.Minute, 24 * time.Hour, 300 * 24 * time.Hour} {
		at, err := types.ParseDateTime(start.Add(later))
		if err != nil {
			t.Fatal(err)
		}
		row.Set("enviado_en", at)
		if err := d.office.Save(row); err != nil {
			t.Fatal(hookstest.Explain(err))
		}
		kind, stored := "", ""
		if err := d.office.DB().NewQuery("SELECT typeof(enviado_en), enviado_en FROM codigos").Row(&kind, &stored); err != nil {
			t.Fatal(err)
		}
		if kind != "text" || stored != at.String() || stored <= before {
			t.Errorf("%s %q after %q, want %q", kind, stored, before, at)
		}
		before = stored
	}
}
