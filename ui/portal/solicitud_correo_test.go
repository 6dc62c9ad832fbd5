package portal_test

import (
	"net/http"
	"testing"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

func TestAMistypedAddressIsCorrectedWithOnePress(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural")
	v.want(v.Post(v.draft+"/datos", with(juan, "correo", "ana@gmial.com")...), 303)
	v.want(v.Post(v.draft+"/codigo"), 303)
	page := v.Get(v.draft)
	if !page.Has("Enviamos el código a ana@gmial.com. ¿Quiso escribir ana@gmail.com?") {
		t.Fatalf("no hint: %s", problems(page))
	}
	old := uitest.LastCode(t, v.office, "ana@gmial.com")
	if p := v.stranger().Post(v.draft + "/correo"); p.Status != 404 {
		t.Errorf("a stranger gets %d", p.Status)
	}
	v.want(v.Do(v.Request(http.MethodPost, v.draft+"/correo", "", "Sec-Fetch-Site", "cross-site")), 403)
	v.want(v.Post(v.draft+"/correo"), 303) // at once: the minute is the other address's
	v.wantRefused(v.Post(v.draft+"/validar", "codigo", not(uitest.LastCode(t, v.office, "ana@gmail.com"))), 422, "codigo", mesa.TextCodigoMalo)
	if page := v.Get(v.draft); page.Has("¿Quiso escribir") || !page.Has("Enviamos un código de 6 dígitos a ana@gmail.com") {
		t.Errorf("after the correction: %s", problems(page))
	}
	code := uitest.LastCode(t, v.office, "ana@gmail.com")
	if old != code {
		v.wantRefused(v.Post(v.draft+"/validar", "codigo", old), 422, "codigo", mesa.TextCodigoMalo)
	}
	before := len(v.office.Mailer.Mailbox.All())
	v.want(v.Post(v.draft+"/correo"), 303) // pressed twice
	if len(v.office.Mailer.Mailbox.All()) != before {
		t.Error("a second press sends a second code")
	}
	v.want(v.Post(v.draft+"/validar", "codigo", code), 303)
	v.want(v.Post(v.draft+"/correo"), 303)
	if !v.Get(v.draft).Has("Correo validado") {
		t.Error("the proof is lost")
	}
}

func TestARealAddressGetsNoHint(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural")
	v.want(v.Post(v.draft+"/datos", with(juan, "correo", "ana@minsa.gob.pe")...), 303)
	v.want(v.Post(v.draft+"/codigo"), 303)
	if page := v.Get(v.draft); page.Has("¿Quiso escribir") || page.Has("correo2") {
		t.Errorf("%s", problems(page))
	}
}

func TestWhatIsTypedIsKeptBeforeItsButtonIsPressed(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural")
	if page := v.Get(v.draft); !page.Has("Guardamos su avance hasta el martes 24 de marzo, 16:00") {
		t.Errorf("the page does not say how long: %s", problems(page))
	}
	v.office.Clock.Add(time.Hour)
	v.want(v.Post(v.draft+"/guardar", "tipo_documento", "DNI", "numero_documento", "1234", "nombres", "JUAN", "correo", "juan@ejem"), 204)
	page := v.Get(v.draft)
	if page.Field("numero_documento") != "1234" || page.Field("nombres") != "JUAN" || page.Field("correo") != "" || !page.Has("marzo, 17:00") {
		t.Errorf("kept %q %q %q", page.Field("numero_documento"), page.Field("nombres"), page.Field("correo"))
	}
	v.want(v.Post(v.draft+"/enviar"), 422) // half-typed data file nothing
	v.identify()
	if page := v.Get(v.draft); !page.Has("Guardamos su avance hasta el viernes 27 de marzo, 11:00") {
		t.Errorf("the proof does not keep the draft: %s", problems(page))
	}
	v.want(v.Post(v.draft+"/guardar", "tramite", "", "asunto", "Pido\ncopia"), 204)
	if got := v.Get(v.draft).Field("asunto"); got != "Pido copia" {
		t.Errorf("the subject is kept as %q", got)
	}
	v.want(v.Post(v.draft+"/guardar", with(juan, "correo", "otro@ejemplo.pe", "nombres", "")...), 204) // refused in silence
	if page := v.Get(v.draft); !page.Has("Correo validado") || !page.Has("JUAN PEREZ PEREZ") {
		t.Errorf("typing changed what was proved: %s", problems(page))
	}
	if p := v.stranger().Post(v.draft+"/guardar", "nombres", "OTRO"); p.Status != 404 {
		t.Errorf("a stranger gets %d", p.Status)
	}
	v.want(v.Do(v.Request(http.MethodPost, v.draft+"/guardar", "", "Sec-Fetch-Site", "cross-site")), 403)
}

func TestTheSubjectIsATextAreaAndBecomesOneLine(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural").identify()
	const area = `<textarea class="entrada entrada--area" id="asunto" name="asunto" rows="3" maxlength="200"`
	if page := v.Get(v.draft); !page.Has(area) || !page.Has("0 / 200") {
		t.Errorf("the subject's field: %s", problems(page))
	}
	v.choose("Pido copia\r\ndel contrato 5\n").attach()
	if !v.Get(v.draft).Has("<dd>Pido copia del contrato 5</dd>") {
		t.Error("line breaks stay in the subject")
	}
}
