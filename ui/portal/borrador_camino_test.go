package portal_test

import (
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/mesa"
)

func TestADraftThatEndedSaysSoToItsBrowserAlone(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural").identify().choose("Un asunto")
	v.office.Clock.Add(72*time.Hour + time.Second)
	for _, state := range []string{"over", "purged"} {
		p := v.Get(v.draft)
		if p.Status != 404 || !p.Has("Su borrador venció") || !p.Has(mesa.TextBorradorPerdido) || !p.Has("Comenzar una solicitud") {
			t.Errorf("%s: %d %s", state, p.Status, problems(p))
		}
		v.want(v.Post(v.draft+"/enviar"), 404)
		if p := v.stranger().Get(v.draft); p.Status != 404 || p.Has("Su borrador venció") || !p.Has(mesa.TextBorradorAjeno) {
			t.Errorf("%s, a stranger: %d %s", state, p.Status, problems(p))
		}
		if err := v.office.Purge(v.office.App); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := v.office.CountRecords(mesa.ColBorradores); n != 0 || err != nil {
		t.Errorf("%d drafts are left: %v", n, err)
	}
}

func TestADraftThatWasSentGivesItsNumberAndTheWay(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.filed()
	for _, path := range []string{"/datos", "/tramite", "/codigo", "/documentos/principal/eliminar"} {
		p := v.Post(v.draft+path, juan...)
		if p.Status != 409 || !p.Has(mesa.TextBorradorPresentado(numero)) || !p.Has(`href="`+v.draft+`/constancia"`) {
			t.Errorf("%s: %d %s", path, p.Status, problems(p))
		}
	}
	if p := v.Get(v.draft); p.Status != 303 || p.Location != v.draft+"/constancia" { // the browser's Back
		t.Errorf("back: %d %s", p.Status, p.Location)
	}
	v.office.Clock.Add(73 * time.Hour)
	if err := v.office.Purge(v.office.App); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{v.draft, v.draft + "/constancia"} {
		p := v.Get(path)
		if p.Status != 404 || !p.Has(mesa.TextBorradorPresentado(numero)) || !p.Has(`href="/mis-tramites/`+numero+`"`) {
			t.Errorf("purged, %s: %d %s", path, p.Status, problems(p))
		}
		if p := v.stranger().Get(path); p.Has(numero) {
			t.Error("a stranger learns its number")
		}
	}
}

func TestADraftTakenOverLeadsToMisTramites(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural").identify()
	other := v.stranger()
	other.lapse().enterDesk("juan@ejemplo.pe")
	other.want(other.Post(desk+"/continuar", "borrador", strings.TrimPrefix(v.draft, "/solicitud/")), 303)
	if p := v.Get(v.draft); p.Status != 409 || !p.Has(mesa.TextBorradorTomado) || !p.Has(`<a class="boton" href="/mis-tramites">`) {
		t.Errorf("%d %s", p.Status, problems(p))
	}
}
