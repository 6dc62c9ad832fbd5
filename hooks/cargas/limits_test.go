package cargas

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/mesa"
)

const limit = 1000 // bytes of a file

// room is a disk with place for so many bytes.
func room(most int64) func(int64) error {
	return func(bytes int64) error {
		if bytes > most {
			return mesa.TooMany{Status: 503, Texto: mesa.TextSinEspacio, Wait: time.Minute}
		}
		return nil
	}
}

func open(t *testing.T, dir string, most int64) *Store {
	t.Helper()
	s, err := NewStore(dir, "/cargas/", Rules{
		Begin: func(http.Header, Meta, int64) (int64, error) { return limit, nil },
		Room:  room(most),
		Owns:  func(http.Header, Meta) bool { return true },
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// announce begins an upload of a draft's class from a visitor's address.
func announce(s *Store, visitor, draft, clase string, bytes int) *httptest.ResponseRecorder {
	b64 := func(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }
	r := httptest.NewRequest("POST", "/cargas/", nil)
	r.Header.Set("Tus-Resumable", "1.0.0")
	r.Header.Set("Upload-Length", strconv.Itoa(bytes))
	r.Header.Set("Upload-Metadata", "borrador "+b64(draft)+",clase "+b64(clase)+",desde "+b64("otro"))
	w := httptest.NewRecorder()
	s.ServeHTTP(w, From(r, visitor))
	return w
}

func send(s *Store, up string, at int, data string) *httptest.ResponseRecorder {
	return call(s, "PATCH", up, data, "Upload-Offset", strconv.Itoa(at), "Content-Type", "application/offset+octet-stream")
}

// age makes everything in the folder older.
func age(t *testing.T, dir string, by time.Duration) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "[^.]*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		old := time.Now().Add(-by)
		if err := os.Chtimes(name, old, old); err != nil {
			t.Fatal(err)
		}
	}
}

func TestUploadsAnnouncedAndNeverSentCloseTheDoorToNobody(t *testing.T) {
	if testing.Short() {
		t.Skip("at full size in make test")
	}
	t.Parallel()
	dir := t.TempDir()
	s := open(t, dir, 10*limit)
	for i := range 386 {
		if w := announce(s, fmt.Sprint("visitor", i), fmt.Sprint("draft", i), "principal", limit); w.Code != 201 {
			t.Fatalf("announcement %d: %d", i, w.Code)
		}
	}
	s = open(t, dir, 10*limit) // a restart changes nothing
	up := announce(s, "honest", "mine", "principal", limit)
	if up.Code != 201 {
		t.Fatalf("an honest upload: %d %s", up.Code, up.Body)
	}
	if w := send(s, up.Header().Get("Location"), 0, "hola"); w.Code != 204 {
		t.Errorf("its first bytes: %d %s", w.Code, w.Body)
	}
	age(t, dir, 16*time.Minute)
	if w := announce(s, "honest", "mine", "anexo1", limit); w.Code != 201 {
		t.Fatal(w.Code)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.info")); len(left) != 2 {
		t.Errorf("%d uploads are left after fifteen minutes", len(left))
	}
}

func TestRoomIsLookedForBeforeTheFirstBytesOfAnUpload(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := open(t, dir, 2*limit)
	var ups []string
	for i := range 4 {
		ups = append(ups, announce(s, "", fmt.Sprint("draft", i), "principal", limit).Header().Get("Location"))
	}
	for i, want := range []int{204, 204, 503, 503} { // two fill what there is
		w := send(s, ups[i], 0, "hola")
		if w.Code != want {
			t.Errorf("upload %d: %d %s", i, w.Code, w.Body)
		}
		if want == 503 && (w.Header().Get("Retry-After") == "" || w.Body.String() != mesa.TextSinEspacio) {
			t.Errorf("the refusal says %q, Retry-After %q", w.Body, w.Header().Get("Retry-After"))
		}
	}
	if w := send(s, ups[0], 4, "hola"); w.Code != 204 {
		t.Errorf("one under way is cut: %d", w.Code)
	}
	age(t, dir, 16*time.Minute) // they stopped: they stay, and count no more
	if w := send(s, ups[1], 4, "hola"); w.Code != 204 {
		t.Errorf("one that goes on: %d", w.Code)
	}
}

func TestADraftHasThreeFilesOnTheirWay(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir(), 1<<40)
	var ups []string
	for _, clase := range []string{"principal", "anexo1", "anexo2", "principal"} {
		w := announce(s, "", "mine", clase, limit)
		if w.Code != 201 {
			t.Fatal(w.Code)
		}
		ups = append(ups, w.Header().Get("Location"))
	}
	for i, want := range []int{404, 200, 200, 200} { // the one of the same place made room
		if w := call(s, "HEAD", ups[i], ""); w.Code != want {
			t.Errorf("upload %d: %d", i, w.Code)
		}
	}
}

func TestAVisitorHasTwentyFilesOnTheirWayAndOthersGoOn(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := open(t, dir, 1<<40)
	for i := range perVisitor {
		if w := announce(s, "192.0.2.1", fmt.Sprint("draft", i), "principal", limit); w.Code != 201 {
			t.Fatal(w.Code)
		}
	}
	s = open(t, dir, 1<<40) // a restart forgives nothing
	w := announce(s, "192.0.2.1", "draft99", "principal", limit)
	if w.Code != 429 || w.Header().Get("Retry-After") != "60" || w.Body.String() != mesa.TextMuchasCargas {
		t.Errorf("one more: %d, Retry-After %q, %s", w.Code, w.Header().Get("Retry-After"), w.Body)
	}
	if w := announce(s, "192.0.2.2", "mine", "principal", limit); w.Code != 201 {
		t.Errorf("somebody else: %d", w.Code)
	}
	age(t, dir, 16*time.Minute)
	if w := announce(s, "192.0.2.1", "draft99", "principal", limit); w.Code != 201 {
		t.Errorf("after a quarter of an hour: %d", w.Code)
	}
}

func TestSmallUploadsOfAVisitorAreBoundedToo(t *testing.T) {
	if testing.Short() {
		t.Skip("at full size in make test")
	}
	t.Parallel()
	s := open(t, t.TempDir(), 1<<40)
	refused := 0
	for i := range mostByVisitor + 40 {
		if announce(s, "192.0.2.1", fmt.Sprint("draft", i), "principal", 1).Code == 429 {
			refused++
		}
	}
	if refused != 40 {
		t.Errorf("%d are refused", refused)
	}
}

func TestPurgeEndsWhatWasAnnouncedAndNeverSent(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := open(t, dir, 1<<40)
	announce(s, "", "mine", "principal", limit)
	begun := announce(s, "", "mine", "anexo1", limit).Header().Get("Location")
	send(s, begun, 0, "hola")
	age(t, dir, 16*time.Minute)
	if err := Purge(dir, func(Meta) bool { return true }); err != nil {
		t.Fatal(err)
	}
	left, _ := filepath.Glob(filepath.Join(dir, "[^.]*"))
	if len(left) != 2 || !strings.HasPrefix(left[0], filepath.Join(dir, strings.TrimPrefix(begun, "/cargas/"))) {
		t.Errorf("left: %v", left)
	}
}
