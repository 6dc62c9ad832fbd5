package cargas

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/disco"
	"mesadepartes/hooks/mesa"
)

func TestRoomIsLookedForWithTheFileInIt(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	free, err := disco.Free(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := Room(dir, 1, free/2); err != nil {
		t.Errorf("with half the disk to spare: %v", err)
	}
	p, ok := mesa.AsProblem(Room(dir, free/2, free-free/4))
	if !ok || p.Status != 503 || p.Wait != 5*time.Minute || p.Texto != mesa.TextSinEspacio {
		t.Errorf("the file would take the reserve: %+v", p)
	}
	if err := Room(filepath.Join(dir, "no"), 1, 1<<60); err != nil {
		t.Errorf("a disk that does not tell: %v", err)
	}
}

func TestPurgeTakesWhatNobodyOwns(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, marks), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{
		"a_1": "bytes", "a_1.info": `{"Size":9,"MetaData":{"borrador":"a"}}`,
		"b_2": "bytes", "b_2.info": `{"Size":9,"MetaData":{"borrador":"b"}}`,
		filepath.Join(marks, "a_3.done"): `{"Size":9,"MetaData":{"borrador":"a"}}`,
		filepath.Join(marks, "b_4.done"): `{"Size":9,"MetaData":{"borrador":"b"}}`,
		"a_5":                            "its description is gone", "a_6.info": `{"Size":9,"MetaData":{"borrador":"a"}}`,
		FormPrefix + "7": "on its way", FormPrefix + "8": "left by a crash",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	old := time.Now().Add(-2 * time.Hour)
	if err := os.Chtimes(filepath.Join(dir, FormPrefix+"8"), old, old); err != nil {
		t.Fatal(err)
	}
	if err := Purge(dir, func(m Meta) bool { return m.Owner() == "a" }); err != nil {
		t.Fatal(err)
	}
	left, _ := filepath.Glob(filepath.Join(dir, "[^.]*"))
	handed, _ := filepath.Glob(filepath.Join(dir, marks, "*"))
	var names []string
	for _, l := range append(left, handed...) {
		names = append(names, filepath.Base(l))
	}
	if got := strings.Join(names, " "); got != "a_1 a_1.info "+FormPrefix+"7 a_3.done" {
		t.Errorf("left: %s", got)
	}
	if err := Purge(filepath.Join(dir, "no"), func(Meta) bool { return true }); err != nil {
		t.Errorf("a folder nobody made yet: %v", err)
	}
}

// anything and forever are rules that refuse nothing.
func anything(http.Header, Meta, int64) (limit int64, err error) { return 1 << 40, nil }
func forever(int64) error                                        { return nil }

// call sends a tus request of alternating header names and values.
func call(s *Store, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Tus-Resumable", "1.0.0")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestTenThousandAnnouncedUploadsKeepFour(t *testing.T) {
	if testing.Short() {
		t.Skip("at full size in make test")
	}
	t.Parallel()
	dir := t.TempDir()
	s, err := NewStore(dir, "/cargas/", Rules{Begin: anything, Room: forever})
	if err != nil {
		t.Fatal(err)
	}
	// In base64: borrador abc, clase principal.
	meta := "borrador YWJj,clase cHJpbmNpcGFs"
	for range 10_000 {
		if w := call(s, "POST", "/cargas/", "", "Upload-Length", "1000", "Upload-Metadata", meta); w.Code != 201 {
			t.Fatalf("announcing: %d %s", w.Code, w.Body)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "[^.]*")); len(left) != 8 { // a file and its description each
		t.Errorf("%d files wait", len(left))
	}
}

// TestAFaultOfOursKeepsTheUpload proves that the browser's next try finds the file.
func TestAFaultOfOursKeepsTheUpload(t *testing.T) {
	t.Parallel()
	broken := true
	var log bytes.Buffer
	s, err := NewStore(t.TempDir(), "/cargas/", Rules{
		Begin: anything, Room: forever,
		Owns: func(http.Header, Meta) bool { return true },
		Finish: func(_ context.Context, _ Meta, path string) error {
			if broken {
				return errors.New("disk on fire at /secret/path")
			}
			data, err := os.ReadFile(path)
			if err == nil && string(data) != "hola" {
				err = errors.New("other bytes")
			}
			return err
		},
		Log: slog.New(slog.NewTextHandler(&log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	up := call(s, "POST", "/cargas/", "", "Upload-Length", "4").Header().Get("Location")
	w := call(s, "PATCH", up, "hola", "Upload-Offset", "0", "Content-Type", "application/offset+octet-stream")
	if w.Code != 500 || w.Body.String() != mesa.TextCargaFallida || !strings.Contains(log.String(), "disk on fire") {
		t.Errorf("answer %d %q, log %q", w.Code, w.Body, &log)
	}
	if w = call(s, "HEAD", up, ""); w.Code != 500 {
		t.Errorf("an upload that is not stored answers %d", w.Code)
	}
	broken = false
	w = call(s, "HEAD", up, "")
	if n, _ := strconv.Atoi(w.Header().Get("Upload-Offset")); w.Code != 200 || n != 4 {
		t.Errorf("after the repair: %d, offset %d", w.Code, n)
	}
}
