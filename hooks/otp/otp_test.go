package otp_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"

	"github.com/pocketbase/pocketbase/core"
)

const (
	workday = "2026-03-24T10:00:00-05:00"
	juan    = "juan@ejemplo.pe"
	draft   = "borrador1"
)

// home is the network that the citizen asks from.
var home = otp.Asker{Neighbourhood: "192.0.2.0/24"}

// desk sends codes to a mailbox that the test reads.
type desk struct {
	*otp.Service
	t      *testing.T
	office *hookstest.Office
	mu     sync.Mutex
	codes  []string
	down   error
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, office: hookstest.New(t, workday)}
	d.Service = &otp.Service{Now: d.office.Clock.Now, Deliver: d.deliver}
	return d
}

func (d *desk) deliver(_ core.App, _, code string, _ time.Duration) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.down == nil {
		d.codes = append(d.codes, code)
	}
	return d.down
}

// ask sends a code that must leave, and gives it.
func (d *desk) ask() string {
	d.t.Helper()
	if err := d.Send(d.office.App, juan, draft, home); err != nil {
		d.t.Fatal(hookstest.Explain(err))
	}
	return d.codes[len(d.codes)-1]
}

func (d *desk) check(code string) error { return d.Check(d.office.App, juan, draft, code) }

// wrong is a code that differs from the right one.
func wrong(code string) string { return code[:5] + string('0'+(code[5]-'0'+1)%10) }

func (d *desk) mustRefuse(err error, status int, texto string) {
	d.t.Helper()
	campo := "codigo"
	if status == 429 {
		campo = ""
	}
	hookstest.WantRefusal(d.t, err, status, campo, texto)
}

func TestACodeIsSixDigitsAndGoodOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	code := d.ask()
	if len(code) != 6 {
		t.Fatalf("the code is %q", code)
	}
	if err := d.check(" " + code[:3] + " " + code[3:] + "\n"); err != nil {
		t.Error("a code typed with spaces is refused:", hookstest.Explain(err))
	}
	d.mustRefuse(d.check(code), 422, mesa.TextCodigoUsado)
}

func TestWhatIsNoCodeUsesNoTry(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	code := d.ask()
	for _, typed := range []string{"", "12345", "1234567", "abcdef", "12345x", "１２３４５６", "' OR 1", "+12345"} {
		d.mustRefuse(d.check(typed), 422, mesa.TextCodigoFormato)
	}
	if err := d.check(code); err != nil {
		t.Error(hookstest.Explain(err))
	}
}

func TestOnlyTheNewestCodeWorks(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	var codes []string
	for range 3 {
		codes = append(codes, d.ask())
		d.office.Clock.Add(otp.Pause)
	}
	last := codes[2]
	for _, old := range codes[:2] {
		if old != last {
			d.mustRefuse(d.check(old), 422, mesa.TextCodigoMalo)
		}
	}
	if err := d.check(last); err != nil {
		t.Error(hookstest.Explain(err))
	}
}

func TestACodeIsGoodForWhatItWasAskedAndTheAddressItWentTo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	code := d.ask()
	app := d.office.App
	for _, c := range []struct{ correo, para string }{{juan, "borrador2"}, {juan, ""}, {"ana@ejemplo.pe", draft}, {"", draft}} {
		d.mustRefuse(d.Check(app, c.correo, c.para, code), 422, mesa.TextCodigoNoPedido)
	}
	if err := d.Check(app, "JUAN@ejemplo.pe", draft, code); err != nil {
		t.Error("the same address in capitals:", hookstest.Explain(err))
	}
}

func TestACodeNeverAskedForIsSaidSo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.mustRefuse(d.check("123456"), 422, mesa.TextCodigoNoPedido)
}

func TestFiveTriesAndThenNotEvenTheRightOne(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	code := d.ask()
	for range otp.Tries {
		d.mustRefuse(d.check(wrong(code)), 422, mesa.TextCodigoMalo)
	}
	d.mustRefuse(d.check(code), 429, mesa.TextCodigoAgotado)
	d.office.Clock.Add(otp.Pause)
	if err := d.check(d.ask()); err != nil {
		t.Error("a new code after five misses:", hookstest.Explain(err))
	}
}

func TestTheFifthTryStillCounts(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	code := d.ask()
	for range otp.Tries - 1 {
		d.mustRefuse(d.check(wrong(code)), 422, mesa.TextCodigoMalo)
	}
	if err := d.check(code); err != nil {
		t.Error(hookstest.Explain(err))
	}
}

func TestACodeLivesTenMinutesOfTheClock(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		age  time.Duration
		good bool
	}{{10 * time.Minute, true}, {10*time.Minute + time.Second, false}, {24 * time.Hour, false}} {
		d := newDesk(t)
		code := d.ask()
		d.office.Clock.Add(c.age)
		err := d.check(code)
		if c.good && err != nil {
			t.Errorf("after %v: %s", c.age, hookstest.Explain(err))
		}
		if !c.good {
			d.mustRefuse(err, 422, mesa.TextCodigoVencido)
		}
	}
}

// PocketBase deletes its own codes every hour, and the round of the purge ours after a
// day. The person must read that the code expired, not that it was used.
func TestACodeThatPocketBaseSweptIsExpiredAndNotUsed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	code := d.ask()
	d.office.Clock.Add(23 * time.Hour)
	if err := d.office.DeleteExpiredOTPs(); err != nil {
		t.Fatal(err)
	}
	if err := d.office.Purge(d.office.App); err != nil {
		t.Fatal(err)
	}
	d.mustRefuse(d.check(code), 422, mesa.TextCodigoVencido)
	d.office.Clock.Add(2 * time.Hour)
	if err := d.office.Purge(d.office.App); err != nil {
		t.Fatal(err)
	}
	if n, err := d.office.CountRecords(mesa.ColCodigos); n != 0 || err != nil {
		t.Errorf("%d codes are kept past a day: %v", n, err)
	}
}

func TestOneCodeAMinute(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	code := d.ask()
	for _, wait := range []time.Duration{0, 30 * time.Second, 29 * time.Second} {
		d.office.Clock.Add(wait)
		err := d.Send(d.office.App, juan, draft, home)
		var many mesa.TooMany
		if !errors.As(err, &many) || many.Wait <= 0 || many.Wait > otp.Pause || many.Texto != mesa.TextCodigoEspera(many.Wait) {
			t.Fatalf("%v later: %v", wait, err)
		}
	}
	if err := d.check(code); err != nil {
		t.Error("a refused second code spoils the first:", hookstest.Explain(err))
	}
	d.office.Clock.Add(time.Second)
	d.ask()
	if err := d.Send(d.office.App, "ana@ejemplo.pe", draft, home); err != nil {
		t.Error("another address waits too:", hookstest.Explain(err))
	}
}

func TestSixCodesInAnHourThatSlides(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for range otp.PerHour {
		d.ask()
		d.office.Clock.Add(2 * time.Minute)
	}
	err := d.Send(d.office.App, juan, draft, home) // 12 minutes after the first
	d.mustRefuse(err, 429, mesa.TextCodigoMuchos(48*time.Minute))
	if p, _ := mesa.AsProblem(err); p.Wait != 48*time.Minute {
		t.Errorf("wait %v", p.Wait)
	}
	d.office.Clock.Add(48*time.Minute - time.Second)
	if err := d.Send(d.office.App, juan, draft, home); err == nil {
		t.Error("a seventh code a second before the hour is over")
	}
	d.office.Clock.Add(time.Second)
	d.ask()
	d.office.Clock.Add(otp.Pause)
	if err := d.Send(d.office.App, juan, draft, home); err == nil {
		t.Error("the window does not slide: an eighth code came at once")
	}
}

func TestAddressesThatDifferInCapitalsShareTheLimit(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ask()
	if err := d.Send(d.office.App, "JUAN@Ejemplo.PE", draft, home); err == nil {
		t.Error("capitals get a second code at once")
	}
}

func TestACodeThatCouldNotLeaveIsForgotten(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.down = errors.New("451 vuelva luego")
	for range otp.PerHour + 2 {
		d.mustRefuse(d.Send(d.office.App, juan, draft, home), 503, mesa.TextCodigoSinEnviar)
	}
	if n, _ := d.office.CountRecords(mesa.ColCodigos); n != 0 {
		t.Errorf("%d codes are kept", n)
	}
	d.mustRefuse(d.check("123456"), 422, mesa.TextCodigoNoPedido)
	d.down = nil
	if err := d.check(d.ask()); err != nil {
		t.Error(hookstest.Explain(err))
	}
}

func TestARefusingMailServerAlsoReleasesTheAddress(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	mail := hookstest.NewSMTP(t, o.App)
	mail.Down(true)
	hookstest.WantRefusal(t, o.Codes.Send(o.App, juan, draft, home), 503, "codigo", mesa.TextCodigoSinEnviar)
	mail.Down(false)
	if err := o.Codes.Send(o.App, juan, draft, home); err != nil || len(mail.Mails()) != 1 {
		t.Errorf("%d mails: %v", len(mail.Mails()), err)
	}
	if n, _ := o.CountRecords(mesa.ColCorreos); n != 0 {
		t.Errorf("%d codes went through the outbox", n)
	}
}

func TestNoCodeIsStoredReadable(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	code := d.ask()
	rows, err := d.office.FindAllRecords(mesa.ColCodigos)
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d codes: %v", len(rows), err)
	}
	for field, value := range rows[0].FieldsData() {
		if fmt.Sprint(value) == code {
			t.Errorf("the code stands in %s", field)
		}
	}
}

func TestSendsAtOnceSendOneMail(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	results := make([]error, 8)
	var all sync.WaitGroup
	for i := range results {
		all.Go(func() { results[i] = d.Send(d.office.App, juan, draft, home) })
	}
	all.Wait()
	sent := 0
	for _, err := range results {
		var many mesa.TooMany
		switch {
		case err == nil:
			sent++
		case !errors.As(err, &many):
			t.Errorf("neither sent nor told to wait: %v", err)
		}
	}
	if sent != 1 || len(d.codes) != 1 {
		t.Fatalf("%d sent, %d mails", sent, len(d.codes))
	}
	if err := d.check(d.codes[0]); err != nil {
		t.Error(hookstest.Explain(err))
	}
}

func TestTriesMadeAtOnceNeverExceedFive(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	code := d.ask()
	texts := make([]string, 20)
	var all sync.WaitGroup
	for i := range texts {
		all.Go(func() {
			p, _ := mesa.AsProblem(d.check(wrong(code)))
			texts[i] = p.Texto
		})
	}
	all.Wait()
	slices.Sort(texts)
	looked := 0
	for _, text := range texts {
		if text == mesa.TextCodigoMalo {
			looked++
		} else if text != mesa.TextCodigoAgotado {
			t.Errorf("a try ended with %q", text)
		}
	}
	if looked != otp.Tries {
		t.Errorf("%d answers were looked at", looked)
	}
	d.mustRefuse(d.check(code), 429, mesa.TextCodigoAgotado)
}

func TestACodeTypedTwiceAtOnceIsNoFaultOfOurs(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	code := d.ask()
	results := make([]error, 4)
	var all sync.WaitGroup
	for i := range results {
		all.Go(func() { results[i] = d.check(code) })
	}
	all.Wait()
	passed := 0
	for _, err := range results {
		if err == nil {
			passed++
		} else if p, ok := mesa.AsProblem(err); !ok || p.Status >= 500 {
			t.Errorf("a double click ends in %v", err)
		}
	}
	if passed == 0 {
		t.Error("the right code passed for nobody")
	}
}

// A mail server may refuse a code long after the person asked for another one.
func TestACodeRefusedLateTakesNoNewerOneAway(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	refuse, hanging, answered := make(chan bool), make(chan bool), make(chan error)
	late := &otp.Service{Now: d.Now, Patience: time.Hour, Deliver: func(core.App, string, string, time.Duration) error {
		close(hanging)
		<-refuse
		return errors.New("451 vuelva luego")
	}}
	go func() { answered <- late.Send(d.office.App, juan, draft, home) }()
	<-hanging
	d.office.Clock.Add(otp.Pause)
	code := d.ask()
	close(refuse)
	d.mustRefuse(<-answered, 503, mesa.TextCodigoSinEnviar)
	if err := d.check(code); err != nil {
		t.Error(hookstest.Explain(err))
	}
}
