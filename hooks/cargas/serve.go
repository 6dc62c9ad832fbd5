package cargas

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/tus/tusd/v2/pkg/handler"
)

// ServeHTTP answers a tus request. An upload of somebody else does not exist.
func (s *Store) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w = &relative{ResponseWriter: w}
	// The library would obey it after our checks of the method.
	r.Header.Del("X-HTTP-Method-Override")
	// The whole rest of the path, as the library reads it: a second way to write
	// an id would be a second lock on the same file.
	id := strings.TrimPrefix(r.URL.Path, s.base)
	if r.Method == http.MethodPost || r.Method == http.MethodOptions {
		if id != "" {
			http.NotFound(w, r)
			return
		}
		s.tus.ServeHTTP(w, r)
		return
	}
	u, ok := s.read(id)
	if !ok || !s.rules.Owns(r.Header, u.Meta) {
		http.NotFound(w, r)
		return
	}
	switch r.Method {
	case http.MethodHead:
		s.head(w, r, id)
		return
	case http.MethodPatch:
		r = interruptible(w, r)
	}
	s.tus.ServeHTTP(w, r)
}

// head tells how much of an upload there is. Only one that is handed over may be
// called whole, or the browser would think its file stored; the library would
// call every one whole that lacks no byte, and gone what was handed over meanwhile.
func (s *Store) head(w http.ResponseWriter, r *http.Request, id string) {
	h := w.Header()
	h.Set("Tus-Resumable", "1.0.0")
	h.Set("Cache-Control", "no-store")
	u, err := s.settled(r, id)
	if err != nil {
		var refused handler.Error
		status := http.StatusInternalServerError
		if errors.As(err, &refused) {
			status = refused.HTTPResponse.StatusCode
		}
		w.WriteHeader(status)
		return
	}
	h.Set("Upload-Offset", strconv.FormatInt(u.Offset, 10))
	h.Set("Upload-Length", strconv.FormatInt(u.Size, 10))
	h.Set("Upload-Metadata", handler.SerializeMetadataHeader(handler.MetaData(u.Meta)))
	w.WriteHeader(http.StatusOK)
}

// relative turns the absolute address of a new upload into a path: behind a
// proxy that ends TLS the library would announce http.
type relative struct {
	http.ResponseWriter
	done bool
}

// WriteHeader implements http.ResponseWriter.
func (r *relative) WriteHeader(status int) {
	if loc := r.Header().Get("Location"); loc != "" && !r.done {
		if _, rest, ok := strings.Cut(loc, "://"); ok {
			if i := strings.IndexByte(rest, '/'); i >= 0 {
				r.Header().Set("Location", rest[i:])
			}
		}
	}
	r.done = true
	r.ResponseWriter.WriteHeader(status)
}

// Unwrap lets the library renew the read deadline of the connection.
func (r *relative) Unwrap() http.ResponseWriter { return r.ResponseWriter }
