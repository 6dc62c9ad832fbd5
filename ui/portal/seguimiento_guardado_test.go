package portal_test

import (
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

// address is where a result may be loaded again.
func (v *visit) address(p uitest.Page) string {
	v.t.Helper()
	v.want(p, 200)
	at := p.Header.Get("HX-Push-Url")
	if !strings.HasPrefix(at, "/seguimiento/") || len(at) < len("/seguimiento/")+40 {
		v.t.Fatalf("the result has the address %q", at)
	}
	return at
}

func TestAResultHasItsOwnAddressInTheBrowserThatSearched(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	r := v.answered()
	numero := r.GetString("numero")
	mine := v.far("203.0.113.7") // a browser without any cookie yet
	at := mine.address(mine.search("/seguimiento", numero, "11111111"))
	for range 2 {
		p := mine.Get(at)
		if p.Status != 200 || !p.Has("N° "+numero) || p.Has("Se otorga la conformidad.") || !p.Has(mesa.HitoReservada) {
			t.Fatalf("loaded again: %d %s", p.Status, problems(p))
		}
		if p.Header.Get("Referrer-Policy") != "strict-origin" || p.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("headers: %v", p.Header)
		}
	}
	gone := func(p uitest.Page, who string) {
		t.Helper()
		if p.Status != 404 || p.Has(numero) || !p.Has(mesa.TextResultadoVencido) || !p.Has(`href="/seguimiento">Buscar mi solicitud`) {
			t.Errorf("%s: %d %s", who, p.Status, problems(p))
		}
	}
	foreign, never := v.stranger().Get(at), mine.Get("/seguimiento/"+strings.Repeat("A", 43))
	gone(foreign, "another browser")
	gone(never, "an address that never was")
	if foreign.Body != never.Body {
		t.Error("the two can be told apart")
	}
	searched := v.stranger() // its own search gives it a cookie, and no key to others
	searched.address(searched.search("/seguimiento", numero, "11111111"))
	gone(searched.Get(at), "another browser that searched")
	v.office.Clock.Add(30*time.Minute + time.Second)
	gone(mine.Get(at), "after half an hour")
}

func TestAResultAfterTheCodeShowsAsMuchAgainAndFollowsTheFiling(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	r := v.answered()
	numero := r.GetString("numero")
	v.want(v.askCode("/seguimiento", numero, "11111111"), 200)
	at := v.address(v.giveCode("/seguimiento", numero, "11111111", v.lastCode()))
	if !v.Get(at).Has("Se otorga la conformidad.") {
		t.Error("the answer is gone after a reload")
	}
	v.office.MustMove(t, r.Id, mesa.EtapaArchivado, map[string]any{"motivo": "Atendida"})
	if !v.Get(at).Has("ARCHIVADO") {
		t.Error("the page shows how the filing stood before")
	}
	refused := v.search("/seguimiento", numero, "99999999")
	if got := refused.Header.Get("HX-Push-Url"); got != "false" {
		t.Errorf("a refused search has the address %q", got)
	}
}

func TestAnObservedResultOpensItsCorrectionAfterAReload(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	r := v.office.Filed(t, nil)
	v.office.Observe(t, r.Id)
	at := v.address(v.search("/seguimiento", r.GetString("numero"), "11111111"))
	p := v.Post("/subsanar/pase", "pase", v.Get(at).Field("pase"))
	if p.Status != 303 || !strings.HasPrefix(p.Location, "/subsanar/") {
		t.Errorf("%d %s", p.Status, p.Location)
	}
}
