package otp_test

import (
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"

	"github.com/pocketbase/pocketbase/core"
)

// prove gives the proof of juan's address.
func (d *desk) prove() otp.Proof {
	d.t.Helper()
	proof, err := d.Prove(d.office.App, juan, draft, d.ask())
	if err != nil {
		d.t.Fatal(hookstest.Explain(err))
	}
	return proof
}

// bearer is a record that carries a proof.
func bearer(proof otp.Proof) *core.Record {
	r := core.NewRecord(core.NewBaseCollection("subsanaciones"))
	otp.Attach(r, proof)
	return r
}

func TestAProofIsGivenForTheRightCodeAlone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	code := d.ask()
	for _, typed := range []string{"", "12345", wrong(code)} {
		if proof, err := d.Prove(d.office.App, juan, draft, typed); err == nil || !proof.IsZero() {
			t.Errorf("%q proves %+v (%v)", typed, proof, err)
		}
	}
	if proof, err := d.Prove(d.office.App, juan, "another draft", code); err == nil || !proof.IsZero() {
		t.Errorf("a code asked for something else proves %+v", proof)
	}
	proof, err := d.Prove(d.office.App, juan, draft, code)
	if err != nil || proof.IsZero() {
		t.Fatalf("%+v %v", proof, err)
	}
	if again, err := d.Prove(d.office.App, juan, draft, code); err == nil || !again.IsZero() {
		t.Error("one code proves twice")
	}
}

func TestAProofHoldsHalfAnHourForItsAddress(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	r := bearer(d.prove())
	for _, c := range []struct {
		correo string
		want   bool
	}{{juan, true}, {"JUAN@ejemplo.pe", true}, {"otro@ejemplo.pe", false}, {"", false}} {
		if got := d.Proved(r, c.correo); got != c.want {
			t.Errorf("%q is proved: %v", c.correo, got)
		}
	}
	d.office.Clock.Add(otp.ProofLife)
	if !d.Proved(r, juan) {
		t.Error("the proof is over within its half hour")
	}
	if d.office.Clock.Add(time.Second); d.Proved(r, juan) {
		t.Error("the proof outlives its half hour")
	}
}

func TestWhoCarriesNoProofProvesNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	bare := core.NewRecord(core.NewBaseCollection("subsanaciones"))
	forged := core.NewRecord(core.NewBaseCollection("subsanaciones"))
	forged.Load(map[string]any{"@prueba": map[string]any{"correo": juan, "at": d.office.Now()}})
	for name, r := range map[string]*core.Record{"nothing": bare, "the zero proof": bearer(otp.Proof{}), "what a request forged": forged} {
		for _, correo := range []string{juan, ""} {
			if d.Proved(r, correo) {
				t.Errorf("%s proves %q", name, correo)
			}
		}
	}
	if !(otp.Proof{}).IsZero() {
		t.Error("the zero proof proves something")
	}
}

func TestAProofOfADraftHoldsFromItsFilingOn(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	if !d.ProofOf(d.office.App, "no such draft").IsZero() {
		t.Error("no draft proves an address")
	}
	b := d.office.Draft(t, nil)
	if !d.ProofOf(d.office.App, b.Id).IsZero() {
		t.Error("an unproved draft proves its address")
	}
	b = d.office.Ready(t, nil)
	d.office.Clock.Add(time.Hour)
	if !d.Proved(bearer(d.ProofOf(d.office.App, b.Id)), juan) {
		t.Error("while nothing is filed the proof holds from now")
	}
	d.office.Must(t, mesa.ColSolicitudes, map[string]any{"borrador": b.Id})
	for _, c := range []struct {
		later time.Duration
		want  bool
	}{{otp.ProofLife, true}, {time.Second, false}} {
		d.office.Clock.Add(c.later)
		if got := d.Proved(bearer(d.ProofOf(d.office.App, b.Id)), juan); got != c.want {
			t.Errorf("%v after the filing it holds: %v", d.office.Now(), got)
		}
	}
}

func TestAProofOfAnotherAddressGoesWithTheAddress(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	b := d.office.Draft(t, nil)
	d.office.Prove(t, b)
	fresh := d.office.Record(t, mesa.ColBorradores, b.Id)
	fresh.Set("correo", "otro@ejemplo.pe")
	if err := d.office.Save(fresh); err != nil {
		t.Fatal(hookstest.Explain(err))
	}
	if proof := d.ProofOf(d.office.App, b.Id); !proof.IsZero() {
		t.Errorf("a draft with a new address proves %+v", proof)
	}
}
