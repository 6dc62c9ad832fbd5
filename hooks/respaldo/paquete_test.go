package respaldo

import (
	"archive/tar"
	"bytes"
	"io"
	"path/filepath"
	"testing"
)

// packed is a packed folder of the book with one entry of that name.
func packed(t *testing.T, name string) io.Reader {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: 2}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte("{}")); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return &out
}

func TestAPathIsTheSameHoweverTheFolderIsTold(t *testing.T) {
	t.Parallel()
	for _, data := range []string{"datos", "./datos/", "datos/../datos"} {
		w := &writer{data: data}
		if key, err := w.key(filepath.Join(data, "storage", "a", "b.pdf")); err != nil || key != "storage/a/b.pdf" {
			t.Errorf("%s: %q, %v", data, key, err)
		}
	}
}
