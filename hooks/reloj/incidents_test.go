package reloj_test

import (
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
)

// An incident with personal data must be told within 48 hours of being known, working days
// or not (art. 34 of the rules of Ley 29733).
func TestAnIncidentTurnsRedAndStandsInTheDigestUntilItIsTold(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2026-03-26T10:00:00-05:00") // Thursday
	staff(t, o, "mesa@ejemplo.pe", "mesa", true)
	r := o.Must(t, mesa.ColIncidentes, map[string]any{
		"detectado_en": "2026-03-26T10:00:00-05:00", "que_paso": "Se perdió una memoria.", "datos": "Nombres.", "personas": "Diez.",
	})
	luz := func(at, want string) {
		t.Helper()
		o.TickAt(t, at)
		if got := o.Record(t, mesa.ColIncidentes, r.Id).GetString("luz"); got != want {
			t.Errorf("%s: %q, want %q", at, got, want)
		}
	}
	luz("2026-03-27T09:00:00-05:00", "ambar")
	luz("2026-03-28T10:00:00-05:00", "ambar") // Saturday, the last instant
	luz("2026-03-28T10:00:01-05:00", "rojo")
	luz("2026-03-30T09:00:00-05:00", "rojo") // Monday
	all := digests(o, "mesa@ejemplo.pe")
	if len(all) != 2 {
		t.Fatalf("%d digests", len(all))
	}
	said := all[0].Texto + all[1].Texto
	for _, text := range []string{mesa.TituloIncidentes, "hay plazo hasta el 28/03/2026 10:00:00", "el plazo venció el 28/03/2026 10:00:00"} {
		if !strings.Contains(said, text) {
			t.Errorf("the digests lack %q: %s", text, said)
		}
	}
	if strings.Contains(said, "memoria") {
		t.Error("the digest tells what only superusers may read")
	}
	if n := len(o.Record(t, mesa.ColIncidentes, r.Id).GetString("historial")); n == 0 {
		t.Error("the clock lost the incident's trail")
	}
	row := o.Record(t, mesa.ColIncidentes, r.Id)
	row.Load(map[string]any{"autoridad_en": "2026-03-27T09:00:00-05:00", "personas_en": "2026-03-27T10:00:00-05:00"})
	if err := o.Save(row); err != nil {
		t.Fatal(hookstest.Explain(err))
	}
	luz("2026-03-31T09:00:00-05:00", "")
	if n := len(digests(o, "mesa@ejemplo.pe")); n != 2 {
		t.Errorf("%d digests: who was told is told again", n)
	}
}
