package cargas

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/tools/router"
)

// interrupt leans on PocketBase's router: behind its copy of the body lies the body
// itself, and a handler can set a deadline that ends a read which waits for bytes.
func TestPocketBaseStillLetsAHandlerEndAWaitingRead(t *testing.T) {
	t.Parallel()
	r := router.NewRouter(func(w http.ResponseWriter, r *http.Request) (*router.Event, router.EventCleanupFunc) {
		return &router.Event{Response: w, Request: r}, nil
	})
	r.POST("/", func(e *router.Event) error {
		kept, is := e.Request.Body.(*router.RereadableReadCloser)
		if !is {
			t.Errorf("the body is a %T", e.Request.Body)
			return nil
		}
		e.Request.Body = kept.ReadCloser // as the program's route does
		body := interruptible(e.Response, e.Request).Body
		first := make([]byte, 4)
		if _, err := io.ReadFull(body, first); err != nil {
			t.Errorf("reading: %v", err)
		}
		if err := http.NewResponseController(e.Response).SetReadDeadline(time.Now()); err != nil {
			t.Errorf("no deadline: %v", err)
		}
		if _, err := body.Read(first); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("the read ended with %v", err)
		}
		return e.NoContent(http.StatusLocked)
	})
	mux, err := r.BuildMux()
	if err != nil {
		t.Fatal(err)
	}
	site := httptest.NewServer(mux)
	defer site.Close()
	line, wire := io.Pipe()
	defer wire.Close()
	answer, err := http.Post(site.URL, "application/offset+octet-stream", io.MultiReader(strings.NewReader("hola"), line))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusLocked {
		t.Errorf("status %d", answer.StatusCode)
	}
}
