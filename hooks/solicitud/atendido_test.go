package solicitud_test

import (
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
)

// Art. 24.1 of Ley 27444: what the notice of an answer must say.
func TestAnAnswerNamesItsRemedies(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o := hookstest.New(t, monday)
	const own = "Puede pedir la revisión ante la Gerencia General en 20 días hábiles."
	for _, c := range []struct {
		rule    string
		tramite int
		values  map[string]any
		sentido string
		want    string // the remedies
		via     string // what is said of the administrative route, "" for nothing
	}{
		{"sin sentido, informa", 2, nil, "informativa", "", ""},
		{"favorable", 2, map[string]any{"sentido": "favorable"}, "favorable", "", ""},
		{"favorable y agota la vía", 2, map[string]any{"sentido": "favorable", "agota_via": true}, "favorable", "", "Esta respuesta agota"},
		{"desfavorable: reconsideración o apelación", 2, map[string]any{"sentido": "desfavorable"}, "desfavorable",
			mesa.TextRecursos, "no agota"},
		{"en parte", 2, map[string]any{"sentido": "favorable_en_parte"}, "favorable_en_parte", mesa.TextRecursos, "no agota"},
		{"improcedente", 2, map[string]any{"sentido": "improcedente"}, "improcedente", mesa.TextRecursos, "no agota"},
		{"agota la vía: contencioso administrativo", 2, map[string]any{"sentido": "desfavorable", "agota_via": true}, "desfavorable",
			mesa.TextRecursosAgotada, "Esta respuesta agota"},
		{"acceso a la información: el Tribunal", 1, map[string]any{"sentido": "desfavorable"}, "desfavorable",
			mesa.TextRecursosAcceso, "no agota"},
		{"lo que escribe el personal prevalece", 1, map[string]any{"sentido": "desfavorable", "recursos": own}, "desfavorable", own, "no agota"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			id := o.Filed(t, map[string]any{"tramite": o.Tramite(t, c.tramite).Id}).Id
			o.MustMove(t, id, mesa.EtapaRegistrado, nil)
			values := map[string]any{"observaciones": "Esta es la respuesta.", "documento_numero": "CARTA 5-2026", "documento_fecha": "2026-11-02"}
			for k, v := range c.values {
				values[k] = v
			}
			line := o.MustMove(t, id, mesa.EtapaAtendido, values)
			if line.GetString("sentido") != c.sentido || line.GetString("recursos") != c.want {
				t.Errorf("%q, %q", line.GetString("sentido"), line.GetString("recursos"))
			}
			text := o.NoticeOf(t, id, "respuesta").GetString("texto")
			for _, part := range []string{"Sentido de la respuesta: " + mesa.Sentido(c.sentido).Words(), "CARTA 5-2026",
				"Fecha del documento: lunes 2 de noviembre de 2026", c.want, c.via} {
				if !strings.Contains(text, part) {
					t.Errorf("lacks %q:\n%s", part, text)
				}
			}
			if said := strings.Contains(text, "vía administrativa"); said != (c.via != "") {
				t.Errorf("speaks of the route: %v", said)
			}
		})
	}
}

// Arts. 33, 202 and 203 of Ley 27444: what silence approved is undone only by revocation or
// nullity. Procedure 3 has ten working days and positive silence: filed on Monday 2
// November 2026, its last day is Monday 16.
func TestAfterPositiveSilenceADenialIsConfirmed(t *testing.T) {
	t.Parallel()
	const last = "lunes 16 de noviembre de 2026"
	confirmed := func(sentido, motivo string) map[string]any {
		return map[string]any{"observaciones": "No procede.", "sentido": sentido, "confirma_silencio": true, "motivo": motivo}
	}
	denial := func(sentido string) map[string]any {
		return map[string]any{"observaciones": "No procede.", "sentido": sentido}
	}
	for _, c := range []struct {
		at, rule     string
		tramite      int
		values       map[string]any
		campo, texto string // "" when it goes through
	}{
		{"2026-11-16 23:59:59", "el último día se deniega sin más", 3, denial("desfavorable"), "", ""},
		{"2026-11-17 00:00:00", "vencido: denegar", 3, denial("desfavorable"), "confirma_silencio", mesa.TextSilencioOperado(last)},
		{"2026-11-17 00:00:00", "vencido: declarar improcedente", 3, denial("improcedente"), "confirma_silencio", mesa.TextSilencioOperado(last)},
		{"2026-11-17 00:00:00", "vencido: dar una parte", 3, denial("favorable_en_parte"), "confirma_silencio", mesa.TextSilencioOperado(last)},
		{"2026-11-17 00:00:00", "vencido: confirmar sin base legal", 3, confirmed("desfavorable", " "), "motivo", mesa.TextSilencioBase},
		{"2026-11-17 00:00:00", "vencido: confirmar con base legal", 3, confirmed("desfavorable", "Nulidad de oficio, art. 202."), "", ""},
		{"2026-11-17 00:00:00", "vencido: conceder", 3, denial("favorable"), "", ""},
		{"2026-11-17 00:00:00", "vencido: informar", 3, denial(""), "", ""},
		{"2026-12-30 00:00:00", "el silencio negativo no aprueba nada", 1, denial("desfavorable"), "", ""},
	} {
		t.Run(c.at+" "+c.rule, func(t *testing.T) {
			t.Parallel()
			o := hookstest.New(t, monday)
			id := o.Filed(t, map[string]any{"tramite": o.Tramite(t, c.tramite).Id}).Id
			o.MustMove(t, id, mesa.EtapaRegistrado, nil)
			clockAt(o, c.at)
			line, err := o.Move(t, id, mesa.EtapaAtendido, c.values)
			if c.texto != "" {
				hookstest.WantRefusal(t, err, 409, c.campo, c.texto)
				return
			}
			if err != nil {
				t.Fatal(hookstest.Explain(err))
			}
			if line.GetBool("confirma_silencio") != (c.values["motivo"] != nil) {
				t.Errorf("confirmed: %v", line.GetBool("confirma_silencio"))
			}
			text := o.NoticeOf(t, id, "respuesta").GetString("texto")
			if line.GetString("motivo") != "" && !strings.Contains(text, "Nulidad de oficio, art. 202.") {
				t.Error("the citizen is not told the legal basis")
			}
		})
	}
}

// A filing that is not registered yet can be approved by silence too: the term runs from the
// filing (art. 131.1 of Ley 27444).
func TestALateRegistrationGivesNoNewTermToDeny(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, monday)
	id := o.Filed(t, map[string]any{"tramite": o.Tramite(t, 3).Id}).Id
	play(t, o, id, act{"2026-11-18 10:00:00", mesa.EtapaRegistrado, nil})
	_, err := o.Move(t, id, mesa.EtapaAtendido, map[string]any{"observaciones": "No procede.", "sentido": "desfavorable"})
	hookstest.WantRefusal(t, err, 409, "confirma_silencio", mesa.TextSilencioOperado("lunes 16 de noviembre de 2026"))
}
