package e2e

import (
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
)

// The real program with its clock moved: what the legal clock owes after days of
// being switched off.

const (
	demoCitizen = "ciudadano@demo.invalid" // whom the demo's mails go to
	observed    = "correlativo = 3"        // the demo's observed filing
)

// demoOffice fills a data folder with the demo's filings, as of an instant, and
// an account for the tests.
func demoOffice(t *testing.T, instant string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for _, args := range [][]string{{"demo", "--dev"}, {"superuser", "upsert", adminMail, adminKey}} {
		cmd := exec.Command(hookstest.Program(t), append(args, "--dir="+dir)...)
		cmd.Env = append(os.Environ(), "MESA_AHORA="+instant)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", args, err, out)
		}
	}
	return dir
}

// filing reads one column of the observed filing.
func (o *office) filing(column string) string {
	o.t.Helper()
	var list struct{ Items []map[string]any }
	o.read(http.MethodGet, "/api/collections/solicitudes/records?filter="+url.QueryEscape(observed), "", nil, &list)
	if len(list.Items) != 1 {
		o.t.Fatalf("%d filings where %s", len(list.Items), observed)
	}
	text, _ := list.Items[0][column].(string)
	return text
}

// lines counts the lines of the observed filing's trail with a stage.
func (o *office) lines(etapa string) int {
	o.t.Helper()
	var list struct{ TotalItems int }
	filter := "solicitud." + observed + " && etapa = '" + etapa + "'"
	o.read(http.MethodGet, "/api/collections/movimientos/records?filter="+url.QueryEscape(filter), "", nil, &list)
	return list.TotalItems
}

// wrote tells how often a person was written with a subject since the start.
func (o *office) wrote(para, asunto string) (n int) {
	o.t.Helper()
	for _, l := range o.mailbox() {
		if l.Para == para && strings.Contains(l.Asunto, asunto) {
			n++
		}
	}
	return n
}

// Wednesday 16 December 2026 in the running program: confirmed then, the term ends on Friday
// 18; never confirmed, the filing waits, and staff are told to take the notice on paper.
func TestATermBeginsWhenTheNoticeIsConfirmed(t *testing.T) {
	t.Parallel()
	dir := demoOffice(t, "2026-12-14T10:00:00-05:00")
	o := openOfficeAt(t, dir, "2026-12-14T11:00:00-05:00")
	o.signIn()
	address := o.noticed()
	o.server.Kill()
	never := t.TempDir()
	if err := os.CopyFS(never, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	o = openOfficeAt(t, dir, "2026-12-16T10:00:00-05:00")
	o.signIn()
	o.press(address)
	if got := o.filing("vence_subsanacion"); got != "2026-12-18 05:00:00.000Z" {
		t.Errorf("confirmed on Wednesday 16, it ends %s", got)
	}
	o.server.Kill()
	o = openOfficeAt(t, never, "2027-01-18T10:00:00-05:00")
	o.signIn()
	o.until("a round of the clock asks for a cédula", func() bool {
		return o.filing("semaforo") == "rojo" && strings.Contains(o.filing("alerta"), "Notificar por cédula")
	})
	if o.filing("estado") != "observada" || o.filing("vence_subsanacion") != "" {
		t.Errorf("a month later it is %s, until %s", o.filing("estado"), o.filing("vence_subsanacion"))
	}
}

func TestTenDaysSwitchedOffCloseAnObservedFilingOnce(t *testing.T) {
	t.Parallel()
	dir := demoOffice(t, openingTime) // Tuesday 24 March

	o := openOfficeAt(t, dir, "2026-03-24T11:00:00-05:00") // after the demo's own mails are due
	o.signIn()
	address := o.noticed()
	if got := o.filing("vence_subsanacion"); got != "" {
		t.Errorf("a term runs on a notice that nobody confirmed: %s", got)
	}
	o.press(address)
	if got := o.filing("vence_subsanacion"); got != "2026-03-26 05:00:00.000Z" {
		t.Errorf("the citizen's term ends %s", got)
	}
	o.server.Kill()

	// The last day; ten days without the program, over Holy Week; the day after.
	for _, c := range []struct {
		at, day                   string
		estado                    string
		reminders, closing, lines int
	}{
		{"2026-03-26T09:00:00-05:00", "jueves 26 de marzo de 2026", "observada", 1, 0, 0},
		{"2026-04-06T09:00:00-05:00", "lunes 6 de abril de 2026", "no_presentada", 0, 1, 1},
		{"2026-04-07T09:00:00-05:00", "martes 7 de abril de 2026", "no_presentada", 0, 0, 1},
	} {
		o = openOfficeAt(t, dir, c.at)
		o.signIn()
		o.until("both digests, which end a round of the clock", func() bool {
			digest := "esumen de plazos del " + c.day
			return o.wrote("jefatura@demo.pe", digest) == 1 && o.wrote("mesa@demo.pe", digest) == 1
		})
		if got := o.filing("estado"); got != c.estado {
			t.Errorf("%s: estado %s, want %s", c.at, got, c.estado)
		}
		got := [3]int{
			o.wrote(demoCitizen, "Hoy vence su plazo para subsanar"),
			o.wrote(demoCitizen, "Su solicitud se tiene por no presentada"),
			o.lines("NO PRESENTADO"),
		}
		if want := [3]int{c.reminders, c.closing, c.lines}; got != want {
			t.Errorf("%s: reminders, mails and lines of the closing %v, want %v", c.at, got, want)
		}
		if subjects := o.subjects("mesa@demo.pe"); len(subjects) != 1 {
			t.Errorf("%s: reception reads %q, want one digest", c.at, subjects)
		}
		o.server.Kill()
	}
}
