package portal_test

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/ui/uitest"
)

var (
	sample = regexp.MustCompile(`(?s)<section class="muestra" data-muestra="([^"]+)">(.*?)\n</section>`)
	pieces = regexp.MustCompile(`\{\{define "([a-z-]+)"[^<]*<[a-z]+[^>]*?(?:class="([a-z_-]+)|>)`)
)

// outside are the pieces that a page has once, around its content.
var outside = []string{"cabecera", "pie", "archivo-guion"}

func TestTheLivingPageShowsEveryPiece(t *testing.T) {
	t.Parallel()
	p := newVisit(t).Get("/_componentes")
	if p.Status != 200 {
		t.Fatalf("status %d", p.Status)
	}
	shown := map[string]string{}
	for _, m := range sample.FindAllStringSubmatch(p.Body, -1) {
		for _, name := range strings.Fields(m[1]) {
			shown[name] = m[2]
		}
	}
	partials, err := fs.Glob(hookstest.Files(), "templates/partial/*.html")
	if err != nil || len(partials) < 15 {
		t.Fatalf("%d files of pieces: %v", len(partials), err)
	}
	for _, file := range partials {
		source, err := fs.ReadFile(hookstest.Files(), file)
		if err != nil {
			t.Fatal(err)
		}
		found := pieces.FindAllStringSubmatch(string(source), -1)
		if len(found) != strings.Count(string(source), "{{define") {
			t.Fatalf("%s: this test does not understand its pieces", file)
		}
		for _, m := range found {
			name, class := m[1], m[2]
			body, ok := shown[name]
			if slices.Contains(outside, name) {
				body = p.Body
			}
			if !ok || class != "" && !regexp.MustCompile(`class="`+class+`[ "]`).MatchString(body) {
				t.Errorf("the page does not show %q", name)
			}
		}
	}
	icons, err := fs.ReadFile(hookstest.Files(), "templates/partial/icono.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`eq \. "([a-z]+)"`).FindAllStringSubmatch(string(icons), -1) {
		if !strings.Contains(shown["icono"], "</svg>"+m[1]+"<") {
			t.Errorf("the page does not show the icon %q", m[1])
		}
	}
}

func TestTheLivingPageRepeatsNoId(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(newVisit(t).Get("/_componentes").Body, -1) {
		if seen[m[1]] && !strings.Contains(m[1], "-error") { // a card has a spare error in its <template>
			t.Errorf("two elements have the id %q", m[1])
		}
		seen[m[1]] = true
	}
}

func TestTheLivingPageIsOnlyForDevelopment(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	b := uitest.NewBrowser(t, uitest.Serve(t, o))
	if p := b.Get("/_componentes"); p.Status != 404 {
		t.Errorf("status %d", p.Status)
	}
}
