package reloj_test

import (
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
)

// The tables below are for a lawyer to read: what happened on which day, the rule, its
// article (Ley 27444 unless it names another), and the last day that follows. November and
// December 2026 in Lima: Tuesday 8 December is a holiday, and so is Wednesday 9.

func TestTheLastDayToAnswer(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rule, article  string
		tramite        int
		presentacion   string // the office's regla_presentacion
		filed          string
		registered     string // "" for a filing that waits at reception
		told, byTheLaw string // vence_respuesta and vence_legal
		reviewLast     string
	}{
		{"ten working days from the day after the filing; the citizen is told the same", "Ley 27806 art. 11.b; 131.1", 1, "dia_habil_siguiente",
			"2026-11-02T10:00:00-05:00", "2026-11-05T10:00:00-05:00", "2026-11-16", "2026-11-16", ""},
		{"nobody registered it: the term runs all the same", "131.1", 1, "dia_habil_siguiente",
			"2026-11-02T10:00:00-05:00", "", "2026-11-16", "2026-11-16", "2026-11-04"},
		{"twelve working days for an ampliación", "DS 009-2025-EF art. 142.5", 3, "dia_habil_siguiente",
			"2026-11-02T10:00:00-05:00", "", "2026-11-18", "2026-11-18", "2026-11-04"},
		{"registered late: not a day longer", "131.1", 3, "dia_habil_siguiente",
			"2026-11-02T10:00:00-05:00", "2026-11-10T10:00:00-05:00", "2026-11-18", "2026-11-18", ""},
		{"filed at 23:59:59: the same day counts", "140.1; DS 029-2021-PCM art. 46.2", 1, "dia_habil_siguiente",
			"2026-11-02T23:59:59-05:00", "", "2026-11-16", "2026-11-16", "2026-11-04"},
		{"filed on a Saturday, by the manual's rule: told from Monday, by law from Saturday", "131.1", 1, "dia_habil_siguiente",
			"2026-11-07T10:00:00-05:00", "", "2026-11-23", "2026-11-20", "2026-11-10"},
		{"the same, of what is no request for information: its review is counted from Monday", "125.6", 5, "dia_habil_siguiente",
			"2026-11-07T10:00:00-05:00", "", "", "2026-11-20", "2026-11-11"},
		{"filed on a Saturday, by the rule of 2025", "DS 029-2021-PCM art. 46.2", 1, "mismo_dia",
			"2026-11-07T10:00:00-05:00", "", "2026-11-20", "2026-11-20", "2026-11-10"},
		{"a procedure told from the registration: the law still counts from the filing", "131.1", 5, "dia_habil_siguiente",
			"2026-11-02T10:00:00-05:00", "2026-11-05T10:00:00-05:00", "2026-11-19", "2026-11-16", ""},
		{"what is done with one's data: eight working days", "Ley 29733 art. 18; DS 016-2024-JUS art. 69", 19, "dia_habil_siguiente",
			"2026-11-02T10:00:00-05:00", "2026-11-05T10:00:00-05:00", "2026-11-12", "2026-11-12", ""},
		{"access to one's data: twenty working days", "Ley 29733 art. 19; DS 016-2024-JUS art. 69", 20, "dia_habil_siguiente",
			"2026-11-02T10:00:00-05:00", "2026-11-05T10:00:00-05:00", "2026-11-30", "2026-11-30", ""},
		{"rectification: ten working days", "Ley 29733 art. 20; DS 016-2024-JUS art. 69", 21, "dia_habil_siguiente",
			"2026-11-02T10:00:00-05:00", "2026-11-05T10:00:00-05:00", "2026-11-16", "2026-11-16", ""},
	} {
		t.Run(c.rule, func(t *testing.T) {
			t.Parallel()
			o := hookstest.New(t, c.filed)
			o.ByLaw(t)
			o.Set(t, map[string]any{"regla_presentacion": c.presentacion})
			id := o.Filed(t, map[string]any{"tramite": o.Tramite(t, c.tramite).Id}).Id
			if c.registered != "" {
				o.Clock.Set(c.registered)
				o.MustMove(t, id, mesa.EtapaRegistrado, nil)
			}
			wantFields(t, o, id, map[string]string{"vence_respuesta": c.told, "vence_legal": c.byTheLaw, "vence_revision": c.reviewLast})
		})
	}
}

func TestTheLastDayToCorrect(t *testing.T) {
	t.Parallel()
	paper := func(day string) func(*testing.T, *hookstest.Office, string) {
		return func(t *testing.T, o *hookstest.Office, id string) {
			t.Helper()
			o.MustMove(t, id, mesa.EtapaCedula, map[string]any{
				"recibida_por": "Su hermana.", "cedula_numero": "12-2026", "entregada_el": day + " 05:00:00.000Z",
			})
		}
	}
	press := func(t *testing.T, o *hookstest.Office, id string) { t.Helper(); o.Acknowledge(t, id) }
	for _, c := range []struct {
		rule, article string
		inicio        string
		at            string // when the act below is done; the notice was sent on Monday 14 December at 10:00
		act           func(*testing.T, *hookstest.Office, string)
		last          string
	}{
		{"sent, and nothing more: no term runs", "20.4, 25.2", "acuse", "2026-12-15T10:00:00-05:00", nil, ""},
		{"acknowledged on Wednesday 16: until Friday 18", "25.2, 133.1", "acuse", "2026-12-16T10:00:00-05:00", press, "2026-12-18"},
		{"acknowledged at 23:59:59: that day counts as the day of reception", "140.1", "acuse", "2026-12-16T23:59:59-05:00", press, "2026-12-18"},
		{"acknowledged at 00:00:00: the new day counts", "140.1", "acuse", "2026-12-17T00:00:00-05:00", press, "2026-12-21"},
		{"acknowledged on a Saturday: from Monday", "133.1, 134.1", "acuse", "2026-12-19T10:00:00-05:00", press, "2026-12-22"},
		{"cédula delivered on Thursday 17, noted on Monday 21", "20.1.1, 21", "acuse", "2026-12-21T10:00:00-05:00",
			paper("2026-12-17"), "2026-12-21"},
		{"cédula first, acknowledged later: the first counts", "25.1", "acuse", "2026-12-17T10:00:00-05:00",
			func(t *testing.T, o *hookstest.Office, id string) {
				paper("2026-12-17")(t, o, id)
				o.Clock.Set("2026-12-18T10:00:00-05:00")
				press(t, o, id)
			}, "2026-12-21"},
		{"acknowledged first, cédula later: the first counts", "25.1", "acuse", "2026-12-16T10:00:00-05:00",
			func(t *testing.T, o *hookstest.Office, id string) {
				press(t, o, id)
				o.Clock.Set("2026-12-17T10:00:00-05:00")
				paper("2026-12-17")(t, o, id)
			}, "2026-12-18"},
		{"the office counts from the sending", "the office's choice", "envio", "2026-12-15T10:00:00-05:00", nil, "2026-12-16"},
		{"from the sending, and a cédula while it runs: anew", "20.4", "envio", "2026-12-16T10:00:00-05:00", paper("2026-12-16"), "2026-12-18"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			t.Parallel()
			o := hookstest.New(t, "2026-12-14T10:00:00-05:00")
			o.ByLaw(t)
			o.Set(t, map[string]any{"inicio_subsanacion": c.inicio})
			id := o.Filed(t, nil).Id
			o.Observe(t, id)
			o.Deliver(t)
			o.Set(t, map[string]any{"inicio_subsanacion": "acuse"}) // a later change of the rule moves nothing
			o.Clock.Set(c.at)
			if c.act != nil {
				c.act(t, o, id)
			}
			wantFields(t, o, id, map[string]string{"vence_subsanacion": c.last, "estado": "observada"})
		})
	}
}

func TestADayThatNoCedulaCanHave(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2026-12-14T10:00:00-05:00") // Monday
	o.ByLaw(t)
	id := o.Filed(t, nil).Id
	o.Observe(t, id)
	o.Deliver(t)
	o.Clock.Set("2026-12-21T10:00:00-05:00")
	for day, want := range map[string]string{
		"": mesa.TextEntregadaEl, "2026-12-22 05:00:00.000Z": mesa.TextEntregadaManana, "2026-12-11 05:00:00.000Z": mesa.TextEntregadaAntes,
		"2026-12-20 05:00:00.000Z": mesa.TextEntregadaInhabil,
	} {
		_, err := o.Move(t, id, mesa.EtapaCedula, map[string]any{"recibida_por": "Su hermana.", "cedula_numero": "1", "entregada_el": day})
		hookstest.WantRefusal(t, err, 422, "entregada_el", want)
	}
	wantFields(t, o, id, map[string]string{"vence_subsanacion": ""})
}

// A notice that nobody received starts nothing: a month later the filing is still observed,
// and staff have been told since the third working day where to take the cédula.
func TestANoticeNobodyReceivedEndsNothing(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2026-11-02T10:00:00-05:00") // Monday
	o.ByLaw(t)
	id := o.Filed(t, nil).Id
	o.Observe(t, id)
	o.Deliver(t)
	const told = "Notificar por cédula: no se confirmó el aviso del lunes 2 de noviembre de 2026. Domicilio: Av. Inventada 123, Lima."
	for _, c := range []struct{ at, luz, alerta string }{
		{"2026-11-04T23:59:00-05:00", "", ""},
		{"2026-11-05T00:00:00-05:00", "ambar", told},
		{"2026-11-09T23:59:00-05:00", "ambar", told},
		{"2026-11-10T00:00:00-05:00", "rojo", told},
		{"2026-12-02T10:00:00-05:00", "rojo", told},
	} {
		o.TickAt(t, c.at)
		wantFields(t, o, id, map[string]string{"estado": "observada", "vence_subsanacion": "", "semaforo": c.luz, "alerta": c.alerta})
	}
}

func TestAConfirmedNoticeIsFollowedByTheLastDay(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2026-12-14T10:00:00-05:00")
	o.ByLaw(t)
	id := o.Filed(t, nil).Id
	o.Observe(t, id)
	o.Deliver(t)
	notice := o.Mailer.Mailbox.All()[0]
	if strings.Contains(notice.Texto, "Último día") || strings.Contains(notice.Texto, "{{") ||
		!strings.Contains(notice.Texto, "Su plazo empieza el día hábil siguiente a su confirmación") {
		t.Errorf("the notice: %s", notice.Texto)
	}
	if link := strings.Index(notice.Texto, "/acuse/"); link < 0 || link > strings.Index(notice.Texto, "Número de solicitud") {
		t.Error("the button is not first")
	}
	o.Clock.Set("2026-12-16T10:00:00-05:00")
	o.Acknowledge(t, id)
	o.Deliver(t)
	last := o.Mailer.Mailbox.All()[0]
	if last.Asunto != "Empezó su plazo para subsanar" || !strings.Contains(last.Texto, "Último día: viernes 18 de diciembre de 2026") {
		t.Errorf("%s: %s", last.Asunto, last.Texto)
	}
	o.TickAt(t, "2026-12-19T00:01:00-05:00")
	wantFields(t, o, id, map[string]string{"estado": "no_presentada"})
	o.Deliver(t)
	const day = "viernes 18 de diciembre de 2026"
	if end := o.Mailer.Mailbox.All()[0]; !strings.Contains(strings.ReplaceAll(end.Texto, "\n", " "), day) {
		t.Errorf("the closing does not say the day: %s", end.Texto)
	}
	line, err := o.FindFirstRecordByFilter(mesa.ColMovimientos, "etapa = 'NO PRESENTADO'")
	if err != nil || !strings.Contains(line.GetString("observaciones"), day) {
		t.Errorf("the trail: %v %v", line, err)
	}
}

// A cédula goes to the address that was given for notices (arts. 21 and 113.5).
func TestACedulaGoesToTheAddressForNotices(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2026-11-02T10:00:00-05:00")
	o.ByLaw(t)
	o.Set(t, map[string]any{"pedir_direccion_notificacion": true})
	id := o.Filed(t, map[string]any{"domicilio_notificacion": "Jr. Otro 45", "departamento": "Lima", "provincia": "Lima",
		"distrito": "Lince"}).Id
	o.Observe(t, id)
	o.Deliver(t)
	o.TickAt(t, "2026-11-05T00:00:00-05:00")
	wantFields(t, o, id, map[string]string{"alerta": "Notificar por cédula: no se confirmó el aviso del lunes 2 de noviembre de 2026. " +
		"Domicilio: Jr. Otro 45, Lince, Lima, Lima."})
}

// Observed on Wednesday 4 November, not confirmed by Friday 6: a cédula goes from Monday 9.
func TestACedulaIsAskedForOnAWorkingDay(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2026-11-04T10:00:00-05:00")
	o.ByLaw(t)
	id := o.Filed(t, nil).Id
	o.Observe(t, id)
	o.Deliver(t)
	for at, luz := range map[string]string{"2026-11-07T09:00:00-05:00": "", "2026-11-09T00:00:00-05:00": "ambar"} {
		o.Clock.Set(at)
		if err := o.Reloj.UpdateLuces(o.Reading(t)); err != nil {
			t.Fatal(err)
		}
		wantFields(t, o, id, map[string]string{"semaforo": luz})
	}
}

// Who corrects has read the notice (art. 27.2), whether or not a term had begun.
func TestACorrectionBeforeTheTermCuresTheNotice(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2026-11-02T10:00:00-05:00")
	o.ByLaw(t)
	id := o.Filed(t, nil).Id
	doc := o.Observe(t, id)
	o.Deliver(t)
	first := o.NoticeOf(t, id, "observacion")
	o.Correct(t, id, doc.Id) // unasked: its sending cures the notice
	if o.Record(t, mesa.ColCorreos, first.Id).GetString("acuse_en") == "" {
		t.Fatal("the correction did not settle the notice")
	}
	wantFields(t, o, id, map[string]string{"estado": "subsanada", "vence_legal": "2026-11-16", "legal_dias": "10"})
}

func TestACorrectionCountsLikeAFiling(t *testing.T) {
	t.Parallel()
	for regla, want := range map[string]struct{ review, text string }{
		"dia_habil_siguiente": {"2026-11-10", // a request for information: from Saturday, as by law
			"Subsanación recibida. Cuenta desde el lunes 9 de noviembre de 2026: el 7 de noviembre fue sábado."},
		"mismo_dia": {"2026-11-10", "Subsanación recibida"},
	} {
		t.Run(regla, func(t *testing.T) {
			t.Parallel()
			o := hookstest.New(t, "2026-11-06T10:00:00-05:00") // Friday
			o.ByLaw(t)
			o.Set(t, map[string]any{"regla_presentacion": regla})
			id := o.Filed(t, nil).Id
			doc := o.Observe(t, id)
			o.Clock.Set("2026-11-07T10:00:00-05:00") // Saturday
			o.Correct(t, id, doc.Id)
			wantFields(t, o, id, map[string]string{"vence_revision": want.review, "vence_legal": "2026-11-20"}) // by law from Saturday
			line, err := o.FindFirstRecordByFilter(mesa.ColMovimientos, "etapa = 'SUBSANADO'")
			if err != nil || line.GetString("observaciones") != want.text {
				t.Errorf("%q %v", line.GetString("observaciones"), err)
			}
		})
	}
}

func TestTheOfficesGoalMakesAmberEarlier(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2026-11-02T10:00:00-05:00")
	o.ByLaw(t)
	id := o.Filed(t, map[string]any{"tramite": o.Tramite(t, 3).Id}).Id // 12 days, of which the office wants 10: Monday 16
	o.MustMove(t, id, mesa.EtapaRegistrado, nil)
	wantFields(t, o, id, map[string]string{"semaforo": "verde"})
	o.TickAt(t, "2026-11-03T08:00:00-05:00") // the day it was registered ended without a derivation
	wantFields(t, o, id, map[string]string{"semaforo": "ambar"})
	o.MustMove(t, id, mesa.EtapaDerivado, map[string]any{"area": o.Area(t).Id})
	wantFields(t, o, id, map[string]string{"semaforo": "verde"})
	tramite := o.Tramite(t, 3)
	tramite.Set("meta_dias", 5) // moves no term that runs
	if err := o.Save(tramite); err != nil {
		t.Fatal(err)
	}
	o.TickAt(t, "2026-11-13T08:00:00-05:00")
	wantFields(t, o, id, map[string]string{"semaforo": "verde"})
	o.TickAt(t, "2026-11-16T00:00:00-05:00")
	wantFields(t, o, id, map[string]string{"semaforo": "ambar"})
	o.TickAt(t, "2026-11-18T00:00:00-05:00")
	wantFields(t, o, id, map[string]string{"semaforo": "rojo"})
}
