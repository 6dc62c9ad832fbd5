package borrador_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// reminders are the mails about drafts that wait, as "address: which, state".
func reminders(t *testing.T, o *hookstest.Office) (list []string) {
	t.Helper()
	rows, err := o.FindRecordsByFilter(mesa.ColCorreos, "tipo = 'borrador'", "creado_en,clave", 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		clave := r.GetString("clave")
		list = append(list, r.GetString("para")+": "+clave[strings.LastIndex(clave, "/")+1:]+", "+r.GetString("estado"))
	}
	return list
}

func after(o *hookstest.Office, d time.Duration, t *testing.T) {
	t.Helper()
	o.Clock.Add(d)
	for range 2 {
		if err := o.Tick(o.App); err != nil {
			t.Fatal(err)
		}
	}
	o.Deliver(t)
}

func TestAProvedDraftIsRememberedAfterADayAndTwelveHoursBeforeItEnds(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	left := o.Ready(t, map[string]any{"asunto": "Pido <b>copia</b>"})
	o.Draft(t, map[string]any{"correo": "sin.validar@ejemplo.pe"})
	sent := o.Ready(t, map[string]any{"correo": "enviada@ejemplo.pe"})
	o.Must(t, mesa.ColSolicitudes, map[string]any{"borrador": sent.Id})
	after(o, 24*time.Hour-time.Second, t)
	if got := reminders(t, o); len(got) != 0 {
		t.Errorf("before a day: %v", got)
	}
	after(o, time.Second, t)
	if got := reminders(t, o); !slices.Equal(got, []string{"juan@ejemplo.pe: dia, enviado"}) {
		t.Fatalf("after a day: %v", got)
	}
	letter := o.Mailer.Cartas()[0]
	if letter.Asunto != "Tiene una solicitud sin enviar" || !strings.Contains(letter.Texto, "Pido <b>copia</b>") ||
		!strings.Contains(letter.Texto, "/mis-tramites") || strings.Contains(letter.HTML, "<b>copia") || strings.Contains(letter.Texto, left.Id) {
		t.Errorf("the mail: %s\n%s", letter.Asunto, letter.Texto)
	}
	after(o, 36*time.Hour-time.Second, t)
	if got := reminders(t, o); len(got) != 1 {
		t.Errorf("before the last twelve hours: %v", got)
	}
	after(o, time.Second, t)
	after(o, time.Hour, t)
	if got := reminders(t, o); !slices.Equal(got, []string{"juan@ejemplo.pe: dia, enviado", "juan@ejemplo.pe: fin, enviado"}) {
		t.Errorf("twelve hours before: %v", got)
	}
	if letter := o.Mailer.Cartas()[0]; letter.Asunto != "Su borrador se borrará pronto" {
		t.Errorf("the last one: %s", letter.Asunto)
	}
	after(o, 12*time.Hour, t)
	if got := reminders(t, o); len(got) != 2 {
		t.Errorf("a draft that ended: %v", got)
	}
}

func TestAWaitingReminderOfADraftThatWasSentDoesNotLeave(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	draft := o.Ready(t, nil)
	o.Mailer.Hold = func(core.App) bool { return true }
	after(o, 25*time.Hour, t)
	if got := reminders(t, o); !slices.Equal(got, []string{"juan@ejemplo.pe: dia, pendiente"}) {
		t.Fatalf("queued: %v", got)
	}
	o.Must(t, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id})
	o.Mailer.Hold = nil
	after(o, time.Minute, t)
	if got := reminders(t, o); !slices.Equal(got, []string{"juan@ejemplo.pe: dia, fallido"}) {
		t.Errorf("after ENVIAR: %v", got)
	}
	for _, letter := range o.Mailer.Cartas() {
		if letter.Asunto == "Tiene una solicitud sin enviar" {
			t.Error("it left")
		}
	}
}

func TestAShortLivedDraftIsRememberedOnce(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.Set(t, map[string]any{"horas_borrador": 24})
	draft := o.Ready(t, nil)
	draft = o.Record(t, mesa.ColBorradores, draft.Id)
	draft.Set("asunto", "Otro asunto") // the office's hours count from here
	if err := o.Save(draft); err != nil {
		t.Fatal(hookstest.Explain(err))
	}
	for range 25 {
		after(o, time.Hour, t)
	}
	if got := reminders(t, o); !slices.Equal(got, []string{"juan@ejemplo.pe: fin, enviado"}) {
		t.Errorf("%v", got)
	}
}
