package correo_test

import (
	"context"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
	"github.com/pocketbase/pocketbase/tools/mailer"
)

// soon is the deadline for what never comes, in place of 30 s. What comes has all the
// time it needs, because the machine may be busy.
const soon = 40 * time.Millisecond

// observed is an office whose mail server took the receipt and has yet to get the notice
// of observation.
func observed(t *testing.T) (o *hookstest.Office, server *hookstest.SMTP, solicitud string) {
	t.Helper()
	o = hookstest.NewProduction(t, workday)
	server = hookstest.NewSMTP(t, o.App)
	solicitud = o.Filed(t, nil).Id
	o.Deliver(t)
	o.Clock.Add(time.Second)
	o.Observe(t, solicitud)
	return o, server, solicitud
}

// state is how the notice stands, and the filing's light.
func state(t *testing.T, o *hookstest.Office, solicitud string) (estado, luz string) {
	t.Helper()
	return o.NoticeOf(t, solicitud, "observacion").GetString("estado"), o.Record(t, mesa.ColSolicitudes, solicitud).GetString("semaforo")
}

var messageID = regexp.MustCompile(`(?m)^Message-ID: (<\S+>)\r$`)

func idOf(t *testing.T, letter string) string {
	t.Helper()
	found := messageID.FindStringSubmatch(letter)
	if found == nil {
		t.Fatalf("no Message-ID: %.300s", letter)
	}
	return found[1]
}

func TestWithoutAMailServerNothingLeavesAndNothingCountsAsSent(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	var clients []mailer.Mailer
	o.OnMailerSend().Bind(&hook.Handler[*core.MailerEvent]{Priority: 1000, Func: func(e *core.MailerEvent) error {
		clients = append(clients, e.Mailer)
		return e.Next()
	}})
	id := o.Filed(t, nil).Id
	o.Observe(t, id)
	for range 3 {
		o.Deliver(t)
		o.Clock.Add(48 * time.Hour)
	}
	row := o.NoticeOf(t, id, "recepcion")
	if row.GetString("estado") != "pendiente" || row.GetString("error") != mesa.TextSinServidor || row.GetInt("intentos") != 0 {
		t.Errorf("the receipt: %s %q, %d tries", row.GetString("estado"), row.GetString("error"), row.GetInt("intentos"))
	}
	if estado, luz := state(t, o, id); estado != "pendiente" || luz != "ambar" {
		t.Errorf("the notice: %s, light %q", estado, luz)
	}
	if vence := o.Record(t, mesa.ColSolicitudes, id).GetString("vence_subsanacion"); vence != "" {
		t.Errorf("a term runs: %s", vence)
	}
	err := o.NewMailClient().Send(&mailer.Message{Subject: "PocketBase's own", HTML: "<p>hola</p>"})
	if err == nil || err.Error() != mesa.TextSinServidor {
		t.Errorf("a mail of PocketBase: %v", err)
	}
	for _, c := range clients {
		if _, host := c.(*mailer.Sendmail); host {
			t.Fatal("the host's sendmail was asked")
		}
	}
	if len(clients) == 0 {
		t.Fatal("no mail was tried")
	}
	hookstest.NewSMTP(t, o.App) // and once the server is set everything leaves
	o.Deliver(t)
	if estado, luz := state(t, o, id); estado != "enviado" || luz != "" {
		t.Errorf("with a server: %s, light %q", estado, luz)
	}
}

func TestTheHealthOfTheOutboxIsKnown(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	want := func(when string, want mesa.Salud, says string) {
		t.Helper()
		if got, why := o.Mailer.Salud(t.Context(), o.App); got != want || !strings.Contains(why, says) || (says == "") != (why == "") {
			t.Errorf("%s: %v %q", when, got, why)
		}
	}
	want("a new office", mesa.Atencion, mesa.TextArranqueMudo)
	server := hookstest.NewSMTP(t, o.App)
	want("with a server", mesa.Bien, "")
	server.Behave(hookstest.Manner{Rcpt: "451 4.3.0 later"})
	o.Filed(t, nil)
	o.Deliver(t)
	want("a mail that was just tried", mesa.Bien, "")
	o.Clock.Add(time.Hour + time.Minute)
	want("a mail that waits", mesa.Atencion, "esperan salir desde el")
	server.Behave(hookstest.Manner{})
	o.Deliver(t)
	want("it left", mesa.Bien, "")
}

func TestAMailServerThatHangsIsGivenUp(t *testing.T) {
	t.Parallel()
	for name, m := range map[string]hookstest.Manner{"banner": {Banner: hookstest.Silence}, "address": {Rcpt: hookstest.Silence}} {
		t.Run(name, func(t *testing.T) {
			o, server, id := observed(t)
			server.Behave(m)
			patient := o.Mailer.ConnectTime
			o.Mailer.ConnectTime = soon
			o.Deliver(t)
			if estado, luz := state(t, o, id); estado != "pendiente" || luz != "ambar" {
				t.Errorf("%s, light %q", estado, luz)
			}
			if text := o.NoticeOf(t, id, "observacion").GetString("error"); text != mesa.TextServidorCallado {
				t.Errorf("error %q", text)
			}
			server.Behave()
			o.Mailer.ConnectTime = patient
			o.Clock.Add(time.Minute)
			o.Deliver(t)
			if estado, luz := state(t, o, id); estado != "enviado" || luz != "" {
				t.Errorf("afterwards: %s, light %q", estado, luz)
			}
		})
	}
}

func TestASlowMailServerGetsTheNoticeOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("at full size in make test")
	}
	t.Parallel()
	o, server, id := observed(t)
	before := len(server.Mails())
	o.Mailer.ConnectTime = time.Second
	server.Behave(hookstest.Manner{Wait: 1100 * time.Millisecond}) // longer than connecting may take
	for range 3 {
		o.Deliver(t)
		o.Clock.Add(3 * time.Hour)
	}
	if estado, _ := state(t, o, id); estado != "enviado" || len(server.Mails()) != before+1 {
		t.Errorf("%s, %d copies", estado, len(server.Mails())-before)
	}
}

func TestARelayThatTakesTheMailAndDropsTheLineGetsItTwiceAtMost(t *testing.T) {
	t.Parallel()
	for _, end := range []string{hookstest.Drop, hookstest.Silence} {
		t.Run(end, func(t *testing.T) {
			o, server, id := observed(t)
			patient := o.Mailer.AnswerTime
			o.Mailer.AnswerTime = soon
			before := len(server.Mails())
			server.Behave(hookstest.Manner{Dot: end})
			o.Deliver(t)
			if estado, luz := state(t, o, id); estado != "incierto" || luz != "ambar" {
				t.Errorf("after the first try: %s, light %q", estado, luz)
			}
			o.Clock.Add(59 * time.Minute)
			o.Deliver(t)
			if n := len(server.Mails()) - before; n != 1 {
				t.Fatalf("%d copies within the hour", n)
			}
			for range 20 {
				o.Clock.Add(4 * time.Hour)
				o.Deliver(t)
			}
			letters := server.Mails()[before:]
			if len(letters) != 2 || idOf(t, letters[0]) != idOf(t, letters[1]) {
				t.Fatalf("%d copies", len(letters))
			}
			row := o.NoticeOf(t, id, "observacion")
			if estado, luz := state(t, o, id); estado != "incierto" || luz != "rojo" || "<"+row.GetString("mensaje_id")+">" != idOf(t, letters[0]) {
				t.Errorf("left as %s, light %q, id %s", estado, luz, row.GetString("mensaje_id"))
			}
			if vence := o.Record(t, mesa.ColSolicitudes, id).GetString("vence_subsanacion"); vence != "" {
				t.Errorf("a term runs on an uncertain notice: %s", vence)
			}
			stuck, err := correo.StuckNotices(o.App, o.Now())
			if err != nil || len(stuck) != 1 || stuck[0].Estado != mesa.CorreoIncierto {
				t.Errorf("staff are told of %v %v", stuck, err)
			}
			server.Behave()
			o.Mailer.AnswerTime = patient
			row.Set("estado", "pendiente") // by staff
			if err := o.Save(row); err != nil {
				t.Fatal(hookstest.Explain(err))
			}
			o.Deliver(t)
			if estado, _ := state(t, o, id); estado != "enviado" || idOf(t, server.Mails()[before+2]) != idOf(t, letters[0]) {
				t.Errorf("tried again by staff: %s", estado)
			}
		})
	}
}

func TestAnUncertainNoticeIsSentOnceTheSecondTryIsAnswered(t *testing.T) {
	t.Parallel()
	o, server, id := observed(t)
	server.Behave(hookstest.Manner{Dot: hookstest.Drop})
	o.Deliver(t)
	o.Clock.Add(time.Hour)
	server.Down(true) // refused with an answer: no copy, so the second try is still to come
	o.Deliver(t)
	if estado, _ := state(t, o, id); estado != "incierto" {
		t.Fatalf("refused: %s", estado)
	}
	server.Behave()
	o.Clock.Add(time.Hour)
	o.Deliver(t)
	if estado, luz := state(t, o, id); estado != "enviado" || luz != "" {
		t.Errorf("%s, light %q", estado, luz)
	}
	if vence := o.Record(t, mesa.ColSolicitudes, id).GetString("vence_subsanacion"); vence == "" {
		t.Error("no term runs")
	}
}

func TestAnAddressThatIsRefusedFailsAtOnceAndAPassingRefusalDoesNot(t *testing.T) {
	t.Parallel()
	for reply, want := range map[string]string{"550 5.1.1 no existe": "fallido rojo", "450 4.2.1 vuelva luego": "pendiente ambar"} {
		o, server, id := observed(t)
		server.Behave(hookstest.Manner{Rcpt: reply})
		o.Deliver(t)
		estado, luz := state(t, o, id)
		if got := estado + " " + luz; got != want {
			t.Errorf("%s: %s, want %s", reply, got, want)
		}
		if text := o.NoticeOf(t, id, "observacion").GetString("error"); !strings.Contains(text, reply[4:]) {
			t.Errorf("%s: the reason is %q", reply, text)
		}
	}
}

func TestAMailServerDownForAWeekLosesNothing(t *testing.T) {
	t.Parallel()
	o, server, id := observed(t)
	server.Behave(hookstest.Manner{Banner: hookstest.Drop})
	o.Clock.Add(7 * 24 * time.Hour) // the program was down too
	o.Deliver(t)
	server.Behave()
	o.Filed(t, map[string]any{"correo": "ana@ejemplo.pe"})
	o.Clock.Add(2 * time.Hour)
	o.Deliver(t)
	if n, err := o.CountRecords(mesa.ColCorreos); err != nil || int(n) != len(server.Mails()) {
		t.Errorf("%d mails written, %d arrived (%v)", n, len(server.Mails()), err)
	}
	if estado, _ := state(t, o, id); estado != "enviado" {
		t.Errorf("the notice: %s", estado)
	}
}

func TestAProgramKilledAfterTheFinalDotSendsNoSecondCopyByItself(t *testing.T) {
	t.Parallel()
	o, server, id := observed(t)
	server.Behave(hookstest.Manner{Dot: hookstest.Silence})
	before := len(server.Mails())
	ctx, end := context.WithCancel(context.Background())
	left := make(chan bool)
	go func() { o.Mailer.Work(ctx, o.App); close(left) }()
	for len(server.Mails()) == before { // until the mail is handed over
		<-time.After(time.Millisecond)
	}
	end() // the work goes on waiting for an answer: what the base holds now is what a kill leaves
	row := o.NoticeOf(t, id, "observacion")
	if row.GetString("estado") != "incierto" || !row.GetDateTime("proximo_en").Time().Equal(o.Now().Add(time.Hour)) {
		t.Errorf("while nothing is known: %s, next try %s", row.GetString("estado"), row.GetString("proximo_en"))
	}
	server.HangUp()
	<-left
}

func TestAHangingDomainStopsNoMailToOthers(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	server := hookstest.NewSMTP(t, o.App)
	server.Behave(hookstest.Manner{To: "@lento.pe", Rcpt: hookstest.Silence})
	for range 12 {
		o.Filed(t, map[string]any{"correo": "ana@lento.pe"})
	}
	o.Clock.Add(time.Second)
	o.Filed(t, map[string]any{"correo": "juan@ejemplo.pe"})
	ctx, end := context.WithCancel(context.Background())
	left := make(chan bool)
	go func() { o.Mailer.Work(ctx, o.App); close(left) }()
	for len(server.Mails()) == 0 {
		<-time.After(time.Millisecond)
	}
	if !hookstest.MailHas(server.Mails()[0], "juan@ejemplo.pe") {
		t.Errorf("the mail that left: %.300s", server.Mails()[0])
	}
	began := time.Now()
	end()
	<-left
	if took := time.Since(began); took > 5*time.Second { // the patience of the program's end
		t.Errorf("the end waited %v for a mail that was not handed over", took)
	}
	rows, err := o.FindRecordsByFilter(mesa.ColCorreos, "para = 'ana@lento.pe' && (estado != 'pendiente' || intentos != 0)", "", 0, 0)
	if err != nil || len(rows) != 0 {
		t.Errorf("%d mails were changed by the program's end: %v", len(rows), err)
	}
}

// part finds a part of a mail by its type.
func part(t *testing.T, kind, body, want string) (head map[string][]string, content string) {
	t.Helper()
	media, params, err := mime.ParseMediaType(kind)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(media, "multipart/") {
		return nil, ""
	}
	for r := multipart.NewReader(strings.NewReader(body), params["boundary"]); ; {
		p, err := r.NextPart()
		if err == io.EOF {
			return nil, ""
		}
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(p)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(p.Header.Get("Content-Type"), want) {
			return p.Header, string(data)
		}
		if head, content := part(t, p.Header.Get("Content-Type"), string(data), want); head != nil {
			return head, content
		}
	}
}

func TestANoticeIsDatedInLimaNamesTheOfficeAndDescribesItsCalendar(t *testing.T) {
	t.Parallel()
	o, server, _ := observed(t)
	o.Set(t, map[string]any{"correo": "mesadepartes@ejemplo.pe"})
	o.App.Settings().Meta.SenderName = "Mesa de Partes de la Municipalidad Distrital de Ñaña"
	o.Clock.Set("2026-03-24T23:30:00-05:00")
	o.Deliver(t)
	raw := server.Mails()[1]
	letter, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"Date": "Tue, 24 Mar 2026 23:30:00 -0500", "Reply-To": "mesadepartes@ejemplo.pe",
		"Auto-Submitted": "auto-generated", "To": "<juan@ejemplo.pe>",
	} {
		if got := letter.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	from, err := letter.Header.AddressList("From")
	if err != nil || from[0].Name != o.App.Settings().Meta.SenderName || from[0].Address != "mesa@ejemplo.pe" {
		t.Errorf("From %v %v", from, err)
	}
	body, err := io.ReadAll(letter.Body)
	if err != nil {
		t.Fatal(err)
	}
	head, _ := part(t, letter.Header.Get("Content-Type"), string(body), "text/calendar")
	if got := strings.Join(head["Content-Type"], ""); got != "text/calendar; charset=utf-8; method=PUBLISH" {
		t.Errorf("the calendar is a %q", got)
	}
	for _, kind := range []string{"text/plain; charset=UTF-8", "text/html; charset=UTF-8"} {
		if _, content := part(t, letter.Header.Get("Content-Type"), string(body), kind); !strings.Contains(content, "observa") {
			t.Errorf("the %s part: %q", kind, content)
		}
	}
	if long := slices.IndexFunc(strings.Split(raw, "\r\n"), func(l string) bool { return len(l) > 998 }); long >= 0 {
		t.Errorf("line %d has more than 998 octets", long)
	}
}

func TestTheOfficeProvesItselfToItsMailServer(t *testing.T) {
	t.Parallel()
	for _, method := range []string{mailer.SMTPAuthPlain, mailer.SMTPAuthLogin} {
		o, server, _ := observed(t)
		smtp := &o.App.Settings().SMTP
		smtp.Username, smtp.Password, smtp.AuthMethod, smtp.LocalName = "mesa", "una clave", method, "mesa.ejemplo.pe"
		o.Deliver(t)
		if got := server.Logins(); len(got) != 1 || got[0] != method+" mesa una clave" {
			t.Errorf("%s: %v", method, got)
		}
	}
}
