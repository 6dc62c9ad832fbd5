package cargas

import (
	"bytes"
	"context"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tus/tusd/v2/pkg/filestore"
	"github.com/tus/tusd/v2/pkg/handler"
)

// silent is needed while tusd, without a logger of ours, writes lines for every
// chunk to the standard log. When this fails, golang.org/x/exp can go.
func TestTusdStillWritesEveryChunkToTheStandardLog(t *testing.T) {
	var written bytes.Buffer
	log.SetOutput(&written)
	defer log.SetOutput(os.Stderr)
	store := filestore.New(t.TempDir())
	composer := handler.NewStoreComposer()
	composer.UseCore(store)
	tus, err := handler.NewHandler(handler.Config{StoreComposer: composer, BasePath: "/"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.NewUpload(t.Context(), handler.FileInfo{ID: "abc", Size: 4}); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest("PATCH", "/abc", strings.NewReader("hola"))
	r.Header.Set("Tus-Resumable", "1.0.0")
	r.Header.Set("Upload-Offset", "0")
	r.Header.Set("Content-Type", "application/offset+octet-stream")
	w := httptest.NewRecorder()
	tus.ServeHTTP(w, r)
	for _, line := range []string{"RequestIncoming", "ChunkWriteStart", "ChunkWriteComplete", "ResponseOutgoing"} {
		if w.Code != http.StatusNoContent || !strings.Contains(written.String(), line) {
			t.Errorf("status %d, no %s in:\n%s", w.Code, line, &written)
		}
	}
}

// The folder leans on tusd's file store: an upload is a file of its id and a
// description beside it, in JSON, that tells its size and metadata.
func TestTusdStillKeepsAFileAndItsDescription(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	store := files{filestore.New(dir)}
	const id = "abc_123"
	u, err := store.NewUpload(t.Context(), handler.FileInfo{ID: id, Size: 9, MetaData: handler.MetaData{"borrador": "abc"}})
	if err != nil {
		t.Fatal(err)
	}
	info, err := u.GetInfo(t.Context())
	if path := info.Storage[filestore.StorageKeyPath]; err != nil || path != filepath.Join(dir, id) {
		t.Errorf("the bytes lie in %q: %v", path, err)
	}
	if n, err := u.WriteChunk(t.Context(), 0, strings.NewReader("hola")); n != 4 || err != nil {
		t.Errorf("%d bytes written: %v", n, err)
	}
	s := Store{dir: dir}
	got, ok := s.read(id)
	if !ok || got.Size != 9 || got.Offset != 4 || got.Done || got.Meta.Owner() != "abc" {
		t.Errorf("described as %+v (%v)", got, ok)
	}
	if names, _ := filepath.Glob(filepath.Join(dir, "[^.]*")); len(names) != 2 {
		t.Errorf("files %v", names)
	}
}

// turn leans on tusd giving Lock a context with the request's values, and ServeHTTP
// on tusd obeying X-HTTP-Method-Override, which it therefore removes.
func TestTusdStillPassesOnTheRequest(t *testing.T) {
	t.Parallel()
	seen := make(chan any, 1)
	composer := handler.NewStoreComposer()
	store := filestore.New(t.TempDir())
	composer.UseCore(store)
	composer.UseTerminater(store)
	composer.UseLocker(lockSpy{seen})
	tus, err := handler.NewHandler(handler.Config{StoreComposer: composer, BasePath: "/", Logger: silent()})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest("POST", "/abc", nil)
	r.Header.Set("Tus-Resumable", "1.0.0")
	r.Header.Set("X-HTTP-Method-Override", "DELETE")
	w := httptest.NewRecorder()
	tus.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), bodyKey{}, "value")))
	if got := <-seen; got != "value" || w.Code != http.StatusNotFound {
		t.Errorf("the lock saw %v, the answer is %d", got, w.Code)
	}
}

// lockSpy is a locker whose locks tell the value of the request that they are given.
type lockSpy struct{ seen chan any }

func (l lockSpy) NewLock(string) (handler.Lock, error) { return l, nil }

func (l lockSpy) Lock(ctx context.Context, _ func()) error {
	l.seen <- ctx.Value(bodyKey{})
	return nil
}

func (l lockSpy) Unlock() error { return nil }
