package otp_test

import (
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

func TestMain(m *testing.M) { hookstest.Main(m) }

// Check and Send lean on core.OTP: it hangs on the citizen's record and keeps a hash
// of the code in place of the code. CheckQuietly leans on a new OTP's hash costing
// as much to compare as a stored one's.
func TestPocketBaseStillHashesACodeAsItHashesADecoy(t *testing.T) {
	d := newDesk(t)
	code := d.ask()
	citizen, err := d.office.FindAuthRecordByEmail(mesa.ColCiudadanos, juan)
	if err != nil {
		t.Fatal(err)
	}
	otps, err := d.office.FindAllOTPsByRecord(citizen)
	if err != nil || len(otps) != 1 {
		t.Fatalf("%d codes: %v", len(otps), err)
	}
	decoy := core.NewOTP(d.office.App)
	decoy.SetPassword("no code")
	hash, other := otps[0].GetString("password:hash"), decoy.GetString("password:hash")
	if strings.Contains(hash, code) || !otps[0].ValidatePassword(code) || otps[0].ValidatePassword(wrong(code)) {
		t.Errorf("the code is kept as %q", hash)
	}
	const method = len("$2a$10$") // bcrypt's version and cost
	if len(other) < method || !strings.HasPrefix(hash, other[:method]) {
		t.Errorf("a code is hashed as %.7q, the decoy as %.7q", hash, other)
	}
}

// The order in Check leans on PocketBase deleting codes by itself, after the time of
// the collection and by the real clock.
func TestPocketBaseStillDeletesOldCodesByItself(t *testing.T) {
	d := newDesk(t)
	found := false
	for _, job := range d.office.Cron().Jobs() {
		found = found || job.Id() == "__pbOTPCleanup__"
	}
	if !found {
		t.Error("the hourly job is gone")
	}
	d.ask()
	if err := d.office.DeleteExpiredOTPs(); err != nil {
		t.Fatal(err)
	}
	if n, err := d.office.CountRecords(core.CollectionNameOTPs); n != 1 || err != nil {
		t.Errorf("a fresh code was deleted too: %d left, %v", n, err)
	}
}

// claim compares instants in SQL, which leans on PocketBase storing an instant as
// text that sorts, the same that types.DateTime writes.
func TestPocketBaseStillStoresInstantsAsTextThatSorts(t *testing.T) {
	d := newDesk(t)
	d.ask()
	citizen, err := d.office.FindAuthRecordByEmail(mesa.ColCiudadanos, juan)
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
		citizen.Set("codigo_en", at)
		if err := d.office.Save(citizen); err != nil {
			t.Fatal(hookstest.Explain(err))
		}
		kind, stored := "", ""
		if err := d.office.DB().NewQuery("SELECT typeof(codigo_en), codigo_en FROM ciudadanos").Row(&kind, &stored); err != nil {
			t.Fatal(err)
		}
		if kind != "text" || stored != at.String() || stored <= before {
			t.Errorf("%s %q after %q, want %q", kind, stored, before, at)
		}
		before = stored
	}
}

// citizen makes the record of an address and leans on the unique index that
// PocketBase gives the addresses of an auth collection.
func TestPocketBaseStillAllowsAnAddressOnce(t *testing.T) {
	d := newDesk(t)
	d.ask()
	c, err := d.office.FindCollectionByNameOrId(mesa.ColCiudadanos)
	if err != nil {
		t.Fatal(err)
	}
	second := core.NewRecord(c)
	second.SetEmail(juan)
	second.SetRandomPassword()
	second.Set("codigos", []string{})
	if err := d.office.Save(second); err == nil {
		t.Error("two citizens have one address")
	}
}
