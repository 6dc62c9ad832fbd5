package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

func TestPagesGoCompressedToWhoReadsIt(t *testing.T) {
	t.Parallel()
	long, short := strings.Repeat("<p>solicitud</p>", 500), "<p>solicitud</p>"
	for _, c := range []struct{ accept, body, encoding string }{
		{"gzip, br", long, "gzip"}, {"gzip", short, ""}, {"", long, ""}, {"identity", long, ""},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Accept-Encoding", c.accept)
		w := httptest.NewRecorder()
		if err := send(&core.RequestEvent{Event: router.Event{Request: r, Response: w}}, 422, []byte(c.body)); err != nil {
			t.Fatal(err)
		}
		body := w.Body.Bytes()
		if c.encoding == "gzip" {
			z, err := gzip.NewReader(bytes.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			if body, err = io.ReadAll(z); err != nil {
				t.Fatal(err)
			}
		}
		if w.Code != 422 || w.Header().Get("Content-Encoding") != c.encoding || w.Header().Get("Vary") != "Accept-Encoding" ||
			string(body) != c.body {
			t.Errorf("%q, %d bytes: %d %v", c.accept, len(c.body), w.Code, w.Header())
		}
	}
}
