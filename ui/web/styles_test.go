package web_test

import (
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template/parse"
	"unicode/utf8"

	"mesadepartes/hooks/hookstest"
)

// ahead are pieces that only the living page shows so far: the staff's screens will ask with them.
var ahead = []string{"opciones"}

// roots are the templates that Go code asks for.
var roots = []string{"layout", "contenido", "marco", "asunto", "cuerpo", "tramite-info", "tramite-elegido"}

func TestEveryTemplateThatIsCalledExistsAndEveryOneIsUsed(t *testing.T) {
	t.Parallel()
	all := templates(t)
	defined, used := map[string]string{}, map[string]bool{}
	for file, trees := range all {
		for name, tree := range trees {
			if tree.Root != nil && !parse.IsEmptyTree(tree.Root) {
				defined[name] = file
			}
		}
	}
	for file, trees := range all {
		for _, tree := range trees {
			if tree.Root == nil {
				continue
			}
			walk(tree.Root, func(n parse.Node) {
				call, ok := n.(*parse.TemplateNode)
				if !ok {
					return
				}
				if defined[call.Name] == "" {
					t.Errorf("%s calls %q, which does not exist", file, call.Name)
				}
				used[call.Name] = used[call.Name] || file != living || defined[call.Name] == living
			})
		}
	}
	for name, file := range defined {
		if name != "" && name != file && !used[name] && !slices.Contains(roots, name) && !slices.Contains(ahead, name) {
			t.Errorf("no page uses %q of %s", name, file)
		}
	}
}

var drawing = regexp.MustCompile(`eq \. "([a-z]+)"`)

func TestEveryIconIsUsedAndEveryOneUsedIsDrawn(t *testing.T) {
	t.Parallel()
	const icons = "templates/partial/icono.html"
	source, err := fs.ReadFile(hookstest.Files(), icons)
	if err != nil {
		t.Fatal(err)
	}
	drawn, used := map[string]bool{}, map[string]bool{}
	for _, m := range drawing.FindAllStringSubmatch(string(source), -1) {
		drawn[m[1]] = true
	}
	for file, trees := range templates(t) {
		for _, tree := range trees {
			if file == living || tree.Root == nil {
				continue
			}
			walk(tree.Root, func(n parse.Node) {
				call, ok := n.(*parse.TemplateNode)
				if !ok || call.Name != "icono" {
					return
				}
				walk(call.Pipe, func(n parse.Node) {
					if name, ok := n.(*parse.StringNode); ok {
						used[name.Text] = true
						if name.Text == call.Pipe.String()[1:len(call.Pipe.String())-1] && !drawn[name.Text] {
							t.Errorf("%s uses the icon %q, which is not drawn", file, name.Text)
						}
					}
				})
			})
		}
	}
	for name := range drawn {
		if !used[name] {
			t.Errorf("no page uses the icon %q", name)
		}
	}
}

var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssBody    = regexp.MustCompile(`\{[^{}]*\}`)
	cssClass   = regexp.MustCompile(`\.(-?[a-z][a-z0-9_-]*)`)
	action     = regexp.MustCompile(`\{\{-?\s*(?:/\*(?s:.*?)\*/|(if|else|end|with|range)\b[^}]*|[^}]*?)\s*-?\}\}`)
	classes    = regexp.MustCompile(`\bclass="([^"]*)"`)
	inScript   = regexp.MustCompile(`(?:classList\.\w+\(|className = |make\("\w+", )"([a-z _-]+)"`)
)

// unstyled are classes that carry no style: a mark that scripts run.
var unstyled = []string{"js"}

// foreign are classes that a library gives.
var foreign = []string{"htmx-request"}

// TestEveryStyleIsUsedAndEveryClassHasOne keeps the style sheet as small as the pages.
func TestEveryStyleIsUsedAndEveryClassHasOne(t *testing.T) {
	t.Parallel()
	styled := map[string]bool{}
	for _, css := range sources(t, "static/css/*.css", "static/bandeja/*.css") {
		selectors := cssBody.ReplaceAllString(cssComment.ReplaceAllString(css, ""), ";") // innermost bodies are declarations
		for _, m := range cssClass.FindAllStringSubmatch(selectors, -1) {
			styled[m[1]] = true
		}
	}
	given, stems := map[string]string{}, map[string]bool{}
	pages := []string{"templates/*.html", "templates/partial/*.html", "templates/portal/*.html", "templates/bandeja/*.html"}
	for file, source := range sources(t, pages...) {
		source = action.ReplaceAllStringFunc(source, func(s string) string {
			m := action.FindStringSubmatch(s)
			if m[1] != "" || strings.Contains(s, "/*") {
				return ""
			}
			return "§"
		})
		for _, m := range classes.FindAllStringSubmatch(source, -1) {
			for _, c := range strings.Fields(m[1]) {
				if stem, _, dynamic := strings.Cut(c, "§"); dynamic {
					stems[stem] = true
				} else if file != living || strings.HasPrefix(c, "muestra") || c == "indice" {
					given[c] = file
				}
			}
		}
	}
	for file, source := range sources(t, "static/js/*.js", "static/bandeja/*.js") {
		for _, m := range inScript.FindAllStringSubmatch(source, -1) {
			for _, c := range strings.Fields(m[1]) {
				given[c] = file
			}
		}
	}
	if len(styled) < 100 || len(given) < 100 {
		t.Fatalf("%d styles and %d classes: the reader is broken", len(styled), len(given))
	}
	for _, c := range slices.Sorted(maps.Keys(styled)) {
		block, _, modifier := strings.Cut(c, "--")
		if given[c] == "" && !(modifier && stems[block+"--"]) && !slices.Contains(foreign, c) {
			t.Errorf("no page has the class %q that is styled", c)
		}
	}
	for _, c := range slices.Sorted(maps.Keys(given)) {
		if !styled[c] && !slices.Contains(unstyled, c) {
			t.Errorf("%s has the class %q, which has no style", given[c], c)
		}
	}
}

// TestALineOfATemplateFitsOnTheScreen keeps calls of partials short: what is longer is
// a field, which Go code describes (Field), or takes several lines.
func TestALineOfATemplateFitsOnTheScreen(t *testing.T) {
	t.Parallel()
	const most = 200 // columns
	for file, source := range sources(t, "templates/*.html", "templates/*/*") {
		n := 0
		for line := range strings.Lines(source) {
			n++
			if width := utf8.RuneCountInString(strings.TrimRight(line, "\r\n")); width > most {
				t.Errorf("%s:%d has %d columns", file, n, width)
			}
		}
	}
}

// sources reads the files of some patterns.
func sources(t *testing.T, patterns ...string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, pattern := range patterns {
		names, err := fs.Glob(hookstest.Files(), pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(names), err)
		}
		for _, name := range names {
			b, err := fs.ReadFile(hookstest.Files(), name)
			if err != nil {
				t.Fatal(err)
			}
			all[name] = string(b)
		}
	}
	return all
}

// A class that two parts of a sheet style by itself, each as its own, draws both wrong.
func TestNoClassOfTheInboxIsStyledTwice(t *testing.T) {
	t.Parallel()
	sheet, err := fs.ReadFile(hookstest.Files(), "static/bandeja/bandeja.css")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^(\.[\w-]+) \{`).FindAllStringSubmatch(string(sheet), -1) {
		if seen[m[1]] {
			t.Errorf("%s has two rules of its own", m[1])
		}
		seen[m[1]] = true
	}
}
