package servidor

import (
	"net/http"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// longDownloads lets a file travel as long as it moves: the server's own five minutes count for
// the whole answer, and a backup of 2 GB over a slow line takes longer. One that broke off goes
// on where it was: PocketBase answers Range.
func longDownloads(e *core.ServeEvent) error {
	e.Router.BindFunc(func(e *core.RequestEvent) error {
		path := e.Request.URL.Path
		if e.Request.Method == http.MethodGet && (strings.HasPrefix(path, "/api/backups/") || strings.HasPrefix(path, "/api/files/")) {
			e.Response = &moving{e.Response, http.NewResponseController(e.Response)}
		}
		return e.Next()
	})
	return e.Next()
}

// still is how long a reader may take nothing.
const still = 2 * time.Minute

// moving renews the deadline of the connection at each write.
type moving struct {
	http.ResponseWriter
	conn *http.ResponseController
}

func (m *moving) Write(b []byte) (int, error) {
	_ = m.conn.SetWriteDeadline(time.Now().Add(still)) // a test's recorder has none
	return m.ResponseWriter.Write(b)
}

// Unwrap lets PocketBase find its own writer beneath.
func (m *moving) Unwrap() http.ResponseWriter { return m.ResponseWriter }
