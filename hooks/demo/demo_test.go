package demo_test

import (
	"bytes"
	"io"
	"regexp"
	"strings"
	"testing"

	"mesadepartes/hooks/demo"
	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

func TestMain(m *testing.M) { hookstest.Main(m) }

const workday = "2026-03-24T10:00:00-05:00"

// fill runs the demo on an office and gives what it prints.
func fill(t *testing.T, o *hookstest.Office) string {
	t.Helper()
	var out bytes.Buffer
	if err := demo.Fill(o.App, o.Clock.Now, &out); err != nil {
		t.Fatal(hookstest.Explain(err))
	}
	return out.String()
}

func count(t *testing.T, o *hookstest.Office, collection string) int64 {
	t.Helper()
	n, err := o.CountRecords(collection)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTheDemoShowsFilingsInSeveralStates(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	fill(t, o)
	filings, err := o.FindAllRecords(mesa.ColSolicitudes)
	if err != nil {
		t.Fatal(err)
	}
	states := map[string]int{}
	for _, s := range filings {
		states[s.GetString("estado")]++
		if !mesa.ValidDocumento(s.GetString("tipo_documento"), s.GetString("numero_documento")) || s.GetString("numero_documento") != "11111111" {
			t.Errorf("%s: document %s is no invented one", s.GetString("numero"), s.GetString("numero_documento"))
		}
		if ruc := s.GetString("ruc"); ruc != "" && !mesa.ValidRUC(ruc) {
			t.Errorf("RUC %s", ruc)
		}
		if docs := o.Documents(t, s.Id); len(docs) == 0 || docs[0].GetInt("folios") != 1 {
			t.Errorf("%s has no document of one page", s.GetString("numero"))
		}
	}
	for _, want := range []mesa.Estado{mesa.Recibida, mesa.Observada, mesa.Registrada, mesa.Derivada, mesa.Atendida} {
		if states[string(want)] == 0 {
			t.Errorf("no filing is %s: %v", want, states)
		}
	}
}

var account = regexp.MustCompile(`(\S+@\S+)\s+(\S+)\s*$`)

func TestThePrintedAccountsCanLogIn(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	seen, passwords := map[string]bool{}, map[string]bool{}
	for line := range strings.Lines(fill(t, o)) {
		m := account.FindStringSubmatch(line)
		if m == nil {
			t.Fatalf("no account in %q", line)
		}
		collection := mesa.ColPersonal
		if strings.HasPrefix(line, "Administrador") {
			collection = core.CollectionNameSuperusers
		}
		r, err := o.FindAuthRecordByEmail(collection, m[1])
		if err != nil {
			t.Fatalf("%s: %v", m[1], err)
		}
		if !r.ValidatePassword(m[2]) || r.ValidatePassword(m[2]+"x") {
			t.Errorf("%s does not open with its printed password", m[1])
		}
		if collection == mesa.ColPersonal && (!r.GetBool("activo") || !r.Verified()) {
			t.Errorf("%s is not active", m[1])
		}
		seen[collection+" "+r.GetString("rol")], passwords[m[2]] = true, true
		if r.GetString("rol") == "area" && r.GetString("area") == "" {
			t.Error("the account of an area has no area")
		}
	}
	for _, want := range []string{"_superusers ", "personal mesa", "personal area", "personal jefatura"} {
		if !seen[want] {
			t.Errorf("no account for %q: %v", want, seen)
		}
	}
	if len(passwords) != len(seen) {
		t.Error("two accounts share a password")
	}
}

func TestTheDemoTouchesNoOfficeThatIsInUse(t *testing.T) {
	t.Parallel()
	for name, use := range map[string]func(o *hookstest.Office){
		"a filing": func(o *hookstest.Office) { o.Filed(t, nil) },
		"staff": func(o *hookstest.Office) {
			o.Must(t, mesa.ColPersonal, map[string]any{
				"email": "ana@ejemplo.pe", "password": "clave-de-prueba-1", "nombre": "ANA", "rol": "mesa", "activo": true,
			})
		},
		"an administrator": func(o *hookstest.Office) {
			o.Must(t, core.CollectionNameSuperusers, map[string]any{"email": "admin@ejemplo.pe", "password": "clave-de-prueba-1"})
		},
		"an earlier demo": func(o *hookstest.Office) { fill(t, o) },
	} {
		t.Run(name, func(t *testing.T) {
			o := hookstest.New(t, workday)
			use(o)
			watched := []string{mesa.ColSolicitudes, mesa.ColBorradores, mesa.ColPersonal, core.CollectionNameSuperusers}
			before := map[string]int64{}
			for _, c := range watched {
				before[c] = count(t, o, c)
			}
			err := demo.Fill(o.App, o.Clock.Now, io.Discard)
			if err == nil || !strings.Contains(err.Error(), "--dir") {
				t.Fatalf("filled: %v", err)
			}
			for _, c := range watched {
				if n := count(t, o, c); n != before[c] {
					t.Errorf("%s had %d and has %d", c, before[c], n)
				}
			}
		})
	}
}

func TestANewInstallationHasACatalogue(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	for collection, want := range map[string]int64{mesa.ColTramites: 23, mesa.ColEntidad: 1, mesa.ColAreas: 4} {
		if n := count(t, o, collection); n != want {
			t.Errorf("%d %s, want %d", n, collection, want)
		}
	}
	if count(t, o, mesa.ColPreguntas) == 0 {
		t.Error("no frequent questions")
	}
	tramites, _ := o.FindAllRecords(mesa.ColTramites)
	for _, r := range tramites {
		if r.GetString("nombre") == "" || r.GetInt("plazo_dias") <= 0 || !r.GetBool("activo") {
			t.Errorf("procedure %d %q lacks a name or a term, or is not offered", r.GetInt("orden"), r.GetString("nombre"))
		}
	}
}

func TestTheCommandMigratesAnEmptyFolderFirst(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	cmd := demo.Command(o.App, o.Clock.Now)
	var out bytes.Buffer
	cmd.SetOut(&out)
	cmd.SetErr(io.Discard)
	cmd.SetArgs(nil)
	if err := cmd.Execute(); err != nil || !strings.Contains(out.String(), "admin@demo.pe") {
		t.Fatalf("%v: %s", err, out.String())
	}
	if err := cmd.Execute(); err == nil {
		t.Error("a second demo on the same folder succeeded")
	}
}
