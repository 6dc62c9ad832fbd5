package bandeja_test

import (
	"fmt"
	"html"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
)

// refusing is an office whose mail server refuses the citizen's address.
func refusing(t *testing.T) (*hookstest.Office, *hookstest.SMTP) {
	t.Helper()
	o := hookstest.NewProduction(t, workday)
	server := hookstest.NewSMTP(t, o.App)
	server.Behave(hookstest.Manner{Rcpt: "550 5.1.1 no existe"})
	holdMails(o)
	return o, server
}

// holdMails keeps the outbox still, so that a mail leaves only when the test sends it.
func holdMails(o *hookstest.Office) { o.OnServe().Unbind("mesa: jobs") }

// failedMail is a mail about a filing that did not leave.
func failedMail(t *testing.T, o *hookstest.Office, solicitud string) *core.Record {
	t.Helper()
	o.Deliver(t)
	mail := o.NoticeOf(t, solicitud, "recepcion")
	if mail.GetString("estado") != "fallido" {
		t.Fatalf("the mail is %s", mail.GetString("estado"))
	}
	return mail
}

// signedIn is a browser and the API of a new account.
func signedIn(t *testing.T, o *hookstest.Office, rol mesa.Rol, area string) (*uitest.Browser, uitest.REST) {
	t.Helper()
	return signedAt(t, o, uitest.Serve(t, o), rol, area)
}

// signedAt is signedIn on a site that is served already.
func signedAt(t *testing.T, o *hookstest.Office, site *httptest.Server, rol mesa.Rol, area string) (*uitest.Browser, uitest.REST) {
	t.Helper()
	b := uitest.NewBrowser(t, site)
	if rol == "" {
		token := uitest.Superuser(t, o)
		enter(t, b, "admin@ejemplo.pe")
		return b, uitest.REST{Browser: uitest.NewBrowser(t, site), Token: token}
	}
	correo := string(rol) + "@ejemplo.pe"
	token, err := o.Record(t, mesa.ColPersonal, account(t, o, correo, rol, area)).NewAuthToken()
	if err != nil {
		t.Fatal(err)
	}
	enter(t, b, correo)
	return b, uitest.REST{Browser: uitest.NewBrowser(t, site), Token: token}
}

// Who may send a mail again does it through both doors, and nobody else does.
func TestOnlyMesaAndTheAreaThatHoldsAFilingSendItsMailAgain(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rol  mesa.Rol
		held bool // the filing is with the account's area
		form int
		api  int
	}{
		{mesa.RolMesa, false, 303, 200}, {"", false, 303, 200}, {mesa.RolJefatura, false, 403, 404},
		{mesa.RolArea, true, 303, 200}, {mesa.RolArea, false, 404, 404},
	} {
		t.Run(fmt.Sprintf("%q %v", c.rol, c.held), func(t *testing.T) {
			t.Parallel()
			o, _ := refusing(t)
			own := o.Area(t).Id
			s := o.Filed(t, nil)
			if c.held {
				o.MustMove(t, s.Id, mesa.EtapaRegistrado, nil)
				o.MustMove(t, s.Id, mesa.EtapaDerivado, map[string]any{"area": own})
			}
			mail := failedMail(t, o, s.Id)
			area := ""
			if c.rol == mesa.RolArea {
				area = own
			}
			b, rest := signedIn(t, o, c.rol, area)
			p := b.Get("/bandeja/correos")
			sees := c.rol != mesa.RolArea || c.held
			if p.Status != 200 || p.Has("1-2026") != sees || p.Has(">Reintentar<") != (sees && c.rol != mesa.RolJefatura) {
				t.Errorf("the list: %d, shows it %v", p.Status, p.Has("1-2026"))
			}
			p = rest.Call("PATCH", "/api/collections/correos/records/"+mail.Id, map[string]any{"estado": "pendiente"})
			if p.Status != c.api || p.Has(`"texto":`) != (c.rol == "") {
				t.Errorf("the API: %d %s", p.Status, p.Body)
			}
			o.Deliver(t)
			failedMail(t, o, s.Id)
			if p = b.Post("/bandeja/1-2026/reintentar", "correo", mail.Id); p.Status != c.form {
				t.Errorf("the form: %d %s", p.Status, p.Body)
			}
			if tries := o.Record(t, mesa.ColCorreos, mail.Id); tries.GetString("enviado_en") != "" {
				t.Error("counts as sent")
			}
		})
	}
}

// An account may change nothing of a mail but put it back.
func TestNobodyChangesAMailThroughTheAPI(t *testing.T) {
	t.Parallel()
	o, _ := refusing(t)
	mail := failedMail(t, o, o.Filed(t, nil).Id)
	_, rest := signedIn(t, o, mesa.RolMesa, "")
	for field, value := range map[string]any{
		"para": "otro@ejemplo.pe", "estado": "enviado", "texto": "x", "acuse_en": "2026-03-24 10:00:00Z", "cedula_en": "2026-03-24 10:00:00Z",
	} {
		if p := rest.Call("PATCH", "/api/collections/correos/records/"+mail.Id, map[string]any{field: value}); p.Status != 403 {
			t.Errorf("%s: %d %s", field, p.Status, p.Body)
		}
	}
	if p := rest.Call("GET", "/api/collections/correos/records", nil); p.Status != 403 {
		t.Errorf("lists: %d", p.Status)
	}
	if p := rest.Call("DELETE", "/api/collections/correos/records/"+mail.Id, nil); p.Status != 403 {
		t.Errorf("deletes: %d", p.Status)
	}
}

func TestASecondClickOnRetryDoesNoHarmAndWhatLeftStays(t *testing.T) {
	t.Parallel()
	o, server := refusing(t)
	s := o.Filed(t, nil)
	mail := failedMail(t, o, s.Id)
	b, _ := signedIn(t, o, mesa.RolMesa, "")
	server.Behave(hookstest.Manner{Rcpt: "450 4.2.1 vuelva luego"}) // what is put back waits
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if p := b.Post("/bandeja/1-2026/reintentar", "correo", mail.Id, "volver", "/bandeja/correos"); p.Status != 303 {
				t.Errorf("%d %s", p.Status, p.Body)
			}
		})
	}
	both.Wait()
	if p := b.Post("/bandeja/1-2026/reintentar"); p.Status != 409 || !p.Has(mesa.TextSinCorreosMalos) {
		t.Errorf("with nothing that failed: %d", p.Status)
	}
	server.Behave()
	o.Clock.Add(time.Hour)
	o.Deliver(t)
	if p := b.Post("/bandeja/1-2026/reintentar", "correo", mail.Id); p.Status != 409 || !p.Has(mesa.TextCorreoYaSalio) {
		t.Errorf("once it left: %d", p.Status)
	}
	letters := slices.DeleteFunc(server.Mails(), func(m string) bool { return !strings.Contains(m, "To: <juan@ejemplo.pe>") })
	if len(letters) != 1 {
		t.Errorf("%d letters: %v", len(letters), letters)
	}
}

// What went on paper is not mailed any more, and leaves the list.
func TestWhatWentOnPaperIsNotSentAgain(t *testing.T) {
	t.Parallel()
	o, server := refusing(t)
	s := o.Filed(t, nil)
	o.Observe(t, s.Id)
	o.Deliver(t)
	mail := o.NoticeOf(t, s.Id, "observacion")
	b, _ := signedIn(t, o, mesa.RolMesa, "")
	if p := b.Get("/bandeja/correos"); !p.Has("/bandeja/1-2026?acto=cedula") {
		t.Errorf("no way to paper: %s", p.Body)
	}
	server.Behave() // the notice of the term that the cédula begins
	p := b.Post("/bandeja/1-2026/cedula", "cedula_numero", "12", "entregada_el", "2026-03-24", "recibida_por", "ANA")
	if p.Status != 303 {
		t.Fatalf("cédula: %d %s", p.Status, p.Body)
	}
	if p := b.Get("/bandeja/correos"); p.Has("1-2026") {
		t.Error("it stays on the list")
	}
	if p := b.Post("/bandeja/1-2026/reintentar", "correo", mail.Id); p.Status != 409 || !p.Has(mesa.TextCorreoConCedula) {
		t.Errorf("retry: %d", p.Status)
	}
	if p := b.Get("/bandeja?tab=todas"); p.Has("Correo no salió") {
		t.Error("the inbox still says that it did not leave")
	}
}

func TestAMailOfAnotherFilingOrOfNoneIsNotFound(t *testing.T) {
	t.Parallel()
	o, _ := refusing(t)
	o.Filed(t, nil)
	other := failedMail(t, o, o.Filed(t, nil).Id)
	b, _ := signedIn(t, o, mesa.RolMesa, "")
	for path, id := range map[string]string{
		"/bandeja/1-2026/reintentar": other.Id, "/bandeja/2-2026/reintentar": "aaaaaaaaaaaaaaa", "/bandeja/9-2026/reintentar": other.Id,
		"/bandeja/correos/reintentar": other.Id,
	} {
		if p := b.Post(path, "correo", id); p.Status != 404 {
			t.Errorf("%s %s: %d", path, id, p.Status)
		}
	}
	for _, query := range []string{
		"?estado=nada&tras=x", "?tras=2026-03-24+10:00:00.000Z~aaaaaaaaaaaaaaa", "?estado=%00%3Cscript%3E", "?tras=" + strings.Repeat("9", 3000),
	} {
		if p := b.Get("/bandeja/correos" + query); p.Status != 200 || strings.Contains(p.Body, "<script>") {
			t.Errorf("%s: %d", query, p.Status)
		}
	}
}

// A mail that lists a citizen's numbers is about no one filing.
func TestAMailOfNoFilingIsSentAgainFromTheList(t *testing.T) {
	t.Parallel()
	for rol, want := range map[mesa.Rol]int{mesa.RolMesa: 303, mesa.RolJefatura: 403, mesa.RolArea: 404} {
		o, _ := refusing(t)
		if err := o.Mailer.Numeros(o.App, "juan@ejemplo.pe", nil); err != nil {
			t.Fatal(err)
		}
		o.Deliver(t)
		mail, err := o.FindFirstRecordByData(mesa.ColCorreos, "tipo", "numeros")
		if err != nil {
			t.Fatal(err)
		}
		area := ""
		if rol == mesa.RolArea {
			area = o.Area(t).Id
		}
		b, _ := signedIn(t, o, rol, area)
		if p := b.Get("/bandeja/correos"); p.Has("Números de sus solicitudes") != (rol != mesa.RolArea) {
			t.Errorf("%s: the list %s", rol, p.Body)
		}
		if p := b.Post("/bandeja/correos/reintentar", "correo", mail.Id); p.Status != want {
			t.Errorf("%s: %d, want %d", rol, p.Status, want)
		}
	}
}

func TestMoreThanAPageOfMailsGoesOnWhereItEnded(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o := hookstest.NewProduction(t, workday) // without a mail server each one waits
	for i := range 53 {
		o.Filed(t, map[string]any{"correo": fmt.Sprintf("c%d@ejemplo.pe", i)})
	}
	b, _ := signedIn(t, o, mesa.RolMesa, "")
	p := b.Get("/bandeja/correos")
	_, rest, more := strings.Cut(p.Body, `href="/bandeja/correos?tras=`)
	if n := strings.Count(p.Body, "Cargo de presentación"); n != 50 || !more || strings.Contains(p.Body, ">Reintentar<") {
		t.Fatalf("%d on the first page, more %v", n, more)
	}
	place, _, _ := strings.Cut(rest, `"`)
	p = b.Get("/bandeja/correos?tras=" + html.UnescapeString(place))
	if n := strings.Count(p.Body, "Cargo de presentación"); n != 3 || strings.Contains(p.Body, "Ver más") {
		t.Errorf("%d on the second page", n)
	}
}

// The red line stands on every page while nothing leaves, and on none while mails do.
func TestTheRedLineStandsWhileNothingLeaves(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	holdMails(o)
	o.Filed(t, nil)
	o.Filed(t, map[string]any{"correo": "ana@ejemplo.pe"})
	b, _ := signedIn(t, o, mesa.RolJefatura, "")
	pages := []string{"/bandeja", "/bandeja/1-2026", "/bandeja/correos", "/bandeja/frases", "/bandeja/cuenta", "/bandeja/accesos"}
	says := func(text string, want bool) {
		t.Helper()
		for _, path := range pages {
			if p := b.Get(path); p.Status != 200 || p.Has(text) != want {
				t.Errorf("%s: %d, says %q %v", path, p.Status, text, !want)
			}
		}
	}
	says(mesa.TextCorreoMudo, true)
	server := hookstest.NewSMTP(t, o.App)
	server.Behave(hookstest.Manner{Rcpt: "450 4.2.1 vuelva luego"})
	o.Deliver(t)
	says("Los correos no salen", false)
	o.Clock.Add(61 * time.Minute)
	o.Deliver(t)
	says("Los correos no salen", true)
	server.Behave(hookstest.Manner{To: "juan@ejemplo.pe", Rcpt: "450 4.2.1 vuelva luego"})
	o.Clock.Add(2 * time.Hour)
	o.Deliver(t)
	says("Los correos no salen", false) // one address that waits stops nobody else's
	if p := b.Get("/bandeja"); p.Has("settings/mail") {
		t.Error("jefatura is sent to the settings")
	}
}
