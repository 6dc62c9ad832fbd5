package portal_test

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

const (
	mine    = "juan@ejemplo.pe"
	another = "juan.nuevo@ejemplo.pe"
)

// askChange types a new address at Mis trámites.
func (v *visit) askChange(nuevo string) uitest.Page {
	v.t.Helper()
	return v.Post(desk+"/correo", "correo", nuevo, "correo_repetido", nuevo)
}

func (v *visit) codeOf(correo string) string {
	v.t.Helper()
	return uitest.LastCode(v.t, v.office, correo)
}

// giveBoth gives the codes of a change.
func (v *visit) giveBoth(actual, nuevo string) uitest.Page {
	v.t.Helper()
	return v.Post(desk+"/correo/validar", "codigo_actual", actual, "codigo_nuevo", nuevo)
}

func TestTwoCodesMoveEverythingToAnotherAddress(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	o := v.office
	open, closed := o.Filed(t, nil), v.answered()
	foreign := o.Filed(t, map[string]any{"correo": "otra@ejemplo.pe"})
	counter := o.AtCounter(t, nil) // nobody proved it: it stays where the officer put it
	v.start("natural").identify().choose("Un asunto a medias")
	draft := strings.TrimPrefix(v.draft, "/solicitud/")
	o.MustMove(t, closed.Id, mesa.EtapaArchivado, map[string]any{"motivo": "Atendida"})
	o.Deliver(t)
	v.lapse().enterDesk(mine)
	p := v.askChange(another)
	if p.Status != 303 || p.Location != desk+"/correo" {
		t.Fatalf("%d %s", p.Status, problems(p))
	}
	page := v.Get(p.Location)
	if !page.Has("Revise los dos correos") || !page.Has("Código que llegó a "+mine) || !page.Has("Código que llegó a "+another) {
		t.Errorf("the page of the codes: %s", problems(page))
	}
	done := v.giveBoth(v.codeOf(mine), v.codeOf(another))
	if done.Status != 303 || done.Location != desk+"?mudado=1" {
		t.Fatalf("%d %s", done.Status, problems(done))
	}
	for id, want := range map[string]string{open.Id: another, closed.Id: another, foreign.Id: "otra@ejemplo.pe", counter.Id: mine} {
		if got := o.Record(t, mesa.ColSolicitudes, id).GetString("correo"); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
	if b := mesa.AsBorrador(o.Record(t, mesa.ColBorradores, draft)); b.GetString("correo") != another || !b.Validado() {
		t.Errorf("the draft: %v", b.PublicExport())
	}
	list := v.Get(done.Location)
	if !list.Has("Cambió su correo") || !list.Has("<strong>"+another+"</strong>") || !list.Has("Un asunto a medias") {
		t.Errorf("the desk: %s", problems(list))
	}
	v.attach().want(v.Post(v.draft+"/enviar"), 303)
	notes, err := o.FindRecordsByFilter(mesa.ColMovimientos, "etapa = 'NOTA' && observaciones ~ 'cambió su correo'", "", 0, 0)
	const said = "La persona cambió su correo, con un código de cada dirección: de j***@ejemplo.pe a j***@ejemplo.pe."
	if err != nil || len(notes) != 2 || notes[0].GetString("observaciones") != said {
		t.Errorf("%d notes: %v", len(notes), err)
	}
	for _, who := range []string{mine, another} {
		for _, note := range notes {
			if strings.Contains(note.GetString("observaciones"), who) {
				t.Errorf("the trail names %s", who)
			}
		}
	}
	told := ""
	for _, carta := range o.Mailer.Cartas() {
		if carta.Asunto == "Sus avisos van a otro correo" {
			told += carta.Para + " " + carta.Texto
		}
	}
	if !strings.HasPrefix(told, mine) || strings.Contains(told, another) || !strings.Contains(told, "Solicitudes que cambiaron: 2") {
		t.Errorf("the old address reads: %s", told)
	}
	if err := o.Libro.Look(o.App); err != nil {
		t.Errorf("the book: %v", err)
	}
	left := v.stranger()
	left.lapse().enterDesk(mine)
	if page := left.Get(desk); !page.Has("No hay solicitudes presentadas") {
		t.Errorf("the old address still opens: %s", problems(page))
	}
}

func TestOneCodeOrAForeignOneChangesNothing(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	r := v.office.Filed(t, nil)
	v.enterDesk(mine)
	entered := v.codeOf(mine)
	same := func(what string) {
		t.Helper()
		if got := v.office.Record(t, mesa.ColSolicitudes, r.Id).GetString("correo"); got != mine {
			t.Fatalf("%s: the address is %s", what, got)
		}
	}
	v.wantRefused(v.giveBoth("111111", "222222"), 422, "correo", mesa.TextMudanzaVencida) // never asked for
	v.want(v.askChange(another), 303)
	old, fresh := v.codeOf(mine), v.codeOf(another)
	v.wantRefused(v.giveBoth(entered, fresh), 422, "codigo_actual", mesa.TextCodigoNoVale) // that of the session
	page := v.Get(desk + "/correo")
	if !page.Has("Ya validó el código de "+another) || page.Has("Código que llegó a "+another) {
		t.Errorf("the right code is asked again: %s", problems(page))
	}
	same("only the new address's code")
	stranger := v.stranger()
	stranger.lapse().enterDesk("otra@ejemplo.pe")
	stranger.want(stranger.askChange(another), 303)
	stranger.wantRefused(stranger.giveBoth(old, fresh), 422, "codigo_actual", mesa.TextCodigoNoVale)
	same("another session")
	if p := v.stranger().giveBoth(old, fresh); p.Status != 303 || p.Location != desk {
		t.Errorf("without a session: %d", p.Status)
	}
	v.office.Clock.Add(10*time.Minute + time.Second)
	v.wantRefused(v.giveBoth(old, ""), 422, "codigo_actual", mesa.TextCodigoNoVale) // too late
	same("a code too old")
	printed := v.codeOf(another)                           // the stranger's
	v.want(v.Post(desk+"/correo", "correo", another), 303) // other codes, from the page of the codes
	if v.codeOf(another) != printed {
		t.Error("a proved address is sent another code")
	}
	v.want(v.giveBoth(v.codeOf(mine), ""), 303)
	if got := v.office.Record(t, mesa.ColSolicitudes, r.Id).GetString("correo"); got != another {
		t.Errorf("with both: %s", got)
	}
	v.office.Clock.Add(2 * time.Minute) // a form that the browser shows again much later
	v.wantRefused(v.giveBoth(v.codeOf(mine), fresh), 422, "correo", mesa.TextMudanzaVencida)
}

// A button that is pressed twice without scripts sends the same form twice, with the cookie of
// before: both answers are that of one change.
func TestADoubleClickChangesTheAddressOnce(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	o := v.office
	r := o.Filed(t, nil)
	v.enterDesk(mine)
	v.want(v.askChange(another), 303)
	form := url.Values{"codigo_actual": {v.codeOf(mine)}, "codigo_nuevo": {v.codeOf(another)}}.Encode()
	at, _ := url.Parse(v.site.URL + desk)
	secret := ""
	for _, cookie := range v.Cookies(at) {
		if cookie.Name == "mis_tramites" {
			secret = cookie.Value
		}
	}
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			click := v.stranger()
			click.Keep("mis_tramites", secret)
			p := click.Do(click.Request("POST", desk+"/correo/validar", form, "Content-Type", "application/x-www-form-urlencoded"))
			if p.Status != 303 || p.Location != desk+"?mudado=1" {
				t.Errorf("a click: %d %s", p.Status, p.Location)
			}
			if page := click.Get(p.Location); !page.Has("<strong>" + another + "</strong>") {
				t.Errorf("after it: %s", problems(page))
			}
		})
	}
	wg.Wait()
	notes, _ := o.CountRecords(mesa.ColMovimientos, dbx.HashExp{"solicitud": r.Id, "etapa": string(mesa.EtapaNota)})
	mails, _ := o.CountRecords(mesa.ColCorreos, dbx.HashExp{"tipo": string(mesa.CorreoCambio)})
	if notes != 1 || mails != 1 {
		t.Errorf("%d notes in the trail, %d mails to the old address", notes, mails)
	}
	o.Clock.Add(2 * time.Minute) // the old cookie opens nothing any more
	late := v.stranger()
	late.Keep("mis_tramites", secret)
	if p := late.giveBoth("111111", "222222"); p.Status != 303 || p.Location != desk || late.Get(desk).Has(another) {
		t.Errorf("the old cookie: %d %s", p.Status, p.Location)
	}
}

func TestANewAddressIsTypedTwiceAndAnother(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	v.office.Filed(t, nil)
	v.enterDesk(mine)
	for _, c := range []struct{ nuevo, repetido, campo, texto string }{
		{"", "", "correo", mesa.TextCorreo}, {"no es un correo", "no es un correo", "correo", mesa.TextCorreo},
		{"JUAN@ejemplo.pe", "JUAN@ejemplo.pe", "correo", mesa.TextCorreoIgual},
		{another, "juan.nuevo@ejempl.pe", "correo_repetido", mesa.TextCorreoRepetido}, {another, "", "correo_repetido", mesa.TextCorreoRepetido},
	} {
		p := v.Post(desk+"/correo", "correo", c.nuevo, "correo_repetido", c.repetido)
		v.wantRefused(p, 422, c.campo, c.texto)
		if p.Field("correo") != c.nuevo || p.Field("correo_repetido") != c.repetido {
			t.Errorf("%q is lost", c.nuevo)
		}
	}
	if strings.Contains(v.office.Out.String(), "[dev] codigo "+another) {
		t.Error("a code left")
	}
	for i := range 3 { // and a session sends three pairs an hour, whatever it types
		v.lapse().want(v.askChange(fmt.Sprintf("otro%d@ejemplo.pe", i)), 303)
	}
	v.lapse().want(v.askChange("otro9@ejemplo.pe"), 429)
	if p := v.Get(desk + "/correo?otro=1"); !p.Has("Escriba otra vez el correo nuevo") {
		t.Errorf("another address can't be typed: %s", problems(p))
	}
	if p := v.Get(desk + "/correo/validar"); p.Status != 303 || p.Location != desk+"/correo" {
		t.Errorf("a reload: %d %s", p.Status, p.Location)
	}
}

// A mail server that refuses the new address, or takes it and loses the mail: nothing changes.
func TestAnAddressThatDoesNotExistTakesNothingOver(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	site := uitest.Serve(t, o)
	server := hookstest.NewSMTP(t, o.App)
	r := o.Filed(t, nil)
	v := &visit{uitest.NewBrowser(t, site), t, o, site, ""}
	v.want(v.Post(desk+"/codigo", "correo", mine), 200)
	v.want(v.Post(desk+"/validar", "correo", mine, "codigo", server.Code()), 303)
	v.want(v.askChange("no.existe@ejemplo.pe"), 303)
	v.want(v.giveBoth("000000", "000000"), 422)
	if got := o.Record(t, mesa.ColSolicitudes, r.Id).GetString("correo"); got != mine {
		t.Errorf("the address is %s", got)
	}
	if p := v.Get(desk); !p.Has("1-2026") {
		t.Error("the desk is gone")
	}
}

func TestANoticeThatWaitsFollowsThePersonAndOneThatLeftStillServes(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	o := v.office
	o.ByLaw(t)
	left, waits := o.Filed(t, nil), o.Filed(t, nil)
	o.Observe(t, left.Id)
	o.Deliver(t)
	link := v.link()
	o.Mailer.Hold = func(core.App) bool { return true }
	o.Observe(t, waits.Id)
	v.enterDesk(mine)
	v.want(v.askChange(another), 303)
	v.want(v.giveBoth(v.codeOf(mine), v.codeOf(another)), 303)
	o.Mailer.Hold = nil
	for id, want := range map[string]string{left.Id: mine, waits.Id: another} {
		if got := o.NoticeOf(t, id, string(mesa.CorreoObservacion)).GetString("para"); got != want {
			t.Errorf("the notice goes to %s, want %s", got, want)
		}
	}
	o.Deliver(t)
	if got := o.NoticeOf(t, waits.Id, string(mesa.CorreoObservacion)); got.GetString("estado") != "enviado" {
		t.Errorf("the notice: %s %s", got.GetString("estado"), got.GetString("error"))
	}
	v.want(v.Post(link), 303) // the button of the old mail
	if o.NoticeOf(t, left.Id, string(mesa.CorreoObservacion)).GetString("acuse_en") == "" {
		t.Error("the old mail's button confirms nothing")
	}
	p := v.Post(desk + "/" + waits.GetString("numero") + "/subsanar")
	if p.Status != 303 || !v.Get(p.Location).Has("Documentos observados por subsanar") {
		t.Errorf("the correction: %d %s", p.Status, problems(p))
	}
	if o.NoticeOf(t, waits.Id, string(mesa.CorreoObservacion)).GetString("acuse_en") == "" {
		t.Error("opening the correction confirms nothing")
	}
}

// The rule of each record judges the two proofs; a session's is none.
func TestTheRulesOfFilingsAndDraftsJudgeBothProofs(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	o := v.office
	s, draft := o.Filed(t, nil), o.Ready(t, nil)
	asked := 0
	proof := func(correo string) otp.Proof {
		t.Helper()
		asked++
		purpose := fmt.Sprint("prueba", asked)
		if err := o.Codes.Send(o.App, correo, purpose, otp.Asker{}); err != nil {
			t.Fatal(err)
		}
		p, err := o.Codes.Prove(o.App, correo, purpose, v.codeOf(correo))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	sessions := otp.NewSessions(o.Codes)
	sessions.Begin("x", proof(mine))
	kept, _ := sessions.Use("x")
	for name, both := range map[string][2]otp.Proof{
		"none": {}, "the old one alone": {proof(mine), {}}, "the new one alone": {{}, proof(another)},
		"a session's": {kept, proof(another)}, "the wrong way round": {proof(another), proof(mine)},
		"of somebody else": {proof("otra@ejemplo.pe"), proof(another)},
	} {
		for _, r := range []*core.Record{o.Record(t, mesa.ColSolicitudes, s.Id), o.Record(t, mesa.ColBorradores, draft.Id)} {
			mesa.SetCorreoNuevo(r, another)
			otp.AttachBoth(r, both[0], both[1])
			if err := o.Save(r); err == nil {
				t.Errorf("%s: %s moved", name, r.Collection().Name)
			}
			if got := o.Record(t, r.Collection().Name, r.Id).GetString("correo"); got != mine {
				t.Errorf("%s: %s has %s", name, r.Collection().Name, got)
			}
		}
	}
	r := o.Record(t, mesa.ColSolicitudes, s.Id)
	mesa.SetCorreoNuevo(r, "no es un correo")
	otp.AttachBoth(r, proof(mine), proof(another))
	hookstest.WantRefusal(t, o.Save(r), 403, "", mesa.TextCorreoSinCodigo)
}

// A draft whose address was typed anew while its code was on the way is nobody's, and holds
// nothing else up.
func TestADraftThatNamesAnotherAddressByNowStays(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	o := v.office
	s, draft := o.Filed(t, nil), o.Ready(t, nil)
	if _, err := o.DB().NewQuery("UPDATE borradores SET correo = 'otra@ejemplo.pe'").Execute(); err != nil {
		t.Fatal(err)
	}
	v.enterDesk(mine)
	v.want(v.askChange(another), 303)
	v.want(v.giveBoth(v.codeOf(mine), v.codeOf(another)), 303)
	if got := o.Record(t, mesa.ColSolicitudes, s.Id).GetString("correo"); got != another {
		t.Errorf("the filing: %s", got)
	}
	if got := o.Record(t, mesa.ColBorradores, draft.Id).GetString("correo_validado"); got != mine {
		t.Errorf("the draft: %s", got)
	}
}

// What could not leave, and staff send again, goes to the address of now; what may have left
// stays where it went.
func TestWhatWasGivenUpFollowsThePersonToo(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	o := v.office
	s := o.Filed(t, nil)
	o.Observe(t, s.Id)
	for estado, want := range map[string]string{"pendiente": another, "fallido": another, "incierto": mine, "enviado": mine} {
		notice := o.NoticeOf(t, s.Id, string(mesa.CorreoObservacion))
		set := "UPDATE correos SET estado = '" + estado + "', para = 'JUAN@ejemplo.pe' WHERE id = '" + notice.Id + "'"
		if _, err := o.DB().NewQuery(set).Execute(); err != nil {
			t.Fatal(err)
		}
		if err := o.Mailer.Readdress(o.App, s.Id, mine, another); err != nil {
			t.Fatal(err)
		}
		if got := o.Record(t, mesa.ColCorreos, notice.Id).GetString("para"); !strings.EqualFold(got, want) {
			t.Errorf("%s: it goes to %s, want %s", estado, got, want)
		}
	}
}

// More filings than one transaction moves: none moves, and the page says what to do.
func TestTooManyFilingsAreNotMovedByHalves(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	o := v.office
	first := o.Filed(t, nil)
	var columns []string
	if err := o.DB().NewQuery("SELECT name FROM pragma_table_info('solicitudes')").Column(&columns); err != nil {
		t.Fatal(err)
	}
	own := map[string]string{
		"id": "printf('copia%010d', n)", "numero": "printf('%d-2026', n)", "correlativo": "n", "borrador": "printf('borra%010d', n)",
		"cuo": "printf('cuo%010d', n)",
	}
	var values []string
	for _, c := range columns {
		values = append(values, cmp.Or(own[c], "s.["+c+"]"))
	}
	copies := "INSERT INTO solicitudes ([" + strings.Join(columns, "], [") + "]) SELECT " + strings.Join(values, ", ") +
		" FROM solicitudes s, (WITH RECURSIVE up(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM up WHERE n < 301) SELECT n FROM up)" +
		" WHERE s.id = '" + first.Id + "'"
	if _, err := o.DB().NewQuery(copies).Execute(); err != nil {
		t.Fatal(err)
	}
	v.enterDesk(mine)
	v.want(v.askChange(another), 303)
	p := v.giveBoth(v.codeOf(mine), v.codeOf(another))
	if p.Status != 409 || !p.Has(mesa.TextMudanzaGrande) {
		t.Errorf("%d %s", p.Status, problems(p))
	}
	if n, err := o.CountRecords(mesa.ColSolicitudes, dbx.HashExp{"correo": mine}); err != nil || n != 301 {
		t.Errorf("%d of 301 stay with the old address (%v)", n, err)
	}
	if p := v.Get(desk); !p.Has("<strong>" + mine + "</strong>") {
		t.Errorf("the desk: %s", problems(p))
	}
}
