package libro_test

import (
	"slices"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/libro"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
)

// A change of address is an act of each filing: the base of before, and `recuperar`, give the
// new address again, and the notice that was waiting goes there.
func TestAChangeOfAddressSurvivesARestore(t *testing.T) {
	t.Parallel()
	const old, fresh = "juan@ejemplo.pe", "juan.nuevo@ejemplo.pe"
	o := hookstest.New(t, "2026-03-24T10:00:00-05:00")
	o.ByLaw(t)
	open, closed := o.Filed(t, nil).Id, o.Brought(t, mesa.Archivada)
	foreign := o.Filed(t, map[string]any{"correo": "otra@ejemplo.pe"}).Id
	o.Deliver(t)
	o.Mailer.Hold = func(core.App) bool { return true }
	o.Observe(t, open)
	before := copyBase(t, o)
	proof := func(correo string) otp.Proof {
		t.Helper()
		if err := o.Codes.Send(o.App, correo, "mudanza", otp.Asker{}); err != nil {
			t.Fatal(err)
		}
		p, err := o.Codes.Prove(o.App, correo, "mudanza", uitest.LastCode(t, o, correo))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	if err := o.Desk.Solicitud.MoveAddress(o.App, proof(old), proof(fresh)); err != nil {
		t.Fatal(err)
	}
	if got := o.NoticeOf(t, open, string(mesa.CorreoObservacion)).GetString("para"); got != fresh {
		t.Fatalf("the waiting notice goes to %s", got)
	}
	tables := []string{mesa.ColSolicitudes, mesa.ColMovimientos}
	want := rows(t, o, tables...)

	o = restored(t, o, before)
	if got := o.Record(t, mesa.ColSolicitudes, open).GetString("correo"); got != old {
		t.Fatalf("the base of before has %s", got)
	}
	recovered(t, o, libro.Options{})
	for id, address := range map[string]string{open: fresh, closed: fresh, foreign: "otra@ejemplo.pe"} {
		if got := o.Record(t, mesa.ColSolicitudes, id).GetString("correo"); got != address {
			t.Errorf("recovered with %s, want %s", got, address)
		}
	}
	if got := o.NoticeOf(t, open, string(mesa.CorreoObservacion)).GetString("para"); got != fresh {
		t.Errorf("the notice goes to %s", got)
	}
	if got := rows(t, o, tables...); !slices.Equal(clean(got), clean(want)) {
		t.Error(diff(clean(want), clean(got)))
	}
	if err := o.Libro.Look(o.App); err != nil {
		t.Errorf("the book: %v", err)
	}
}
