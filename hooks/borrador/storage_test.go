package borrador_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
)

// bucket is an S3-compatible store that keeps objects in memory.
type bucket struct {
	mu      sync.Mutex
	objects map[string][]byte
}

// ServeHTTP answers the few calls PocketBase makes; it checks no signature.
func (b *bucket) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	data, here := b.objects[r.URL.Path]
	switch {
	case r.Method == http.MethodPut:
		body, _ := io.ReadAll(r.Body)
		b.objects[r.URL.Path] = body
		w.Header().Set("ETag", `"x"`)
	case r.Method == http.MethodDelete:
		delete(b.objects, r.URL.Path)
		w.WriteHeader(http.StatusNoContent)
	case r.URL.Query().Get("list-type") != "":
		_, _ = io.WriteString(w, `<?xml version="1.0"?><ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>`)
	case !here:
		w.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(w, `<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>`)
	default:
		w.Header().Set("ETag", `"x"`)
		http.ServeContent(w, r, "", time.Unix(1, 0), strings.NewReader(string(data)))
	}
}

// pdfs are the stored documents.
func (b *bucket) pdfs() (keys []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for k := range b.objects {
		if strings.HasSuffix(k, ".pdf") {
			keys = append(keys, k)
		}
	}
	return keys
}

func TestFilingOnS3(t *testing.T) {
	o := hookstest.New(t, workday)
	b := &bucket{objects: map[string][]byte{}}
	site := httptest.NewServer(b)
	t.Cleanup(site.Close)
	s3 := &o.Settings().S3
	s3.Enabled, s3.ForcePathStyle = true, true
	s3.Bucket, s3.Region, s3.Endpoint, s3.AccessKey, s3.Secret = "mesa", "lima", site.URL, "clave", "secreto"

	s := o.Filed(t, nil)
	if s.GetString("numero") != "1-2026" || len(b.pdfs()) != 1 {
		t.Fatalf("numero %q, stored %v", s.GetString("numero"), b.pdfs())
	}
	draft := o.Ready(t, nil)
	b.mu.Lock()
	for k, data := range b.objects {
		if strings.HasSuffix(k, ".pdf") {
			b.objects[k] = append(data, "otra cosa"...)
		}
	}
	b.mu.Unlock()
	_, err := o.Create(t, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id})
	hookstest.WantRefusal(t, err, 422, "principal", mesa.TextHashDistinto)
}

func TestFilesThatNoRecordNamesArePurged(t *testing.T) {
	o := hookstest.New(t, workday)
	kept := o.Filed(t, nil)
	root := filepath.Dir(filepath.Dir(stored(t, o)[0]))
	old, young := filepath.Join(root, "aaaaaaaaaaaaaaa"), filepath.Join(root, "bbbbbbbbbbbbbbb")
	for _, dir := range []string{old, young} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "x.pdf"), hookstest.PDF(1), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	before := time.Now().Add(-time.Hour)
	if err := os.Chtimes(old, before, before); err != nil {
		t.Fatal(err)
	}
	if err := o.Servidor.PurgeOrphans(o.App); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(old); err == nil {
		t.Error("what a crash left stays")
	}
	if _, err := os.Stat(young); err != nil {
		t.Error("a file on its way in was taken")
	}
	if len(o.Documents(t, kept.Id)) != 1 || len(stored(t, o)) != 2 {
		t.Errorf("files %v", stored(t, o))
	}
}

func TestTheBaseWritesThrough(t *testing.T) {
	o := hookstest.New(t, workday)
	var mode int
	if err := o.NonconcurrentDB().NewQuery("PRAGMA synchronous").Row(&mode); err != nil || mode != 2 {
		t.Errorf("synchronous = %d (%v), want 2 = FULL", mode, err)
	}
	if err := o.AuxNonconcurrentDB().NewQuery("PRAGMA synchronous").Row(&mode); err != nil || mode != 1 {
		t.Errorf("the log's synchronous = %d (%v), want 1 = NORMAL", mode, err)
	}
}
