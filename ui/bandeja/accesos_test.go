package bandeja_test

import (
	"html"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

func TestTheRegisterSaysWhoSawWhatByFilingAndByPerson(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	site := uitest.Serve(t, o)
	one := o.Filed(t, nil)
	o.Filed(t, nil)
	ana := account(t, o, "ana@ejemplo.pe", mesa.RolMesa, "")
	a := uitest.NewBrowser(t, site)
	enter(t, a, "ana@ejemplo.pe")
	a.Get("/bandeja/1-2026")
	a.Get("/bandeja/documentos/" + o.Documents(t, one.Id)[0].Id)
	a.Get("/bandeja?q=%3Cscript%3Equispe")
	b, _ := signedAt(t, o, site, mesa.RolJefatura, "")
	b.Get("/bandeja/2-2026")
	for query, want := range map[string][4]bool{ // opened 1, opened 2, the file, the search
		"":                                       {true, true, true, true},
		"?numero=1-2026":                         {true, false, true, false},
		"?numero=2-2026":                         {false, true, false, false},
		"?persona=personal/" + ana:               {true, false, true, true},
		"?numero=2-2026&persona=personal/" + ana: {},
		"?numero=77-2026":                        {},
		"?numero=nada":                           {},
		"?persona=personal/x%27%20OR%201=1":      {true, true, true, true},
		"?tras=2026-03-24%2000:00:00.000Z~aaaaaaaaaaaaaaa": {},
		"?tras=nada": {true, true, true, true},
	} {
		p := b.Get("/bandeja/accesos" + query)
		got := [4]bool{
			p.Has(`href="/bandeja/1-2026"`), p.Has(`href="/bandeja/2-2026"`), p.Has("Abrió el archivo"), p.Has("Buscó «<script>quispe»"),
		}
		if p.Status != 200 || got != want || strings.Contains(p.Body, "<script>q") {
			t.Errorf("%s: %d %v, want %v", query, p.Status, got, want)
		}
	}
}

func TestTheRegisterGoesOnWhereAPageEnded(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b, _ := signedIn(t, o, mesa.RolJefatura, "")
	o.Filed(t, nil)
	for range 53 { // in one instant
		b.Get("/bandeja?q=perez")
	}
	p := b.Get("/bandeja/accesos")
	_, rest, more := strings.Cut(p.Body, `href="/bandeja/accesos?tras=`)
	if n := strings.Count(p.Body, "Buscó"); n != 50 || !more {
		t.Fatalf("%d on the first page, more %v", n, more)
	}
	place, _, _ := strings.Cut(rest, `"`)
	p = b.Get("/bandeja/accesos?tras=" + html.UnescapeString(place))
	if n := strings.Count(p.Body, "Buscó"); n != 3 {
		t.Errorf("%d on the second page", n)
	}
}

// What a person opened keeps its tick on another day; a request for the head of a page
// opens nothing; and only a page of ours tells what was just done.
func TestTheReviewRemembersWhatWasOpenedAndClaimsNothing(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	site := uitest.Serve(t, o)
	doc := o.Documents(t, o.Filed(t, nil).Id)[0].Id
	a, _ := signedAt(t, o, site, mesa.RolMesa, "")
	ticked := `data-documento="` + doc + `" class="bd-visto"`
	if p := a.Do(a.Request("HEAD", "/bandeja/1-2026", "")); p.Status != 200 {
		t.Error(p.Status)
	}
	if n, err := o.CountRecords(mesa.ColAccesos); n != 0 || err != nil {
		t.Errorf("%d lines after a HEAD, %v", n, err)
	}
	if a.Get("/bandeja/1-2026").Has(ticked) {
		t.Error("a document is ticked that nobody opened")
	}
	a.Get("/bandeja/documentos/" + doc)
	if !a.Get("/bandeja/1-2026").Has(ticked) {
		t.Error("the tick is gone")
	}
	const claim = "/bandeja?hecho=registrar&numero=1-2026"
	for site, want := range map[string]bool{"same-origin": true, "": true, "none": false, "cross-site": false} {
		if p := a.Do(a.Request("GET", claim, "", "Sec-Fetch-Site", site)); p.Has("Solicitud 1-2026:") != want {
			t.Errorf("from %q: %v", site, !want)
		}
	}
	b, _ := signedAt(t, o, site, mesa.RolJefatura, "")
	if b.Get("/bandeja/1-2026").Has(ticked) {
		t.Error("what one opened is ticked for another")
	}
}
