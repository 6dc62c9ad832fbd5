package otp_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"
)

// stranger asks from another network, for drafts of his own, with somebody's address.
var stranger = otp.Asker{Neighbourhood: "198.51.100.0/24"}

func TestAStrangerWhoKnowsAnAddressNeitherBlocksNorKillsItsCodes(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	mine := d.ask()
	for i := range 40 { // until the address waits for a captcha, from wherever
		_ = d.Send(d.office.App, juan, fmt.Sprint("ajeno", i), otp.Asker{Neighbourhood: fmt.Sprint("198.51.", i, ".0/24")})
	}
	for range 5 {
		_ = d.Check(d.office.App, juan, "ajeno1", wrong(mine))
	}
	if err := d.check(mine); err != nil {
		t.Error("the delivered code died:", hookstest.Explain(err))
	}
	d.office.Clock.Add(otp.Pause)
	if err := d.Send(d.office.App, juan, draft, otp.Asker{Neighbourhood: home.Neighbourhood, Human: true}); err != nil {
		t.Error("its owner gets no code:", hookstest.Explain(err))
	}
}

func TestTwelveCodesAnHourForAnAddressFromOneNeighbourhood(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for i := range otp.PerNeighbourhood {
		if err := d.Send(d.office.App, juan, fmt.Sprint("ajeno", i), stranger); err != nil {
			t.Fatal(hookstest.Explain(err))
		}
	}
	err := d.Send(d.office.App, juan, "ajeno99", stranger)
	var many mesa.TooMany
	if !errors.As(err, &many) || many.Wait != time.Hour || many.Texto != mesa.TextCodigoVecindad(time.Hour) {
		t.Errorf("a thirteenth code: %v", err)
	}
	if err := d.Send(d.office.App, "ana@ejemplo.pe", "ajeno99", stranger); err != nil {
		t.Error("another address waits too:", hookstest.Explain(err))
	}
	d.ask() // from home nothing was asked
	d.office.Clock.Add(time.Hour)
	if err := d.Send(d.office.App, juan, "ajeno99", stranger); err != nil {
		t.Error("an hour later:", hookstest.Explain(err))
	}
}

func TestPastThirtyCodesAnHourAnAddressIsAskedACaptchaAndNeverRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for i := range otp.PerAddress {
		if err := d.Send(d.office.App, juan, fmt.Sprint("ajeno", i), otp.Asker{Neighbourhood: fmt.Sprint("198.51.", i, ".0/24")}); err != nil {
			t.Fatal(hookstest.Explain(err))
		}
	}
	hookstest.WantRefusal(t, d.Send(d.office.App, juan, draft, home), 422, "captcha", mesa.TextCodigoCaptcha)
	if err := d.Send(d.office.App, juan, draft, otp.Asker{Neighbourhood: home.Neighbourhood, Human: true}); err != nil {
		t.Fatal("after the captcha:", hookstest.Explain(err))
	}
	if err := d.check(d.codes[len(d.codes)-1]); err != nil {
		t.Error(hookstest.Explain(err))
	}
}

// The limits stand in the base: a restart forgives nothing.
func TestARestartForgetsNoCode(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	code := d.ask()
	if err := d.office.ClearBootstrap(); err != nil {
		t.Fatal(err)
	}
	o := d.office.Reopen(t, workday)
	again := &otp.Service{Now: o.Clock.Now, Deliver: d.deliver}
	var many mesa.TooMany
	if err := again.Send(o.App, juan, draft, home); !errors.As(err, &many) {
		t.Errorf("a second code in the same minute: %v", err)
	}
	if err := again.Check(o.App, juan, draft, code); err != nil {
		t.Error("the code died:", hookstest.Explain(err))
	}
}

// A quiet refusal writes as much as a wrong code does, so that its time doesn't tell
// whether there was a code.
func TestAQuietRefusalCountsATryEvenWhereThereIsNoCode(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for range 3 {
		_ = d.CheckQuietly(d.office.App, "", "-", "123456")
	}
	row, err := d.office.FindFirstRecordByData(mesa.ColCodigos, "correo", "")
	if err != nil || row.GetInt("intentos") != 3 {
		t.Errorf("%v tries: %v", row, err)
	}
}
