package cargas

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/tus/tusd/v2/pkg/handler"
)

// ServeHTTP answers a tus request. It answers 404 for an upload that the request
// doesn't own, as for one that doesn't exist.
func (s *Store) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w = &locationWriter{ResponseWriter: w}
	// tusd would obey this header after the method was checked here.
	r.Header.Del("X-HTTP-Method-Override")
	// The id is the whole rest of the path, as tusd reads it, because a second way
	// to write an id would make a second lock for one file.
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
		if err := s.roomFor(u); err != nil {
			s.answer(w, err)
			return
		}
		r = interruptible(w, r)
	}
	s.tus.ServeHTTP(w, r)
}

// head answers how many bytes of an upload there are. It calls an upload whole only
// once it is handed over, because the browser then takes its file for stored. tusd
// would also call one whole that is not handed over yet, and would answer 404 for
// one that was handed over meanwhile.
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

// locationWriter turns the absolute address of a new upload into a path, because
// behind a proxy that ends TLS tusd would announce an http address.
type locationWriter struct {
	http.ResponseWriter
	done bool // the header was written
}

// WriteHeader implements http.ResponseWriter.
func (w *locationWriter) WriteHeader(status int) {
	if loc := w.Header().Get("Location"); loc != "" && !w.done {
		if _, rest, ok := strings.Cut(loc, "://"); ok {
			if i := strings.IndexByte(rest, '/'); i >= 0 {
				w.Header().Set("Location", rest[i:])
			}
		}
	}
	w.done = true
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets tusd renew the read deadline of the connection.
func (w *locationWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
