package cargas

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"
)

// patch sends a PATCH of length bytes from a byte on; body may be a pipe that stalls.
func patch(t *testing.T, url string, at, length int, body io.Reader) *http.Response {
	t.Helper()
	r, err := http.NewRequest("PATCH", url, body)
	if err != nil {
		t.Error(err)
		return nil
	}
	r.ContentLength = int64(length)
	r.Header.Set("Tus-Resumable", "1.0.0")
	r.Header.Set("Upload-Offset", strconv.Itoa(at))
	r.Header.Set("Content-Type", "application/offset+octet-stream")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Error(err)
		return nil
	}
	answer.Body.Close()
	return answer
}

// offset asks how much of an upload there is; -1 when there is none.
func offset(t *testing.T, url string) int {
	t.Helper()
	answer, err := http.Head(url)
	if err != nil {
		t.Error(err)
		return -1
	}
	answer.Body.Close()
	n, err := strconv.Atoi(answer.Header.Get("Upload-Offset"))
	if answer.StatusCode != 200 || err != nil {
		return -1
	}
	return n
}

// serve begins an upload of so many bytes and returns its address.
func serve(t *testing.T, bytes int, finish func(path string) error) string {
	t.Helper()
	s, err := NewStore(t.TempDir(), "/cargas/", Rules{
		Begin: anything, Room: forever,
		Owns:   func(http.Header, Meta) bool { return true },
		Finish: func(_ context.Context, _ Meta, path string) error { return finish(path) },
	})
	if err != nil {
		t.Fatal(err)
	}
	site := httptest.NewServer(s)
	t.Cleanup(site.Close)
	return site.URL + call(s, "POST", "/cargas/", "", "Upload-Length", strconv.Itoa(bytes)).Header().Get("Location")
}

func TestABrowserThatComesBackInterruptsItsDeadLine(t *testing.T) {
	t.Parallel()
	data := strings.Repeat("abcdefgh", 50_000)
	stored := ""
	up := serve(t, len(data), func(path string) error {
		b, err := os.ReadFile(path)
		stored += string(b)
		return err
	})
	line, wire := io.Pipe()
	defer wire.Close()
	old := make(chan *http.Response)
	go func() { old <- patch(t, up, 0, len(data), line) }()
	if _, err := wire.Write([]byte(data[:100_000])); err != nil { // and not a byte more
		t.Fatal(err)
	}
	for asked := false; !asked; {
		offset(t, up) // interrupts the old request, also one that has no turn yet
		select {
		case answer := <-old:
			if answer == nil || answer.StatusCode != 423 {
				t.Fatalf("the old line is told %+v", answer)
			}
			asked = true
		default:
		}
	}
	at := offset(t, up)
	if at < 0 || at > 100_000 {
		t.Fatalf("offset %d", at)
	}
	if answer := patch(t, up, at, len(data)-at, strings.NewReader(data[at:])); answer == nil || answer.StatusCode != 204 {
		t.Errorf("going on: %+v", answer)
	}
	if stored != data || offset(t, up) != len(data) {
		t.Errorf("%d bytes stored", len(stored))
	}
}

func TestWhoComesWhileAFileIsHandedOverLearnsThatItIsWhole(t *testing.T) {
	t.Parallel()
	entered, goOn := make(chan struct{}), make(chan struct{})
	up := serve(t, 4, func(string) error {
		close(entered) // a second hand-over would panic
		<-goOn
		return nil
	})
	status := make(chan int, 2)
	send := func() {
		if answer := patch(t, up, 0, 4, strings.NewReader("hola")); answer != nil {
			status <- answer.StatusCode
		}
	}
	go send()
	<-entered
	told := make(chan int)
	go func() { told <- offset(t, up) }()
	go send()
	close(goOn)
	if n := <-told; n != 4 {
		t.Errorf("told %d", n)
	}
	if a, b := <-status, <-status; a+b != 204+409 {
		t.Errorf("answers %d and %d", a, b)
	}
	if answer := patch(t, up, 0, 4, strings.NewReader("hola")); answer == nil || answer.StatusCode != 409 {
		t.Errorf("a third one: %+v", answer)
	}
}
