package mesa_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mesadepartes/hooks/mesa"
)

func TestAKeyGoesToItsShelfAndBack(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"pbc_1/abcdefghijklmno/a_1.pdf", "pbc_1/abcdefghijklmno/a_1.pdf.attrs", "pbc_1/0123456789abcde/thumbs_a/x"} {
		shelf := mesa.OnShelf(key)
		if parts := strings.Split(shelf, "/"); len(parts) < 4 || !mesa.IsShelf(parts[1]) || mesa.OffShelf(shelf) != key {
			t.Errorf("%s: %s, and back %s", key, shelf, mesa.OffShelf(shelf))
		}
	}
	if a, b := mesa.OnShelf("c/abcdefghijklmno"), mesa.OnShelf("c/abcdefghijklmno/x.pdf"); b != a+"/x.pdf" {
		t.Errorf("a folder %s and its file %s", a, b)
	}
	for _, key := range []string{"mesa_salud", "pbc_1/abcdefghijklmno", "pbc_1/abcdefghijklmno/x.pdf", "pbc_1/ABC/x.pdf", "pbc_1/abg/x.pdf"} {
		if got := mesa.OffShelf(key); got != key {
			t.Errorf("%s became %s", key, got)
		}
	}
}

// 1.25 million filings have about four million documents: a shelf gets a thousandth of each.
func TestShelvesFillEvenly(t *testing.T) {
	t.Parallel()
	records := 200_000
	shelves := map[string]int{}
	for n := range records {
		sum := sha256.Sum256(fmt.Append(nil, n))
		shelves[strings.Split(mesa.OnShelf("c/"+hex.EncodeToString(sum[:])[:15]), "/")[1]]++
	}
	fullest := 0
	for _, n := range shelves {
		fullest = max(fullest, n)
	}
	if mean := records / 4096; len(shelves) != 4096 || fullest > 2*mean {
		t.Errorf("%d shelves, %d on the fullest, %d on average", len(shelves), fullest, mean)
	}
}

// Who walks the storage while a folder goes to a shelf that was passed already finds it there.
func TestAWalkMissesNoFolderThatMovesMeanwhile(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	var keys []string
	for n := range 20 {
		key := fmt.Sprintf("c/z%014d/x.pdf", n)
		keys = append(keys, key)
		path := filepath.Join(root, filepath.FromSlash(key))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var met []string
	err := mesa.EachFile(root, func(path string, _ os.DirEntry) error {
		rel, err := filepath.Rel(root, path)
		met = append(met, mesa.OffShelf(filepath.ToSlash(rel)))
		if len(met) > 1 {
			return err
		}
		for _, key := range keys[1:] { // all others, at the first
			from := filepath.Join(root, filepath.FromSlash(filepath.Dir(key)))
			to := filepath.Join(root, filepath.FromSlash(mesa.OnShelf(filepath.ToSlash(filepath.Dir(key)))))
			if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
				return err
			}
			if err := os.Rename(from, to); err != nil {
				return err
			}
		}
		return err
	})
	if slices.Sort(met); err != nil || !slices.Equal(met, keys) {
		t.Errorf("%v %v", met, err)
	}
	if err := mesa.EachFile(filepath.Join(root, "no"), func(string, os.DirEntry) error { return os.ErrInvalid }); err != nil {
		t.Error(err)
	}
}
