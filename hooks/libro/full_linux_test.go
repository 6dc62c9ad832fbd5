package libro_test

import (
	"os"
	"path/filepath"
	"testing"

	"mesadepartes/hooks/libro"
)

// fullBook makes the disk of the book full: the next entry is a way to a device that
// takes no byte. The name must be free for an exclusive create, so the shelf itself
// leads there.
func fullBook(t *testing.T, dir string) {
	t.Helper()
	shelf := filepath.Dir(libro.Path(dir, 1, 1))
	if err := os.Rename(shelf, shelf+".lleno"); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/dev/full", shelf); err != nil {
		t.Fatal(err)
	}
}

func roomAgain(t *testing.T, dir string) {
	t.Helper()
	shelf := filepath.Dir(libro.Path(dir, 1, 1))
	remove(t, shelf)
	if err := os.Rename(shelf+".lleno", shelf); err != nil {
		t.Fatal(err)
	}
}
