package portal_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"
	"mesadepartes/ui/uitest"
)

// claim asks for a filing of the counter at Mis trámites.
func (v *visit) claim(numero, documento string) uitest.Page {
	v.t.Helper()
	return v.Post(desk+"/ventanilla", "numero", numero, "numero_documento", documento)
}

func TestAFilingOfTheCounterStaysOutUntilItsPersonProvesIt(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	r := v.office.AtCounter(t, nil)
	numero := r.GetString("numero")
	doc := v.office.Documents(t, r.Id)[0].Id
	v.enterDesk("juan@ejemplo.pe")
	if list := v.Get(desk); list.Has("Papel de ventanilla") || !list.Has("No hay solicitudes presentadas") {
		t.Errorf("the list shows what nobody proved: %s", problems(list))
	}
	for _, path := range []string{"/" + numero, "/" + numero + "/desistir", "/documentos/" + doc} {
		v.want(v.Get(desk+path), 404)
	}
	for _, act := range []string{"agregar", "otra", "desistir", "reenviar", "subsanar"} {
		v.want(v.Post(desk+"/"+numero+"/"+act), 404)
	}
	sent := len(v.office.Mailer.Cartas())
	v.want(v.Post("/seguimiento/olvide", "correo", "juan@ejemplo.pe"), 200)
	if n := len(v.office.Mailer.Cartas()); n != sent {
		t.Error("its number is mailed to who only holds the address")
	}
	p := v.claim(" "+numero, "11111111")
	v.want(p, 303)
	page := v.Get(p.Location)
	if !page.Has("Agregamos este trámite") || !page.Has("papel.pdf") {
		t.Errorf("the filing: %s", problems(page))
	}
	v.want(v.Get(desk+"/documentos/"+doc), 200)
	if !v.Get(desk).Has("Papel de ventanilla") {
		t.Error("the list lacks it")
	}
	fresh := v.office.Record(t, mesa.ColSolicitudes, r.Id)
	note, err := v.office.FindFirstRecordByFilter(mesa.ColMovimientos, "etapa = 'NOTA'")
	if err != nil || note.GetString("observaciones") != mesa.TextCorreoProbado ||
		note.GetString("actor") != "solicitudes/"+r.Id+" JUAN PEREZ PEREZ" {
		t.Errorf("the trail: %v %v", note, err)
	}
	if !fresh.GetDateTime("correo_probado_en").Time().Equal(v.office.Now()) || fresh.GetInt("version") != r.GetInt("version") {
		t.Errorf("proved %s, version %d", fresh.GetString("correo_probado_en"), fresh.GetInt("version"))
	}
	v.want(v.claim(numero, "11111111"), 303) // pressed twice
	if n := v.notes(); n != 1 {
		t.Errorf("%d notes", n)
	}
	if err := v.office.Libro.Look(v.office.App); err != nil {
		t.Errorf("the book: %v", err)
	}
	v.want(v.Post(desk+"/"+numero+"/desistir"), 303)
}

func TestAWrongNumberDocumentOrAddressOfTheCounterAnswersAlike(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.office.AtCounter(t, nil).GetString("numero")
	foreign := v.office.AtCounter(t, map[string]any{"correo": "otra@ejemplo.pe", "numero_documento": "22222222"}).GetString("numero")
	v.enterDesk("juan@ejemplo.pe")
	answers := map[string]bool{}
	for _, pair := range [][2]string{{numero, "33333333"}, {"999-2026", "11111111"}, {foreign, "22222222"}} {
		p := v.claim(pair[0], pair[1])
		v.wantRefused(p, 422, "", mesa.TextNoEsSuya)
		if p.Field("numero") != pair[0] || p.Field("numero_documento") != pair[1] {
			t.Error("what was typed is lost")
		}
		answers[alike(p, `value="`+pair[0], `value="`+pair[1])] = true
	}
	if len(answers) != 1 {
		t.Errorf("%d different answers", len(answers))
	}
	v.wantRefused(v.claim("no sé", ""), 422, "numero", mesa.TextNumero)
	if v.notes() != 0 {
		t.Error("a refused claim leaves a note")
	}
	if p := v.stranger().claim(numero, "11111111"); p.Status != 303 || p.Location != desk {
		t.Errorf("without a session: %d %s", p.Status, p.Location)
	}
}

func TestMissesOfAClaimStopNobodyElse(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.office.AtCounter(t, nil).GetString("numero")
	other := v.office.AtCounter(t, map[string]any{"correo": "otra@ejemplo.pe"}).GetString("numero")
	v.enterDesk("juan@ejemplo.pe")
	for range 9 { // one mistyped pair, again and again
		v.claim(numero, "11111112")
	}
	v.want(v.claim(numero, "11111112"), 429)
	v.office.Clock.Add(15 * time.Minute)
	for i := range 5 {
		v.want(v.claim(numero, fmt.Sprintf("2222222%d", i)), 422)
	}
	closed := v.claim(numero, "11111111")
	v.wantRefused(closed, 429, "", mesa.TextReclamoEspera(15*time.Minute))
	if closed.Header.Get("Retry-After") != "900" {
		t.Errorf("Retry-After %q", closed.Header.Get("Retry-After"))
	}
	neighbour := v.stranger() // the same network, another address
	neighbour.enterDesk("otra@ejemplo.pe")
	neighbour.want(neighbour.claim(other, "11111111"), 303)
	neighbour.want(neighbour.search("/seguimiento", numero, "11111111"), 200)
	away := v.lapse().far("203.0.113.7") // the same person, from elsewhere
	away.enterDesk("juan@ejemplo.pe")
	away.want(away.claim(numero, "11111111"), 303)
}

// The rule of the record judges the proof, whoever saves it.
func TestTheRuleOfTheFilingJudgesAClaim(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	r := v.office.AtCounter(t, nil)
	proof := func(correo string) otp.Proof {
		t.Helper()
		v.office.Clock.Add(time.Minute)
		if err := v.office.Codes.Send(v.office.App, correo, "prueba", otp.Asker{}); err != nil {
			t.Fatal(err)
		}
		p, err := v.office.Codes.Prove(v.office.App, correo, "prueba", uitest.LastCode(t, v.office, correo))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	for name, c := range map[string]struct {
		documento, correo string
	}{
		"no proof": {"11111111", ""}, "another document": {"11111112", "juan@ejemplo.pe"}, "another address": {"11111111", "otra@ejemplo.pe"},
		"no document": {"", "juan@ejemplo.pe"},
	} {
		s := v.office.Record(t, mesa.ColSolicitudes, r.Id)
		mesa.SetReclamo(s, c.documento)
		if c.correo != "" {
			otp.Attach(s, proof(c.correo))
		}
		s.Set("asunto", "Otro asunto")
		hookstest.WantRefusal(t, v.office.Save(s), 422, "", mesa.TextNoEsSuya)
		if fresh := v.office.Record(t, mesa.ColSolicitudes, r.Id); fresh.GetString("correo_probado_en") != "" {
			t.Errorf("%s proves the address", name)
		}
	}
	s := v.office.Record(t, mesa.ColSolicitudes, r.Id)
	s.Set("correo_probado_en", v.office.Now()) // by hand
	hookstest.WantRefusal(t, v.office.Save(s), 403, "correo_probado_en", mesa.TextCampoFijo)
	s = v.office.Record(t, mesa.ColSolicitudes, r.Id)
	mesa.SetReclamo(s, "11111111")
	otp.Attach(s, proof("juan@ejemplo.pe"))
	s.Set("asunto", "Otro asunto")
	if err := v.office.Save(s); err != nil {
		t.Fatal(hookstest.Explain(err))
	}
	fresh := v.office.Record(t, mesa.ColSolicitudes, r.Id)
	if fresh.GetString("correo_probado_en") == "" || fresh.GetString("asunto") != "Papel de ventanilla" {
		t.Errorf("%v", fresh.PublicExport())
	}
}

func TestAMailToAnUnprovedAddressHidesWhatProvesIt(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	r := v.office.AtCounter(t, nil)
	letter := v.office.Mailer.Cartas()[0]
	for _, body := range []string{letter.Texto, letter.HTML} {
		if strings.Contains(body, "11111111") || !strings.Contains(body, "******11") || !strings.Contains(body, "Mis trámites") {
			t.Errorf("the mail: %s", body)
		}
	}
	v.enterDesk("juan@ejemplo.pe")
	v.want(v.claim(r.GetString("numero"), "11111111"), 303)
	v.office.Observe(t, r.Id)
	// A digital filing shows its own document, as the manual has it.
	v.office.Filed(t, nil)
	v.office.Deliver(t)
	if !strings.Contains(v.office.Mailer.Cartas()[0].Texto, "Documento de identidad: 11111111") {
		t.Errorf("a proved one: %s", v.office.Mailer.Cartas()[0].Texto)
	}
}
