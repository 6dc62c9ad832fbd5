package replica_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/replica"
)

const workday = "2026-03-24T10:00:00-05:00"

// replicated is an office with the turn of a destination.
func replicated(t *testing.T, dest string) (*hookstest.Office, *replica.Room) {
	t.Helper()
	o := hookstest.New(t, workday)
	r := replica.New(replica.Config{Now: o.Clock.Now, Out: o.Out, Dest: dest, Libro: o.Libro, Servidor: o.Desk.Servidor})
	r.Bind(o.App) // in the place of the one without a destination
	if err := r.TakePart(t.Context(), o.App); err != nil {
		t.Fatal(err)
	}
	return o, r
}

// refused wants an act refused with 503.
func refused(t *testing.T, what string, err error) {
	t.Helper()
	if p, ok := mesa.AsProblem(err); !ok || p.Status != 503 || p.Wait == 0 {
		t.Errorf("%s: %v", what, err)
	}
}

// Once another machine has the turn nothing is numbered and nothing moves, whoever asks.
func TestWithoutTheTurnNothingIsFiled(t *testing.T) {
	t.Parallel()
	dest := "file://" + filepath.ToSlash(t.TempDir())
	o, r := replicated(t, dest)
	filing := o.Filed(t, nil)
	draft := o.Ready(t, nil)
	a, err := replica.Open(dest)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.TakeTurn(t.Context(), 2, "otra"); err != nil {
		t.Fatal(err)
	}
	if err := r.Pulse(t.Context(), o.App); err == nil {
		t.Error("the heart beats on")
	}
	_, err = o.Create(t, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id})
	refused(t, "a filing", err)
	_, err = o.Create(t, mesa.ColMovimientos, map[string]any{"solicitud": filing.Id, "etapa": "REGISTRADO"})
	refused(t, "a move", err)
	if salud, _ := r.Salud(t.Context(), o.App); salud != mesa.Mal {
		t.Errorf("the health is %v", salud)
	}
	again := replica.New(replica.Config{Now: o.Clock.Now, Out: o.Out, Dest: dest, Libro: o.Libro, Servidor: o.Desk.Servidor})
	if err := again.TakePart(t.Context(), o.App); err == nil || !strings.Contains(err.Error(), "tiene el turno") {
		t.Errorf("it starts again: %v", err)
	}
}

// A machine that can't reach the destination files on, up to its ceiling.
func TestTheCeilingBoundsAMachineThatIsCutOff(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	o, r := replicated(t, "file://"+filepath.ToSlash(dir))
	if err := o.Libro.Skip(o.App, map[int]int{2026: replica.Margin - 2}, "Prueba."); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(dir, dir+"-lejos"); err != nil { // the disk is not mounted any more
		t.Fatal(err)
	}
	for _, want := range []int{replica.Margin - 1, replica.Margin} {
		if got := o.Filed(t, nil).GetInt("correlativo"); got != want {
			t.Errorf("filed as %d, want %d", got, want)
		}
	}
	draft := o.Ready(t, nil)
	_, err := o.Create(t, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id})
	refused(t, "a number above the ceiling", err)
	if salud, why := r.Salud(t.Context(), o.App); salud != mesa.Atencion {
		t.Errorf("the health is %v: %s", salud, why)
	}
	if err := os.Rename(dir+"-lejos", dir); err != nil {
		t.Fatal(err)
	}
	if got := o.Must(t, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id}).GetInt("correlativo"); got != replica.Margin+1 {
		t.Errorf("filed as %d once the disk is back", got)
	}
}

// What a dead machine may have given is skipped once, and the trail says so.
func TestSkippedNumbersAreDeclaredOnce(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	filing := o.Filed(t, nil)
	for range 2 {
		if err := o.Libro.Skip(o.App, map[int]int{2026: 201, 2027: 200}, mesa.TextReplicaSalto); err != nil {
			t.Fatal(err)
		}
	}
	notes, err := o.FindRecordsByFilter(mesa.ColMovimientos, "solicitud = {:s} && etapa = 'NOTA'", "", 0, 0, map[string]any{"s": filing.Id})
	if err != nil || len(notes) != 1 || !strings.Contains(notes[0].GetString("observaciones"), "2-2026 a 201-2026, 1-2027 a 200-2027") {
		t.Errorf("%d notes: %v", len(notes), err)
	}
	if got := o.Filed(t, nil).GetString("numero"); got != "202-2026" {
		t.Errorf("the next number is %s", got)
	}
}
