package pb_migrations_test

import (
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// An office that already works gets the files that it lacks: its filings know their
// terms, and the trail says nothing of it.
func TestOpenFilingsOfAnOlderVersionGetTheirTerms(t *testing.T) {
	t.Parallel()
	for inicio, answer := range map[string]string{"registro": "2026-03-25", "presentacion": "2026-03-24"} {
		t.Run(inicio, func(t *testing.T) {
			t.Parallel()
			o := hookstest.New(t, "2026-03-24T10:00:00-05:00")
			o.Set(t, map[string]any{"inicio_plazo": inicio})
			received, observed, registered, answered := o.Filed(t, nil).Id, o.Filed(t, nil).Id, o.Filed(t, nil).Id, o.Filed(t, nil).Id
			o.Clock.Set("2026-03-25T23:00:00-05:00") // the next day already in UTC
			o.Observe(t, observed)
			o.MustMove(t, registered, mesa.EtapaRegistrado, nil)
			o.MustMove(t, answered, mesa.EtapaRegistrado, nil)
			o.MustMove(t, answered, mesa.EtapaAtendido, map[string]any{"observaciones": "Procede."})
			upgrade(t, o)
			for id, want := range map[string][4]string{
				received:   {"2026-03-24", "0", "", "2026-03-26"},
				observed:   {"2026-03-25", "2", "habiles", ""},
				registered: {answer, "10", "habiles", ""},
				answered:   {answer, "10", "habiles", ""}, // what it had
			} {
				s := o.Record(t, mesa.ColSolicitudes, id)
				day := func(field string) string { return strings.TrimSuffix(s.GetString(field), " 05:00:00.000Z") }
				got := [4]string{day("plazo_desde"), s.GetString("plazo_dias"), s.GetString("plazo_tipo"), day("vence_revision")}
				if id == received && inicio == "presentacion" {
					want[1], want[2] = "10", "habiles"
				}
				if got != want {
					t.Errorf("%s: %q, want %q", s.GetString("estado"), got, want)
				}
			}
			if n, _ := o.CountRecords(mesa.ColMovimientos); n != 4+1+2+1 {
				t.Errorf("%d lines in the trail: the upgrade wrote some", n)
			}
		})
	}
}

// upgrade takes an office back to before the declared days and forward again.
func upgrade(t *testing.T, o *hookstest.Office) {
	t.Helper()
	runner := core.NewMigrationsRunner(o.App, core.AppMigrations)
	if _, err := runner.Down(since(declaredDays)); err != nil {
		t.Fatal(err)
	}
	if _, err := runner.Up(); err != nil {
		t.Fatal(err)
	}
}
