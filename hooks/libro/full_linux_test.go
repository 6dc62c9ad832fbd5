package libro_test

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/libro"
	"mesadepartes/hooks/mesa"
)

func TestWithoutRoomForTheEntryNothingIsFiled(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.Filed(t, nil)
	roomAgain := fullBook(t, o.DataDir())
	draft := o.Ready(t, nil)
	_, err := o.Create(t, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id})
	hookstest.WantRefusal(t, err, 503, "", mesa.TextLibroNoEscribe)
	if n, _ := o.CountRecords(mesa.ColSolicitudes); n != 1 {
		t.Errorf("%d filings", n)
	}
	roomAgain()
	if s := o.Must(t, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id}); s.GetString("numero") != "2-2026" {
		t.Errorf("numero %s", s.GetString("numero"))
	}
}

// fullBook makes the disk of the book full: a file system of one page, filled, over
// the shelf in use. Who may not mount one gets a shelf that is no folder: the next
// entry can't be written either.
func fullBook(t *testing.T, dir string) (roomAgain func()) {
	t.Helper()
	shelf := filepath.Dir(libro.Path(dir, 1, 1))
	err := syscall.Mount("mesa", shelf, "tmpfs", 0, "size=4096")
	if errors.Is(err, syscall.EPERM) {
		hookstest.NoMount(t, err)
		t.Log("no right to mount: the shelf is a file instead of a full disk")
		return fileForShelf(t, shelf)
	}
	if err != nil {
		t.Fatal(err)
	}
	mounted := true
	roomAgain = func() {
		if mounted {
			mounted = false
			if err := syscall.Unmount(shelf, 0); err != nil {
				t.Error(err)
			}
		}
	}
	t.Cleanup(roomAgain)
	if err := os.WriteFile(filepath.Join(shelf, "relleno"), make([]byte, 4096), 0o600); err != nil {
		t.Fatal(err)
	}
	return roomAgain
}

func fileForShelf(t *testing.T, shelf string) (roomAgain func()) {
	t.Helper()
	if err := errors.Join(os.Rename(shelf, shelf+".lleno"), os.WriteFile(shelf, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	return func() {
		remove(t, shelf)
		if err := os.Rename(shelf+".lleno", shelf); err != nil {
			t.Fatal(err)
		}
	}
}
