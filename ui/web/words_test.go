package web_test

import (
	"encoding/csv"
	"go/ast"
	"go/parser"
	"go/token"
	"html"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/template/parse"

	"mesadepartes/hooks/hookstest"
)

// What people read is in the templates, the scripts, hooks/mesa, the titles
// beside the screens' actions, and the first office's content.

const living = "templates/portal/componentes.html"

// templates parses every template of pages and mails: file → name → tree.
func templates(t *testing.T) map[string]map[string]*parse.Tree {
	t.Helper()
	all := map[string]map[string]*parse.Tree{}
	err := fs.WalkDir(hookstest.Files(), "templates", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		source, err := fs.ReadFile(hookstest.Files(), path)
		if err != nil {
			return err
		}
		all[path] = map[string]*parse.Tree{}
		tree := parse.New(path)
		tree.Mode = parse.SkipFuncCheck
		_, err = tree.Parse(string(source), "", "", all[path])
		return err
	})
	if err != nil || len(all) < 40 {
		t.Fatalf("%d templates: %v", len(all), err)
	}
	return all
}

// written is what a template writes: of two branches the longer one, or with
// whole both; a value counts as one word.
func written(n parse.Node, whole bool) string {
	switch n := n.(type) {
	case *parse.ListNode:
		var b strings.Builder
		if n != nil {
			for _, child := range n.Nodes {
				b.WriteString(written(child, whole))
			}
		}
		return b.String()
	case *parse.TextNode:
		return string(n.Text)
	case *parse.IfNode:
		return branch(&n.BranchNode, whole)
	case *parse.WithNode:
		return branch(&n.BranchNode, whole)
	case *parse.RangeNode:
		return branch(&n.BranchNode, whole)
	case *parse.ActionNode:
		if len(n.Pipe.Decl) == 0 {
			return "X"
		}
	case *parse.TemplateNode:
		if n.Name != "icono" {
			return "\n\n"
		}
	}
	return ""
}

func branch(n *parse.BranchNode, whole bool) string {
	then, other := written(n.List, whole), written(n.ElseList, whole)
	if whole {
		return then + "\n\n" + other
	}
	if len(strings.Fields(plain(other))) > len(strings.Fields(plain(then))) {
		return other
	}
	return then
}

// walk visits every node of a tree, pipelines too.
func walk(n parse.Node, visit func(parse.Node)) {
	if n == nil {
		return
	}
	visit(n)
	both := func(b *parse.BranchNode) {
		walk(b.Pipe, visit)
		walk(b.List, visit)
		if b.ElseList != nil {
			walk(b.ElseList, visit)
		}
	}
	switch n := n.(type) {
	case *parse.ListNode:
		for _, child := range n.Nodes {
			walk(child, visit)
		}
	case *parse.IfNode:
		both(&n.BranchNode)
	case *parse.WithNode:
		both(&n.BranchNode)
	case *parse.RangeNode:
		both(&n.BranchNode)
	case *parse.ActionNode:
		walk(n.Pipe, visit)
	case *parse.TemplateNode:
		if n.Pipe != nil {
			walk(n.Pipe, visit)
		}
	case *parse.PipeNode:
		for _, c := range n.Cmds {
			for _, arg := range c.Args {
				walk(arg, visit)
			}
		}
	}
}

var (
	inline = regexp.MustCompile(`</?(a|abbr|b|code|em|span|strong)\b[^>]*>`)
	anyTag = regexp.MustCompile(`<[^>]*>`)
	spoken = regexp.MustCompile(`(?:alt|aria-label|placeholder|title|content|` +
		`data-(?:ocupado|fin|vacio|grande|no-es-pdf|falla|label))="([^"]*)"`)
	style     = regexp.MustCompile(`(?s)<style.*?</style>`)
	lineEnd   = regexp.MustCompile(`\n\s*\n|\n\s*(?:\p{Lu}|-|\d+\.)`)
	fullStop  = regexp.MustCompile(`[.!?…](\s+|$)`)
	shortened = regexp.MustCompile(`\b(arts?|N|Nro|S|Jr|Av|pág|pe)\.`)
	word      = regexp.MustCompile(`[\p{L}\p{N}][\p{L}\p{N}_./@-]*`)
	letters   = regexp.MustCompile(`\p{L}+(?:-\p{L}+)*`)
)

// plain is the text of HTML, a paragraph of it a paragraph.
func plain(s string) string {
	s = inline.ReplaceAllString(style.ReplaceAllString(s, ""), "")
	return html.UnescapeString(anyTag.ReplaceAllString(s, "\n\n"))
}

// sentences cuts a text at full stops, empty lines and lines that begin anew.
func sentences(text string) []string {
	text = shortened.ReplaceAllString(text, "$1")
	text = lineEnd.ReplaceAllStringFunc(text, func(s string) string { return "\n\n" + strings.TrimSpace(s) })
	var out []string
	for block := range strings.SplitSeq(text, "\n\n") {
		out = append(out, fullStop.Split(block, -1)...)
	}
	return out
}

// said collects the texts by where they stand. With whole, both branches of
// every condition are in them.
func said(t *testing.T, whole bool) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	add := func(where string, texts ...string) { all[where] = append(all[where], texts...) }
	for file, trees := range templates(t) {
		for _, tree := range trees {
			if tree.Root == nil {
				continue
			}
			source := written(tree.Root, whole)
			for _, m := range spoken.FindAllStringSubmatch(source, -1) {
				add(file, html.UnescapeString(m[1]))
			}
			if strings.HasSuffix(file, ".html") {
				source = plain(source)
			}
			add(file, source)
			walk(tree.Root, func(n parse.Node) {
				if s, ok := n.(*parse.StringNode); ok {
					add(file, s.Text)
				}
			})
		}
	}
	scripts, err := fs.Glob(hookstest.Files(), "static/js/*.js")
	if err != nil || len(scripts) < 3 {
		t.Fatalf("scripts %v: %v", scripts, err)
	}
	for _, file := range scripts {
		add(file, scriptTexts(t, file)...)
	}
	for _, folder := range []string{"../../hooks/mesa", "../portal"} {
		for file, texts := range goTexts(t, folder) {
			add(file, texts...)
		}
	}
	add("terminos.md", read(t, "../../pb_migrations/first_office/terminos.md"))
	rows, err := csv.NewReader(strings.NewReader(read(t, "../../pb_migrations/first_office/preguntas.csv"))).ReadAll()
	if err != nil || len(rows) < 10 {
		t.Fatalf("%d questions: %v", len(rows), err)
	}
	for _, row := range rows {
		add("preguntas.csv", row...)
	}
	return all
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// scriptTexts are the sentences of a script: literals that begin with a capital and have a space.
func scriptTexts(t *testing.T, file string) []string {
	t.Helper()
	source, err := fs.ReadFile(hookstest.Files(), file)
	if err != nil {
		t.Fatal(err)
	}
	code := regexp.MustCompile(`(?m)(^|\s)//.*$`).ReplaceAllString(string(source), "")
	code = regexp.MustCompile(`\$\{[^}]*\}`).ReplaceAllString(code, "X")
	return regexp.MustCompile("\"\\p{Lu}[^\"\n]* [^\"\n]*\"|`\\p{Lu}[^`\n]* [^`\n]*`").FindAllString(code, -1)
}

// goTexts are the string literals with a space of a package, tests left out.
func goTexts(t *testing.T, folder string) map[string][]string {
	t.Helper()
	files, err := filepath.Glob(folder + "/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %v", folder, err)
	}
	all := map[string][]string{}
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if s, err := strconv.Unquote(lit.Value); err == nil && strings.Contains(s, " ") {
					all[path] = append(all[path], s)
				}
			}
			return true
		})
	}
	return all
}

func TestNobodyReadsASentenceOfMoreThan25Words(t *testing.T) {
	t.Parallel()
	count := 0
	for where, texts := range said(t, false) {
		for _, text := range texts {
			for _, sentence := range sentences(text) {
				count++
				if n := len(word.FindAllString(sentence, -1)); n > 25 {
					t.Errorf("%s: %d words: %q", where, n, strings.Join(strings.Fields(sentence), " "))
				}
			}
		}
	}
	if count < 800 {
		t.Errorf("only %d sentences found: the reader is broken", count)
	}
}

// familiar are words that speak to tú; the service says usted.
var familiar = strings.Fields(`tú tu tus ti contigo tuyo tuya te tienes puedes debes quieres necesitas haz sabes estás eres has
	recibirás podrás deberás tendrás verás podrías`)

// imperative are orders to tú. Within a sentence they may be what a third person does.
var imperative = strings.Fields(`ingresa escribe elige selecciona revisa sube envía descarga espera guarda adjunta marca lee usa
	corrige verifica completa busca abre cierra pulsa presiona acepta vuelve intenta llena activa agrega valida copia confirma`)

// instead are words for which the house has another, the one of its glossary.
var instead = map[string]string{
	"adjunto": "archivo or documento", "adjuntos": "archivos or documentos", "attachment": "archivo",
	"fichero": "archivo", "ficheros": "archivos",
	"e-mail": "correo", "email": "correo", "mail": "correo", "mails": "correos", "emails": "correos", "correos-e": "correos",
	"click": "clic", "clickee": "haga clic", "cliquee": "haga clic", "clicar": "hacer clic", "link": "enlace", "links": "enlaces",
	"ordenador": "computadora", "móvil": "celular", "upload": "subir", "cargue": "suba", "login": "ingresar", "loguearse": "ingresar",
	"folder": "carpeta", "password": "contraseña", "captcha": "código de seguridad", "token": "código", "aplicativo": "servicio",
	"petición": "solicitud", "peticiones": "solicitudes", "ticket": "número de solicitud", "website": "página", "formatear": "guardar",
	"rellene": "complete", "clave": "contraseña or código", "inválido": "say what to do", "inválida": "say what to do",
	"ud": "usted", "uds": "ustedes",
}

// internal are names of fields and keys, values of headers, rules for robots, and what
// --dev prints: no words for people.
func internal(text string) bool {
	return !strings.Contains(text, " ") || strings.HasPrefix(text, "[dev] ") || strings.HasPrefix(text, "attachment;") ||
		strings.HasPrefix(text, "User-agent:")
}

// named are what other places call things: a page of the dashboard, commands, files, and a noun that looks like an order.
var named = strings.NewReplacer("Mail settings", "", "mesadepartes clave", "", "registro.clave", "", "copia de seguridad", "")

// given is a sentence that the manual fixes with its own words.
const given = "Se han encontrado observaciones en los documentos adjuntos"

func TestEveryTextSpeaksToUstedInTheWordsOfTheGlossary(t *testing.T) {
	t.Parallel()
	for where, texts := range said(t, true) {
		for _, text := range texts {
			if internal(text) {
				continue
			}
			for _, sentence := range sentences(text) {
				words := letters.FindAllString(strings.ToLower(named.Replace(sentence)), -1)
				for i, w := range words {
					if slices.Contains(familiar, w) || i == 0 && slices.Contains(imperative, w) {
						t.Errorf("%s speaks to tú with %q: %q", where, w, sentence)
					}
					if better, bad := instead[w]; bad && sentence != given {
						t.Errorf("%s says %q, not %s: %q", where, w, better, sentence)
					}
				}
			}
		}
	}
}

var (
	button   = regexp.MustCompile(`(?s)<button\b([^>]*)>(.*?)</button>|<a [^>]*class="boton[^>]*>(.*?)</a>`)
	hidden   = regexp.MustCompile(`(?s)<span class="oculto">:.*?</span>`)
	theirs   = []string{"código de validación", "persona natural", "persona jurídica", "acepto"} // the manual's labels
	anAction = regexp.MustCompile(`^\p{L}*(?:ar|er|ir)\b`)
)

func TestEveryButtonSaysWhatItDoes(t *testing.T) {
	t.Parallel()
	found := 0
	for file, trees := range templates(t) {
		for _, tree := range trees {
			if file == living || !strings.HasSuffix(file, ".html") || tree.Root == nil {
				continue
			}
			for _, m := range button.FindAllStringSubmatch(written(tree.Root, true), -1) {
				for block := range strings.SplitSeq(plain(hidden.ReplaceAllString(m[2]+m[3], "")), "\n\n") {
					label := strings.ToLower(strings.TrimSpace(block))
					if label == "" || label == "x" {
						continue // given by the page that uses it
					}
					found++
					given := slices.ContainsFunc(theirs, func(l string) bool { return strings.HasPrefix(label, l) })
					if !anAction.MatchString(label) && !given && !strings.Contains(m[0], "tarjeta-eleccion") {
						t.Errorf("%s: the button %q does not begin with a verb", file, label)
					}
				}
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d buttons found", found)
	}
}
