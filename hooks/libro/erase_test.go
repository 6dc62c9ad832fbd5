package libro_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/libro"
	"mesadepartes/hooks/mesa"
)

func TestAnErasedEntryKeepsTheChainAndItsNumber(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.Filed(t, nil)
	copied := copyBase(t, o)
	erased := o.Filed(t, map[string]any{"apellidos": "QUISPE ÑAHUI"})
	o.Filed(t, nil)
	if err := o.Libro.Erase(o.App, 1, 2, " "); err == nil {
		t.Error("erased without an authorisation")
	}
	if err := o.Libro.Erase(o.App, 1, 2, "Resolución 12-2026"); err != nil {
		t.Fatal(err)
	}
	if err := o.Libro.Erase(o.App, 1, 2, "Resolución 12-2026"); err == nil {
		t.Error("erased twice")
	}
	data, err := os.ReadFile(libro.Path(o.DataDir(), 1, 2))
	personal := bytes.Contains(data, []byte("QUISPE")) || bytes.Contains(data, []byte("juan@"))
	if err != nil || personal || !bytes.Contains(data, []byte("Resolución 12-2026")) {
		t.Errorf("the entry: %v %s", err, data)
	}
	line, err := o.FindFirstRecordByFilter(mesa.ColMovimientos, "solicitud = {:s} && etapa = 'NOTA'", map[string]any{"s": erased.Id})
	if err != nil || !strings.Contains(line.GetString("observaciones"), "Lo autoriza: Resolución 12-2026.") {
		t.Errorf("the trail: %v %v", line, err)
	}
	if held := bookHolds(t, o, "QUISPE"); len(held) > 0 {
		t.Errorf("the book holds what was erased: %v", held)
	}
	o = restored(t, o, copied)
	if state := o.Libro.State(o.App); !strings.Contains(state.Texto, "faltan 2 solicitudes, 2-2026 a 3-2026, y 1 movimiento") {
		t.Errorf("state %+v", state)
	}
	recovered(t, o, libro.Options{})
	if _, err := o.FindRecordById(mesa.ColSolicitudes, erased.Id); err == nil {
		t.Error("what was erased is recovered")
	}
	if s := o.Filed(t, nil); s.GetString("numero") != "4-2026" {
		t.Errorf("numero %s", s.GetString("numero"))
	}
}

// bookHolds lists the files of the book that have a text.
func bookHolds(t *testing.T, o *hookstest.Office, text string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(o.DataDir(), libro.Folder), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		if bytes.Contains(data, []byte(text)) {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// TestTheLineOfAnErasureIsRecovered restores a base that has the filing and not its
// erasure.
func TestTheLineOfAnErasureIsRecovered(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	filed := o.Filed(t, nil)
	copied := copyBase(t, o)
	if err := o.Libro.Erase(o.App, 1, 1, "Resolución 12-2026"); err != nil {
		t.Fatal(err)
	}
	want := rows(t, o, acts...)
	o = restored(t, o, copied)
	recovered(t, o, libro.Options{})
	if got := rows(t, o, acts...); diff(want, got) != "" || diff(got, want) != "" {
		t.Errorf("after recovery:\n%s\nwant\n%s", diff(got, want), diff(want, got))
	}
	if n := notes(t, o, filed.Id); n != 1 {
		t.Errorf("%d lines say that it was recovered", n)
	}
}
