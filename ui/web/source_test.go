package web

import (
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pocketbase/pocketbase/core"
)

// editable is a site of one page and one script.
func editable(text string) fstest.MapFS {
	return fstest.MapFS{
		"templates/layout.html":        {Data: []byte(`{{define "layout"}}{{asset "mesa.js"}} {{template "contenido" .}}{{end}}`)},
		"templates/partial/campo.html": {Data: []byte(`{{define "campo"}}{{end}}`)},
		"templates/portal/prueba.html": {Data: []byte(`{{define "contenido"}}` + text + `{{end}}`)},
		"static/js/mesa.js":            {Data: []byte(text)},
	}
}

// open renders the page and asks for its script.
func open(t *testing.T, s *Screen) (text, script string) {
	t.Helper()
	from, err := s.source()
	if err != nil {
		t.Fatal(err)
	}
	body, err := from.templates.Execute("portal/prueba", nil)
	if err != nil {
		t.Fatal(err)
	}
	address, text, _ := strings.Cut(string(body), " ")
	e := &core.RequestEvent{}
	e.Request = httptest.NewRequest("GET", address, nil)
	rec := httptest.NewRecorder()
	e.Response = rec
	if err := s.ServeAsset(e); err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	return text, rec.Body.String()
}

func TestOnlyALiveScreenShowsAnEdit(t *testing.T) {
	t.Parallel()
	for live, want := range map[bool]string{true: "dos", false: "uno"} {
		files := editable("uno")
		s, err := NewScreen(files, live, "portal")
		if err != nil {
			t.Fatal(err)
		}
		if text, script := open(t, s); text != "uno" || script != "uno" {
			t.Errorf("it shows %q with %q", text, script)
		}
		for name, file := range editable("dos") {
			files[name] = file
		}
		if text, script := open(t, s); text != want || script != want {
			t.Errorf("live %v: after an edit it shows %q with %q", live, text, script)
		}
	}
}

func TestALiveScreenSaysWhatIsBrokenAndMends(t *testing.T) {
	t.Parallel()
	files := editable("uno")
	s, err := NewScreen(files, true, "portal")
	if err != nil {
		t.Fatal(err)
	}
	good := files["templates/portal/prueba.html"]
	files["templates/portal/prueba.html"] = &fstest.MapFile{Data: []byte(`{{define "contenido"}}{{if .X}}`)}
	_, err = s.source()
	if err == nil {
		t.Fatal("a broken page is taken")
	}
	e := &core.RequestEvent{}
	rec := httptest.NewRecorder()
	e.Response = rec
	if err := broken(e, err); err != nil || rec.Code != 500 || !strings.Contains(rec.Body.String(), "prueba.html") {
		t.Errorf("%v, %d %s", err, rec.Code, rec.Body)
	}
	files["templates/portal/prueba.html"] = good
	if text, _ := open(t, s); text != "uno" {
		t.Errorf("it shows %q", text)
	}
}

func TestAScreenThatIsBrokenAtTheStartFails(t *testing.T) {
	t.Parallel()
	files := editable("{{if .X}}")
	if _, err := NewScreen(files, false, "portal"); err == nil || !strings.Contains(err.Error(), "templates") {
		t.Errorf("a broken page is taken: %v", err)
	}
	if _, err := NewScreen(fstest.MapFS{}, false, "portal"); err == nil || !strings.Contains(err.Error(), "assets") {
		t.Errorf("nothing at all is taken: %v", err)
	}
}
