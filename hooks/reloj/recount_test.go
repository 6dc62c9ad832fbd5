package reloj_test

import (
	"slices"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// declare adds a non-working day as the dashboard does.
func declare(t *testing.T, o *hookstest.Office, date string, more map[string]any) *core.Record {
	t.Helper()
	values := map[string]any{"fecha": date + " 00:00:00.000Z", "nombre": "Día no laborable", "base_legal": "DS 999-2026-PCM"}
	for k, v := range more {
		values[k] = v
	}
	return o.Must(t, mesa.ColNoLaborables, values)
}

func withdraw(t *testing.T, o *hookstest.Office, day *core.Record) {
	t.Helper()
	if err := o.Delete(o.Record(t, mesa.ColNoLaborables, day.Id)); err != nil {
		t.Fatal(hookstest.Explain(err))
	}
}

func TestADeclaredDayLengthensTheCitizensTermAndNothingShortensIt(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	id := o.Filed(t, nil).Id
	o.Observe(t, id) // until Thursday 26
	day := declare(t, o, "2026-03-25", nil)
	wantFields(t, o, id, map[string]string{"vence_subsanacion": "2026-03-27"})
	const why = "El plazo de subsanación pasa del 26 al 27 de marzo de 2026: " +
		"se declaró no laborable el miércoles 25 de marzo de 2026 (DS 999-2026-PCM)."
	if got := clockNotes(t, o, id); !slices.Equal(got, []string{why}) {
		t.Errorf("the trail says %q", got)
	}
	letter := o.Mailer.Mailbox.All()[0]
	for _, want := range []string{"viernes 27 de marzo de 2026", "jueves 26 de marzo de 2026", "DS 999-2026-PCM", "1-2026"} {
		if letter.Asunto != "Su plazo para subsanar se amplió" || !strings.Contains(letter.Texto, want) || !strings.Contains(letter.HTML, want) {
			t.Errorf("the mail %q lacks %q", letter.Asunto, want)
		}
	}
	withdraw(t, o, day)
	wantFields(t, o, id, map[string]string{"vence_subsanacion": "2026-03-27"})
	day = declare(t, o, "2026-03-25", nil)
	wantFields(t, o, id, map[string]string{"vence_subsanacion": "2026-03-27"})
	if got := clockNotes(t, o, id); len(got) != 1 || mailed(t, o, "plazo") != 1 {
		t.Errorf("withdrawn and declared again: %d notes, %d mails", len(got), mailed(t, o, "plazo"))
	}
	day.Set("fecha", "2026-03-27 00:00:00.000Z") // the declared day is corrected
	if err := o.Save(day); err != nil {
		t.Fatal(err)
	}
	wantFields(t, o, id, map[string]string{"vence_subsanacion": "2026-03-30"}) // the day that was told does not work now
}

func TestADeclaredDayMovesTheOfficesTermBothWays(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	id := o.Brought(t, mesa.Registrada) // until Thursday 9 April
	review := o.Filed(t, nil).Id        // until Thursday 26 March
	answered := o.Brought(t, mesa.Atendida)
	day := declare(t, o, "2026-03-25", nil)
	wantFields(t, o, id, map[string]string{"vence_respuesta": "2026-04-10"})
	wantFields(t, o, review, map[string]string{"vence_revision": "2026-03-27"})
	withdraw(t, o, day)
	wantFields(t, o, id, map[string]string{"vence_respuesta": "2026-04-09"})
	wantFields(t, o, review, map[string]string{"vence_revision": "2026-03-26"})
	day = declare(t, o, "2026-03-25", nil)
	wantFields(t, o, id, map[string]string{"vence_respuesta": "2026-04-10"})
	day.Set("fecha", "2026-04-10 00:00:00.000Z")
	if err := o.Save(day); err != nil {
		t.Fatal(err)
	}
	wantFields(t, o, id, map[string]string{"vence_respuesta": "2026-04-09"})
	wantFields(t, o, answered, map[string]string{"vence_respuesta": "2026-04-09"})
	want := []string{
		"El plazo de respuesta pasa del 9 al 10 de abril de 2026: se declaró no laborable el miércoles 25 de marzo de 2026 (DS 999-2026-PCM).",
		"El plazo de respuesta pasa del 10 al 9 de abril de 2026: " +
			"se retiró de los días no laborables el miércoles 25 de marzo de 2026 (DS 999-2026-PCM).",
		"El plazo de respuesta pasa del 9 al 10 de abril de 2026: se declaró no laborable el miércoles 25 de marzo de 2026 (DS 999-2026-PCM).",
		"El plazo de respuesta pasa del 10 al 9 de abril de 2026: " +
			"se corrigió el día no laborable: el viernes 10 de abril de 2026 (DS 999-2026-PCM).",
	}
	if got := clockNotes(t, o, id); !slices.Equal(got, want) {
		t.Errorf("the trail says %q", got)
	}
	if n := len(clockNotes(t, o, answered)); n != 0 || mailed(t, o, "plazo") != 4 { // the citizen was told each day
		t.Errorf("%d notes on an answered filing, %d mails", n, mailed(t, o, "plazo"))
	}
}

func TestAHalfDayOnlyMovesATermThatWouldEndOnIt(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	ends, inside := o.Filed(t, nil).Id, o.Brought(t, mesa.Registrada)
	declare(t, o, "2026-03-26", map[string]any{"medio_dia": true})
	wantFields(t, o, ends, map[string]string{"vence_revision": "2026-03-27"})
	wantFields(t, o, inside, map[string]string{"vence_respuesta": "2026-04-09"})
	if got := clockNotes(t, o, ends); len(got) != 1 ||
		!strings.Contains(got[0], "se declaró medio día no laborable el jueves 26 de marzo de 2026") {
		t.Errorf("the trail says %q", got)
	}
}

func TestADayDeclaredElsewhereMovesNothingUntilTheOfficeIsThere(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	id := o.Filed(t, nil).Id
	declare(t, o, "2026-03-25", map[string]any{"region": "Áncash"})
	wantFields(t, o, id, map[string]string{"vence_revision": "2026-03-26"})
	o.Set(t, map[string]any{"region": "ancash", "provincia": "Huaraz"})
	wantFields(t, o, id, map[string]string{"vence_revision": "2026-03-27"})
	if got := clockNotes(t, o, id); len(got) != 1 || !strings.HasSuffix(got[0], ": cambió la región o la provincia de la oficina.") {
		t.Errorf("the trail says %q", got)
	}
}

func TestARefusedDeclarationMovesNothing(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	id := o.Filed(t, nil).Id
	if _, err := o.Create(t, mesa.ColNoLaborables, map[string]any{"fecha": "2026-03-25 00:00:00.000Z"}); err == nil {
		t.Fatal("a day without a name is taken")
	}
	wantFields(t, o, id, map[string]string{"vence_revision": "2026-03-26"})
	if n := len(clockNotes(t, o, id)); n != 0 {
		t.Errorf("%d notes", n)
	}
}
