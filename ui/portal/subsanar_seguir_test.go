package portal_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
)

// general opens the correction of a filing that was observed as a whole.
func general(t *testing.T) (v *visit, numero, session string) {
	t.Helper()
	v = newVisit(t)
	numero = v.filed()
	v.office.MustMove(t, v.filing(numero), mesa.EtapaObservado, map[string]any{"observaciones": "Precise su pedido."})
	return v, numero, v.search("/subsanar", numero, "11111111").Location
}

func TestWhateverIsDoneInACorrectionGivesAnHourMore(t *testing.T) {
	t.Parallel()
	v, _, session := general(t)
	minutes := func(what string, hour string) {
		t.Helper()
		if page := v.Get(session); page.Status != 200 || !page.Has("abierta hasta las <strong data-hasta>"+hour) {
			t.Errorf("after %s: %d, %s", what, page.Status, problems(page))
		}
		v.office.Clock.Add(50 * time.Minute)
	}
	minutes("opening it", "11:00")
	v.want(v.Upload(session+"/documentos/anexo", "a.pdf", hookstest.PDF(1), ""), 303)
	minutes("an upload at 10:50", "11:50")
	v.want(v.Post(session+"/documentos/anexo/eliminar"), 303)
	minutes("a deletion at 11:40", "12:40")
	v.want(v.Post(session+"/seguir"), 303)
	minutes("the button at 12:30", "13:30")
	v.want(v.Post(session+"/codigo"), 303)
	minutes("a code at 13:20", "14:20")
	v.want(v.Post(session+"/validar", "codigo", not(v.lastCode())), 422)
	v.office.Clock.Add(10*time.Minute + time.Second) // nothing was done since 13:20
	v.want(v.Get(session), 409)
	v.want(v.Post(session+"/seguir"), 409)
}

func TestAResumableUploadGivesAnHourMore(t *testing.T) {
	t.Parallel()
	v, _, session := general(t)
	v.office.Clock.Add(50 * time.Minute)
	data := hookstest.PDF(1)
	begun := v.Announce(len(data), "subsanacion", strings.TrimPrefix(session, "/subsanar/"), "documento", "anexo", "filename", "a.pdf")
	v.want(begun, 201)
	v.office.Clock.Add(50 * time.Minute)
	v.want(v.Chunk(begun.Location, 0, data), 204)
	if page := v.Get(session); !page.Has("hasta las <strong data-hasta>12:40") || !page.Has("a.pdf") {
		t.Errorf("after the upload: %d %s", page.Status, problems(page))
	}
}

func TestTheAnswerIsKeptAsItIsTyped(t *testing.T) {
	t.Parallel()
	v, numero, session := general(t)
	fetch := v.Request(http.MethodPost, session+"/seguir", "respuesta=Pido+copia",
		"Content-Type", "application/x-www-form-urlencoded", "HX-Request", "true")
	v.office.Clock.Add(5 * time.Minute)
	p := v.Do(fetch)
	if p.Status != 204 || p.Header.Get("Sesion-Hasta") != "11:05" || !strings.Contains(p.Header.Get("Set-Cookie"), "Max-Age=3600") {
		t.Errorf("%d until %q, cookie %q", p.Status, p.Header.Get("Sesion-Hasta"), p.Header.Get("Set-Cookie"))
	}
	long := strings.Repeat("ñ", 2001)
	refused := v.Post(session+"/seguir", "respuesta", long)
	v.wantRefused(refused, 422, "respuesta", mesa.TextTooLong(2000))
	if refused.Field("respuesta") != long {
		t.Error("the long answer is lost")
	}
	v.want(v.Upload(session+"/documentos/anexo", "a.pdf", hookstest.PDF(1), ""), 303)
	if got := v.Get(session).Field("respuesta"); got != "Pido copia" {
		t.Errorf("beside an upload the answer became %q", got)
	}
	v.office.Clock.Add(61 * time.Minute)
	v.want(v.Post(session+"/enviar", "respuesta", "Pido copia del contrato 5."), 409) // too late, and yet kept
	again := v.search("/subsanar", numero, "11111111").Location
	if page := v.Get(again); page.Field("respuesta") != "Pido copia del contrato 5." || !page.Has("a.pdf") {
		t.Errorf("the next session has %q", page.Field("respuesta"))
	}
}

func TestAStrangerKeepsNoSessionOpen(t *testing.T) {
	t.Parallel()
	v, _, session := general(t)
	if p := v.stranger().Post(session+"/seguir", "respuesta", "x"); p.Status != 404 {
		t.Errorf("a stranger gets %d", p.Status)
	}
	foreign := v.Request(http.MethodPost, session+"/seguir", "", "Sec-Fetch-Site", "cross-site")
	v.want(v.Do(foreign), 403)
	if v.Get(session).Field("respuesta") != "" {
		t.Error("a stranger wrote the answer")
	}
}

func TestTheWarningIsLoadedOnlyWithTheCorrection(t *testing.T) {
	t.Parallel()
	v, _, session := general(t)
	page := v.Get(session)
	for _, part := range []string{`data-quedan="3600"`, `id="sesion-aviso"`, "/static/sesion.", "Seguir trabajando"} {
		if !page.Has(part) {
			t.Errorf("the page lacks %s", part)
		}
	}
	if v.Get("/subsanar").Has("/static/sesion.") {
		t.Error("the search loads the warning")
	}
}
