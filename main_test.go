package main

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"mesadepartes/hooks/hookstest"

	"github.com/pocketbase/dbx"
)

// ranks are the floors of the house: imports only point down.
var ranks = map[string]int{
	"":          8,
	"ui":        7,
	"ui/portal": 6, "ui/bandeja": 6, "hooks": 6,
	"hooks/solicitud": 5,
	"hooks/reloj":     4, "hooks/consulta": 4, "hooks/respaldo": 4, "hooks/replica": 4, "hooks/archivo": 4,
	"hooks/correo": 3, "hooks/borrador": 3, "hooks/libro": 3, "hooks/padron": 3, "hooks/otp": 3, "hooks/numeracion": 3, "hooks/cargas": 3,
	"hooks/servidor": 3, "hooks/webhook": 3, "hooks/exporta": 3, "hooks/sesion": 4, "hooks/instala": 4, "hooks/demo": 3, "ui/web": 3,
	"hooks/oficina": 2, "hooks/rastro": 2, "hooks/registro": 2,
	"hooks/rule": 1, "hooks/mesa": 1, "hooks/cargo": 1, "hooks/informe": 1, "pb_migrations": 1,
	"hooks/plazos": 0, "hooks/pdf": 0, "hooks/captcha": 0, "hooks/pide": 0, "hooks/disco": 0,
	"hooks/expiring": -1, // beneath the pure ones, for it knows no office at all
}

// scaffolds may look at any floor. Only tests import those that have code; the
// others have tests alone, beside doc.go, so there is nothing to import.
var scaffolds = map[string]bool{
	"hooks/hookstest": true, "hooks/hookstest/base": true, "hooks/bench": false, "ui/uitest": true, "ui/e2e": false,
}

// walled are the rooms that bind record events, and what writes past them. The screens
// meet them by saving records, and use only what main hands over.
var walled = map[string]bool{
	"hooks": true, "hooks/solicitud": true, "hooks/reloj": true, "hooks/consulta": true, "hooks/registro": true, "hooks/respaldo": true,
	"hooks/instala": true, "hooks/replica": true, "hooks/archivo": true,
	"hooks/correo": true, "hooks/borrador": true, "hooks/libro": true, "hooks/servidor": true, "hooks/demo": true,
	"hooks/webhook": true, "hooks/sesion": true, "hooks/oficina": true, "hooks/rastro": true, "hooks/rule": true, "pb_migrations": true,
}

func TestMain(m *testing.M) { hookstest.Main(m) }

func TestImportsOnlyPointDown(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports,GoFiles", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	room := func(path string) (string, bool) {
		rest, ours := strings.CutPrefix(path, "mesadepartes")
		return strings.TrimPrefix(rest, "/"), ours
	}
	for dec := json.NewDecoder(strings.NewReader(string(out))); dec.More(); {
		var p struct {
			ImportPath       string
			Imports, GoFiles []string
		}
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		from, _ := room(p.ImportPath)
		rank, known := ranks[from]
		if code, scaffold := scaffolds[from]; scaffold {
			if !code && !slices.Equal(p.GoFiles, []string{"doc.go"}) {
				t.Errorf("%s is for tests alone, beside doc.go: %v", from, p.GoFiles)
			}
			continue
		}
		if !known {
			t.Errorf("%s has no floor: give it one here and in the README", from)
		}
		for _, path := range p.Imports {
			to, ours := room(path)
			switch {
			case !ours:
			case scaffolds[to]:
				t.Errorf("%s imports %s, which is for tests", from, to)
			case ranks[to] >= rank:
				t.Errorf("%s (%d) imports %s (%d)", from, rank, to, ranks[to])
			case strings.HasPrefix(from, "ui") && walled[to]:
				t.Errorf("%s imports %s, whose rules it must meet by saving records", from, to)
			}
		}
	}
}

// TestOneProcessOneRoom is law three: the package hooks lists the rooms and the jobs,
// and a rule goes into the room of its process.
func TestOneProcessOneRoom(t *testing.T) {
	all, err := filepath.Glob("hooks/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var rules []string
	for _, name := range all {
		if !strings.HasSuffix(name, "_test.go") {
			rules = append(rules, name)
		}
	}
	if len(rules) > 4 {
		t.Errorf("hooks has %d files, at most 4 are for lists: %v", len(rules), rules)
	}
}

// TestNoScreenWritesAsTheSystem is law one: the mark of what our own rules write can be
// set through package rule alone, and nothing under ui imports that package, tests of
// the screens included.
func TestNoScreenWritesAsTheSystem(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports,TestImports,XTestImports", "./ui/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for dec := json.NewDecoder(strings.NewReader(string(out))); dec.More(); seen++ {
		var p struct {
			ImportPath                         string
			Imports, TestImports, XTestImports []string
		}
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		if slices.Contains(slices.Concat(p.Imports, p.TestImports, p.XTestImports), "mesadepartes/hooks/rule") {
			t.Errorf("%s can write as the system", p.ImportPath)
		}
	}
	if seen < 4 {
		t.Errorf("only %d packages under ui were looked at", seen)
	}
}

// TestALineOfGoFitsOnTheScreen is for the code what its namesake in ui/web is for the
// templates.
func TestALineOfGoFitsOnTheScreen(t *testing.T) {
	const most = 140 // columns
	seen := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && (strings.HasPrefix(d.Name(), ".") && path != "." || d.Name() == "node_modules") {
			return filepath.SkipDir
		}
		if err != nil || filepath.Ext(path) != ".go" {
			return err
		}
		source, err := os.ReadFile(path)
		n := 0
		for line := range strings.Lines(string(source)) {
			n++
			if width := utf8.RuneCountInString(strings.TrimRight(line, "\r\n")); width > most {
				t.Errorf("%s:%d has %d columns", path, n, width)
			}
		}
		seen++
		return err
	})
	if err != nil || seen < 200 {
		t.Errorf("%d files were read: %v", seen, err)
	}
}

func TestTheProgramCarriesItsPagesAndNoSource(t *testing.T) {
	t.Parallel()
	var names []string
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Join(names, "\n")
	for _, want := range []string{
		"ui/templates/layout.html", "ui/templates/partial/campo.html", "ui/templates/portal/solicitud.html",
		"ui/templates/correo/recepcion.txt", "ui/static/js/mesa.js", "ui/static/css/00-tokens.css",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("%s is not embedded", want)
		}
	}
	if strings.Contains(all, ".go") || strings.Contains(all, "node_modules") {
		t.Error("source or packages are embedded")
	}
}

func TestOnlyUnderDevThePagesComeFromTheSourceFolder(t *testing.T) {
	folder := t.TempDir()
	t.Chdir(folder)
	for _, source := range []bool{false, true} {
		if source {
			if err := os.MkdirAll("ui/templates", 0o700); err != nil {
				t.Fatal(err)
			}
		}
		for _, dev := range []bool{false, true} {
			web, live, err := screens(dev)
			if err != nil || live != (dev && source) {
				t.Fatalf("source %v, --dev %v: live %v, %v", source, dev, live, err)
			}
			_, err = fs.Stat(web, "templates/layout.html") // the one of this folder has none
			if builtIn := err == nil; builtIn == live {
				t.Errorf("source %v, --dev %v: the pages built in: %v", source, dev, builtIn)
			}
		}
	}
}

func TestTheTopLevelIsTheDesignCard(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	card := " main.go main_test.go hooks pb_migrations ui embed.go Dockerfile Makefile go.mod go.sum README.md LICENSE "
	made := " mesadepartes pb_data pb_demo fotos dist " // by make, and ignored by git
	for _, e := range entries {
		name := e.Name()
		if strings.HasPrefix(name, ".") || strings.Contains(card+made, " "+name+" ") {
			continue
		}
		t.Errorf("%s is not on the card", name)
	}
}

func TestCommandsSayHowTheyEnded(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	bin := hookstest.Program(t)
	dir := t.TempDir()
	notPDF := filepath.Join(dir, "nota.pdf")
	if err := os.WriteFile(notPDF, []byte("hola"), 0o600); err != nil {
		t.Fatal(err)
	}
	registry, fresh := hookstest.PadronFile(t, 1000), filepath.Join(dir, "nueva")
	for _, c := range []struct {
		name string
		args []string
		env  string
		exit int
		says string // on standard error
	}{
		{"demo on an empty folder", []string{"demo", "--dir=" + filepath.Join(dir, "demo")}, "", 0, ""},
		{"demo twice", []string{"demo", "--dir=" + filepath.Join(dir, "demo")}, "", 1, "ya tiene"},
		{"an unknown command", []string{"nada"}, "", 1, "unknown command"},
		{"--dev on every address", []string{"serve", "--dev", "--http=0.0.0.0:0", "--dir=" + filepath.Join(dir, "a")}, "", 1, "loopback"},
		{"a clock nobody can read", []string{"serve", "--dev", "--http=127.0.0.1:0", "--dir=" + filepath.Join(dir, "b")},
			"MESA_AHORA=mañana", 1, "MESA_AHORA"},
		{"a folder that is a file", []string{"serve", "--http=127.0.0.1:0", "--dir=" + notPDF}, "", 1, "nota.pdf"},
		{"inspecting nothing", []string{"inspeccionar"}, "", 2, "inspeccionar"},
		{"inspecting what is no PDF", []string{"inspeccionar", notPDF}, "", 1, ""},
		{"inspecting what is not there", []string{"inspeccionar", filepath.Join(dir, "x.pdf")}, "", 2, "x.pdf"},
		{"a registry for a new folder", []string{"padron", "importar", registry, "--dir=" + fresh}, "", 0, "100 %"},
		{"the folder named first", []string{"--dir=" + fresh, "padron", "importar", "--forzar", registry}, "", 0, ""},
		{"a registry that is a PDF's name", []string{"padron", "importar", notPDF, "--dir=" + fresh}, "", 1, "no es el padrón"},
		{"a registry that is not there", []string{"padron", "importar", filepath.Join(dir, "x.zip"), "--dir=" + fresh}, "", 1, "No se pudo leer"},
		{"no registry named", []string{"padron", "importar", "--dir=" + fresh}, "", 1, "arg"},
		{"the hour of a new folder", []string{"reloj", "confirmar", "--dir=" + filepath.Join(dir, "hora")}, "", 0, ""},
		{"the same hour again", []string{"reloj", "confirmar", "--dir=" + filepath.Join(dir, "hora")}, "", 0, ""},
		{"an hour of before that", []string{"reloj", "confirmar", "--dev", "--dir=" + filepath.Join(dir, "hora")},
			"MESA_AHORA=2015-03-24T10:00:00-05:00", 1, "No se confirmó"},
		{"health of no server", []string{"salud", "127.0.0.1:1"}, "", 1, "127.0.0.1:1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			cmd := exec.Command(bin, c.args...)
			if c.env != "" {
				cmd.Env = append(os.Environ(), c.env)
			}
			var errs strings.Builder
			cmd.Stderr = &errs
			err := cmd.Run()
			if code := cmd.ProcessState.ExitCode(); code != c.exit {
				t.Fatalf("exit %d (%v), want %d: %s", code, err, c.exit, errs.String())
			}
			if !strings.Contains(errs.String(), c.says) {
				t.Errorf("says %q, want %q", errs.String(), c.says)
			}
		})
	}
	if _, err := os.Stat(filepath.Join(fresh, "data.db")); !os.IsNotExist(err) {
		t.Error("an import of the registry opened the base")
	}
}

// A base of before the first release is refused by all that would open it, in one
// line, and stays as it was; what needs no base goes on working beside it.
func TestEveryCommandRefusesABaseOfBeforeTheFirstRelease(t *testing.T) {
	if testing.Short() {
		t.Skip("at full size in make test")
	}
	bin, dir := hookstest.Program(t), t.TempDir()
	base := filepath.Join(dir, "data.db")
	before := beforeTheRelease(t, base)
	for _, args := range [][]string{
		{"serve", "--http=127.0.0.1:0"}, {"serve", "--dev", "--http=127.0.0.1:0"}, {"demo"},
		{"superuser", "upsert", "ana@ejemplo.pe", "clave-de-prueba-1"}, {"migrate", "up"},
	} {
		out, err := exec.Command(bin, append(args, "--dir="+dir)...).CombinedOutput()
		said := string(out)
		if err == nil || strings.Count(said, "\n") != 1 || !strings.Contains(said, "1795500050_declared_days.go") {
			t.Errorf("%v: %v, says %q", args, err, said)
		}
	}
	if out, err := exec.Command(bin, "padron", "importar", hookstest.PadronFile(t, 10), "--dir="+dir).CombinedOutput(); err != nil {
		t.Errorf("importing the registry: %v: %s", err, out)
	}
	if after, err := os.ReadFile(base); err != nil || sha256.Sum256(after) != before {
		t.Errorf("the base changed: %v", err)
	}
	for _, trace := range []string{"data.db-wal", "data.db-shm", "auxiliary.db"} {
		if _, err := os.Stat(filepath.Join(dir, trace)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s was written: %v", trace, err)
		}
	}
}

// beforeTheRelease writes a base with two of the old names and gives its hash.
func beforeTheRelease(t *testing.T, base string) [sha256.Size]byte {
	t.Helper()
	db, err := dbx.Open("sqlite", base+"?_pragma=journal_mode(WAL)")
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.NewQuery(`CREATE TABLE _migrations (file VARCHAR(255) PRIMARY KEY NOT NULL, applied INTEGER NOT NULL);
		INSERT INTO _migrations VALUES ('1795402020_areas.go', 1), ('1795500050_declared_days.go', 2)`).Execute()
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(base)
	if err != nil {
		t.Fatal(err)
	}
	return sha256.Sum256(b)
}
