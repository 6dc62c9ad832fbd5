package demo_test

import (
	"bytes"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/demo"
	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

func TestMain(m *testing.M) { hookstest.Main(m) }

const workday = "2026-03-24T10:00:00-05:00"

// fill runs the demo on an office and gives what it prints.
func fill(t *testing.T, o *hookstest.Office) string {
	t.Helper()
	var out bytes.Buffer
	if err := demo.Fill(o.App, config(o, &out)); err != nil {
		t.Fatal(hookstest.Explain(err))
	}
	return out.String()
}

// config lets the demo move the office's clock.
func config(o *hookstest.Office, out io.Writer) demo.Config {
	return demo.Config{
		Now: o.Clock.Now, Set: func(at time.Time) { o.Clock.Set(at.Format(time.RFC3339Nano)) },
		Tick: o.Tick, Mail: func(core.App) {}, Out: out,
	}
}

func count(t *testing.T, o *hookstest.Office, collection string) int64 {
	t.Helper()
	n, err := o.CountRecords(collection)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTheDemoIsAnOfficeAtWork(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o := hookstest.New(t, workday)
	out := fill(t, o)
	if !o.Clock.Now().Equal(hookstest.At(workday).Now()) {
		t.Errorf("the clock stands at %v", o.Clock.Now())
	}
	filings, err := o.FindAllRecords(mesa.ColSolicitudes)
	if err != nil {
		t.Fatal(err)
	}
	states, alerts := map[string]int{}, ""
	for _, s := range filings {
		states[s.GetString("estado")]++
		alerts += s.GetString("alerta") + "\n"
		checkInvented(t, o, s)
	}
	papers, err := o.CountRecords(mesa.ColSolicitudes, dbx.HashExp{"canal": mesa.CanalPresencial, "correo": ""})
	again, err2 := o.CountRecords(mesa.ColMovimientos, dbx.HashExp{"etapa": string(mesa.EtapaReabierto)})
	if papers != 1 || again != 1 || err != nil || err2 != nil {
		t.Errorf("%d papers of the counter, %d reopened (%v, %v)", papers, again, err, err2)
	}
	if len(filings) < 40 {
		t.Errorf("%d filings", len(filings))
	}
	for _, want := range mesa.Estados() {
		if states[string(want)] == 0 {
			t.Errorf("no filing is %s: %v", want, states)
		}
	}
	for _, want := range []string{"SILENCIO POSITIVO", "sin respuesta", "Sin revisar", "Notificar por cédula"} {
		if !strings.Contains(alerts, want) {
			t.Errorf("no alert says %q", want)
		}
	}
	first, _ := o.FindFirstRecordByData(mesa.ColSolicitudes, "correlativo", 1)
	if age := o.Clock.Now().Sub(first.GetDateTime("recibida_en").Time()); age < 40*24*time.Hour || age > 50*24*time.Hour {
		t.Errorf("the first filing is %v old", age)
	}
	if n, _ := o.CountRecords(mesa.ColCorreos, dbx.NewExp("estado != 'enviado'")); n != 0 {
		t.Errorf("%d mails wait", n)
	}
	checkTried(t, o, out)
	checkAccounts(t, o, out)
}

// checkInvented looks for what could be somebody's: no document but of one figure, no mail
// that could arrive.
func checkInvented(t *testing.T, o *hookstest.Office, s *core.Record) {
	t.Helper()
	document := s.GetString("numero_documento")
	if !mesa.ValidDocumento(s.GetString("tipo_documento"), document) || strings.Trim(document, document[:1]) != "" {
		t.Errorf("%s: document %s is no invented one", s.GetString("numero"), document)
	}
	if ruc := s.GetString("ruc"); ruc != "" && (!mesa.ValidRUC(ruc) || !strings.HasPrefix(ruc, "2000000")) {
		t.Errorf("RUC %s", ruc)
	}
	if !strings.HasSuffix(s.GetString("correo"), "@demo.invalid") && !mesa.AsSolicitud(s).Presencial() {
		t.Errorf("%s can get a mail", s.GetString("correo"))
	}
	if docs := o.Documents(t, s.Id); len(docs) == 0 || docs[0].GetInt("folios") == 0 {
		t.Errorf("%s has no document with a page", s.GetString("numero"))
	}
}

// checkTried follows what the demo says to a citizen who tries it, and counts the work that
// waits for each account.
func checkTried(t *testing.T, o *hookstest.Office, out string) {
	t.Helper()
	tried := regexp.MustCompile(`número (\d+-\d{4}), documento (\d+)`).FindStringSubmatch(out)
	if tried == nil {
		t.Fatalf("no number to try: %s", out)
	}
	s, err := o.FindFirstRecordByData(mesa.ColSolicitudes, "numero", tried[1])
	if err != nil || s.GetString("numero_documento") != tried[2] || s.GetString("estado") != string(mesa.Observada) {
		t.Errorf("%s can't be tried (%v)", tried[1], err)
	}
	mailbox := regexp.MustCompile(`correo (\S+);`).FindStringSubmatch(out)
	if n, err := o.CountRecords(mesa.ColSolicitudes, dbx.HashExp{"correo": mailbox[1]}); err != nil || n < 4 {
		t.Errorf("%s has %d filings (%v)", mailbox[1], n, err)
	}
	areas, err := o.FindAllRecords(mesa.ColPersonal, dbx.HashExp{"rol": "area"})
	if err != nil || len(areas) < 3 {
		t.Fatalf("%d accounts of areas (%v)", len(areas), err)
	}
	for _, account := range areas {
		n, _ := o.CountRecords(mesa.ColSolicitudes, dbx.HashExp{"estado": "derivada", "area": account.GetString("area")})
		if n == 0 {
			t.Errorf("nothing waits for %s", account.GetString("nombre"))
		}
	}
}

var account = regexp.MustCompile(`(\S+@\S+)\s+(\S+)\s*$`)

// checkAccounts enters with every password that was printed.
func checkAccounts(t *testing.T, o *hookstest.Office, out string) {
	t.Helper()
	seen, passwords, accounts := map[string]bool{}, map[string]bool{}, 0
	for line := range strings.Lines(out) {
		if strings.HasPrefix(line, "Ciudadano") {
			continue
		}
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
		accounts++
		if r.GetString("rol") == "area" && r.GetString("area") == "" {
			t.Error("the account of an area has no area")
		}
	}
	for _, want := range []string{"_superusers ", "personal mesa", "personal area", "personal jefatura"} {
		if !seen[want] {
			t.Errorf("no account for %q: %v", want, seen)
		}
	}
	if len(passwords) != accounts {
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
	} {
		t.Run(name, func(t *testing.T) {
			o := hookstest.New(t, workday)
			use(o)
			watched := []string{mesa.ColSolicitudes, mesa.ColBorradores, mesa.ColPersonal, core.CollectionNameSuperusers}
			before := map[string]int64{}
			for _, c := range watched {
				before[c] = count(t, o, c)
			}
			err := demo.Fill(o.App, config(o, io.Discard))
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
	hookstest.Dear(t)
	o := hookstest.New(t, workday)
	var out bytes.Buffer
	cmd := demo.Command(o.App, func() demo.Config { return config(o, nil) })
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
