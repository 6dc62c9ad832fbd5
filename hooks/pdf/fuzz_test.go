package pdf

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// FuzzInspect looks for failures of the parent: an error, a hang, a verdict that
// contradicts itself. A child that dies is a verdict, not a failure. MESA_CORPUS
// adds real files to the seeds.
func FuzzInspect(f *testing.F) {
	for _, s := range samples() {
		if len(s.content) < 32<<10 { // mutating megabytes finds nothing
			f.Add(s.content)
		}
	}
	addCorpus(f)
	i := NewInspector()
	f.Cleanup(func() { _ = i.Close() })
	upload, err := os.Create(filepath.Join(f.TempDir(), "documento.pdf"))
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = upload.Close() })
	f.Fuzz(func(t *testing.T, content []byte) {
		if err := upload.Truncate(0); err != nil {
			t.Fatal(err)
		}
		if _, err := upload.WriteAt(content, 0); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 2*askTimeout)
		defer cancel()
		begun := time.Now()
		v, err := i.Inspect(ctx, upload, 0)
		if err != nil {
			t.Fatalf("after %v: %v", time.Since(begun), err)
		}
		sum := sha256.Sum256(content)
		switch {
		case v.SHA256 != hex.EncodeToString(sum[:]) || v.Bytes != int64(len(content)):
			t.Errorf("another file was hashed: %+v", v)
		case v.Admitido != (v.Motivo == "") || v.Admitido && v.Folios < 1 || v.Folios > maxPages || v.Avisos == nil:
			t.Errorf("contradictory: %+v", v)
		case v.Admitido && !StartsAsPDF(content):
			t.Errorf("admitted: %.40q", content)
		}
	})
}

func addCorpus(f *testing.F) {
	dir := os.Getenv("MESA_CORPUS")
	if dir == "" {
		return
	}
	names, err := filepath.Glob(filepath.Join(dir, "*.pdf"))
	if err != nil || len(names) == 0 {
		f.Fatalf("no PDF in %s: %v", dir, err)
	}
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		if len(content) < 32<<10 {
			f.Add(content)
		}
	}
}

// FuzzDefinitions looks for objects that lie outside the file or run into each other,
// and for a repaired copy that the search would not read again.
func FuzzDefinitions(f *testing.F) {
	for _, s := range samples() {
		if len(s.content) < 32<<10 {
			f.Add(s.content)
		}
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		m, err := collect(content)
		if err != nil || m == nil {
			return
		}
		end := 0
		for _, d := range m.all {
			if d.at < end || d.at >= d.body || d.body > d.to || d.to > len(content) {
				t.Fatalf("object at %d to %d, after one that ends at %d", d.at, d.to, end)
			}
			end = d.to
		}
		if view := m.view(); !bytes.HasPrefix(view, []byte(newHeader)) || !bytes.HasSuffix(view, []byte("%%EOF\n")) {
			t.Errorf("view of %d bytes", len(view))
		}
	})
}
