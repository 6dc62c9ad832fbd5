package e2e

import (
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/hookstest/base"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// The real program with its clock moved: what the legal clock owes after days of
// being switched off.

const (
	lateCitizen = "ciudadano@ejemplo.pe"
	observed    = "correlativo = 3"
)

// lateOffice is a data folder with three filings made at an instant: one to be reviewed, one
// registered, and the third observed, its notice not sent yet.
func lateOffice(t *testing.T, instant string) (dir string) {
	t.Helper()
	o := hookstest.NewProduction(t, instant)
	o.ByLaw(t)
	for correo, rol := range map[string]mesa.Rol{"mesa@demo.pe": mesa.RolMesa, "jefatura@demo.pe": mesa.RolJefatura} {
		o.Must(t, mesa.ColPersonal, map[string]any{
			"email": correo, "password": adminKey, "nombre": "CUENTA DE PRUEBA", "rol": string(rol), "activo": true,
		})
	}
	o.Must(t, core.CollectionNameSuperusers, map[string]any{"email": adminMail, "password": adminKey})
	var last string
	for range 3 {
		last = o.Filed(t, map[string]any{"correo": lateCitizen}).Id
		if o.Record(t, mesa.ColSolicitudes, last).GetInt("correlativo") == 2 {
			o.MustMove(t, last, mesa.EtapaRegistrado, nil)
		}
	}
	o.Observe(t, last)
	if err := base.End(o.App); err != nil {
		t.Fatal(err)
	}
	return o.DataDir()
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
	dir := lateOffice(t, "2026-12-14T10:00:00-05:00")
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
	dir := lateOffice(t, openingTime) // Tuesday 24 March

	o := openOfficeAt(t, dir, "2026-03-24T11:00:00-05:00") // when the mails are due
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
		{"2026-04-06T09:00:00-05:00", "lunes 6 de abril de 2026", "observada", 0, 0, 0}, // the outage is proposed (art. 134.2)
		{"2026-04-07T09:00:00-05:00", "martes 7 de abril de 2026", "no_presentada", 0, 1, 1},
		{"2026-04-08T09:00:00-05:00", "miércoles 8 de abril de 2026", "no_presentada", 0, 0, 1},
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
			o.wrote(lateCitizen, "Hoy vence su plazo para subsanar"),
			o.wrote(lateCitizen, "Su solicitud se tiene por no presentada"),
			o.lines("NO PRESENTADO"),
		}
		if want := [3]int{c.reminders, c.closing, c.lines}; got != want {
			t.Errorf("%s: reminders, mails and lines of the closing %v, want %v", c.at, got, want)
		}
		if subjects := o.subjects("mesa@demo.pe"); len(subjects) != 1 {
			t.Errorf("%s: reception reads %q, want one digest", c.at, subjects)
		}
		o.discardOutages()
		o.server.Kill()
	}
}
