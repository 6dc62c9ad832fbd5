package web

import (
	"html/template"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"mesadepartes/hooks/mesa"
)

func TestAPlainTextBecomesParagraphsHeadingsAndItems(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                           "",
		" \n\n \n":                   "",
		"Hola":                       "<p>Hola</p>\n",
		"uno\ndos":                   "<p>uno<br>dos</p>\n",
		"uno\r\n\r\ndos":             "<p>uno</p>\n<p>dos</p>\n",
		"## Título\n\ntexto":         "<h2>Título</h2>\n<p>texto</p>\n",
		"- uno\n- dos":               "<ul>\n<li>uno</li>\n<li>dos</li>\n</ul>\n",
		"##sin espacio":              "<p>##sin espacio</p>\n",
		"-sin espacio":               "<p>-sin espacio</p>\n",
		"<b>no</b>":                  "<p>&lt;b&gt;no&lt;/b&gt;</p>\n",
		"## <b>no</b>":               "<h2>&lt;b&gt;no&lt;/b&gt;</h2>\n",
		"- <b>no</b>\n- \"x\" & 'y'": "<ul>\n<li>&lt;b&gt;no&lt;/b&gt;</li>\n<li>&#34;x&#34; &amp; &#39;y&#39;</li>\n</ul>\n",
		"&lt;script&gt;":             "<p>&amp;lt;script&amp;gt;</p>\n",
	} {
		if got := string(paragraphs(in)); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

func TestNoTextOfTheOfficeBecomesMarkup(t *testing.T) {
	t.Parallel()
	allowed := regexp.MustCompile(`</?(p|h2|ul|li)>|<br>`)
	attacks := []string{
		`<script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `"><svg onload=alert(1)>`, "<p>", "<br>", "</ul><h1>", "<\x00script>",
	}
	for _, attack := range attacks {
		for _, around := range []string{"%s", "## %s", "- %s", "- a\n- %s\n%s", "a\n%s", "## %s\n%s", "\r\n%s\r\n\r\n%s"} {
			in := strings.ReplaceAll(around, "%s", attack)
			out := string(paragraphs(in))
			if attack == "<p>" || attack == "<br>" {
				if !strings.Contains(out, template.HTMLEscapeString(attack)) {
					t.Errorf("%q becomes %q", in, out)
				}
			}
			if rest := allowed.ReplaceAllString(out, ""); strings.ContainsAny(rest, `<>"'`) {
				t.Errorf("%q becomes %q", in, out)
			}
		}
	}
}

func TestSizesAreWrittenWithAComma(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		size any
		want string
	}{
		{0, "0 bytes"}, {1023, "1023 bytes"}, {1024, "1 kB"}, {int64(1536), "2 kB"}, {int64(1 << 20), "1 MB"},
		{float64(1 << 20 * 1.25), "1,2 MB"}, {100 << 20, "100 MB"}, {int64(2) << 30, "2048 MB"},
	} {
		if got, err := byteSize(c.size); err != nil || got != c.want {
			t.Errorf("%v is %q, %v; want %q", c.size, got, err, c.want)
		}
	}
	for _, bad := range []any{"12", nil, uint(3), []int{1}} {
		if got, err := byteSize(bad); err == nil {
			t.Errorf("%T is the size %q", bad, got)
		}
	}
}

func TestADictionaryNeedsPairsWithNames(t *testing.T) {
	t.Parallel()
	got, err := dict("a", 1, "b", nil)
	if err != nil || !maps.Equal(got, map[string]any{"a": 1, "b": nil}) {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := dict(); err != nil || len(got) != 0 {
		t.Errorf("nothing makes %v, %v", got, err)
	}
	for _, pairs := range [][]any{{"a"}, {"a", 1, "b"}, {1, "a"}, {"a", 1, nil, 2}} {
		if got, err := dict(pairs...); err == nil {
			t.Errorf("%v makes %v", pairs, got)
		}
	}
}

func TestTheErrorSummaryFollowsTheForm(t *testing.T) {
	t.Parallel()
	p := mesa.Problem{Texto: mesa.TextRevise, Campos: map[string]string{"correo": "c", "nombres": "n", "z": "z", "a": "a"}}
	want := []Fault{{"nombres", "n"}, {"correo", "c"}, {"a", "a"}, {"z", "z"}}
	for range 20 { // a map's order changes
		if got := summary(p, []string{"nombres", "apellidos", "correo"}); !slices.Equal(got, want) {
			t.Fatalf("%v", got)
		}
	}
	if got := summary(mesa.Problem{Texto: mesa.TextPlazoVencido}, nil); !slices.Equal(got, []Fault{{"", mesa.TextPlazoVencido}}) {
		t.Errorf("a refusal of the whole: %v", got)
	}
}

func TestABrokenPageFailsAtTheStart(t *testing.T) {
	t.Parallel()
	set := func(page string) fstest.MapFS {
		return fstest.MapFS{
			"templates/layout.html":        {Data: []byte(`{{define "layout"}}<main>{{template "contenido" .}}</main>{{end}}`)},
			"templates/partial/campo.html": {Data: []byte(`{{define "campo"}}<i>{{.}}</i>{{end}}`)},
			"templates/portal/prueba.html": {Data: []byte(page)},
		}
	}
	for page, good := range map[string]bool{
		`{{define "contenido"}}{{template "campo" .}}{{end}}`: true,
		`{{define "contenido"}}{{if .X}}`:                     false,
		`{{define "contenido"}}{{inventada .X}}{{end}}`:       false,
	} {
		got, err := ParseTemplates(set(page), &Assets{}, "portal")
		if (err == nil) != good {
			t.Errorf("%s: %v", page, err)
			continue
		}
		if !good {
			continue
		}
		body, err := got.Execute("portal/prueba", "<x>")
		if err != nil || string(body) != "<main><i>&lt;x&gt;</i></main>" {
			t.Errorf("%s, %v", body, err)
		}
		if _, err := got.Execute("portal/otra", nil); err == nil {
			t.Error("a page that does not exist renders")
		}
	}
	if _, err := ParseTemplates(fstest.MapFS{}, &Assets{}, "portal"); err == nil {
		t.Error("no layout at all is accepted")
	}
}
