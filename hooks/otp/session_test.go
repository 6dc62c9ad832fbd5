package otp_test

import (
	"testing"
	"time"

	"mesadepartes/hooks/otp"
)

func TestASessionGivesFreshProofsUntilItEnds(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	all := otp.NewSessions(d.Service)
	all.Begin("nobody", otp.Proof{})
	if p, _ := all.Use("nobody"); !p.IsZero() {
		t.Error("a session begins without a proof")
	}
	all.Begin("mine", d.prove())
	for range 8 * 60 / 29 { // used every 29 minutes
		d.office.Clock.Add(29 * time.Minute)
		p, left := all.Use("mine")
		if p.Correo() != juan || !d.Holds(p, juan) || d.Holds(p, "otro@ejemplo.pe") || left <= 0 || left > otp.SessionIdle {
			t.Fatalf("%+v, %v left", p, left)
		}
	}
	if _, left := all.Use("mine"); left != otp.SessionMost-16*29*time.Minute {
		t.Errorf("%v left before the eight hours", left)
	}
	d.office.Clock.Add(17 * time.Minute)
	if p, _ := all.Use("mine"); !p.IsZero() {
		t.Error("a session outlives eight hours")
	}
	all.Begin("mine", d.prove())
	d.office.Clock.Add(otp.SessionIdle)
	if p, _ := all.Use("mine"); !p.IsZero() {
		t.Error("a session outlives its half hour")
	}
	all.Begin("mine", d.prove())
	all.End("mine")
	if p, _ := all.Use("mine"); !p.IsZero() {
		t.Error("an ended session is open")
	}
}
