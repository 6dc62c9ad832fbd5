package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"strings"
	"time"

	"mesadepartes/hooks/cargas"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

const (
	// slack is what a form may weigh besides its file, and how far past the
	// limit a file is still read so that the answer can be a form instead of 413.
	slack = 16 << 20
	// idle is how long a browser may send nothing. The server's own time-out
	// counts the whole body and would cut 100 MB at 2.9 Mbit/s.
	idle = 60 * time.Second
	// maxField bounds a text field beside the file.
	maxField = 4 << 10
)

// Upload is one file of a plain multipart form, in a temporary file.
type Upload struct {
	Path   string // "" when the form brought no file
	Name   string // as the browser sent it
	Fields map[string]string
}

// Discard removes the temporary file.
func (u *Upload) Discard() {
	if u.Path != "" {
		os.Remove(u.Path)
	}
}

// ReadUpload streams a form's file to disk without keeping it in memory. Of a
// file past maxBytes it keeps one byte more than the limit, enough for the
// rules to refuse it with their own words.
func ReadUpload(e *core.RequestEvent, maxBytes int64) (*Upload, error) {
	if e.Request.ContentLength > maxBytes+slack {
		return nil, apis.ErrRequestEntityTooLarge
	}
	Unwrap(e.Request)
	e.Request.Body = http.MaxBytesReader(e.Response, patient{e.Request.Body, http.NewResponseController(e.Response)}, maxBytes+slack)
	u := &Upload{Fields: map[string]string{}}
	parts, err := e.Request.MultipartReader()
	if errors.Is(err, http.ErrNotMultipart) {
		return u, nil // a form without a file, which the rules refuse in their words
	}
	if err != nil {
		return nil, e.BadRequestError("", err)
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return u, nil
		}
		if err == nil {
			err = u.take(e.App, part, maxBytes)
		}
		if err != nil {
			u.Discard()
			return nil, bodyError(e, err)
		}
	}
}

func bodyError(e *core.RequestEvent, err error) error {
	var tooBig *http.MaxBytesError
	if errors.As(err, &tooBig) {
		return apis.ErrRequestEntityTooLarge
	}
	return e.BadRequestError("", err)
}

func (u *Upload) take(app core.App, part *multipart.Part, maxBytes int64) error {
	if part.FormName() != "archivo" {
		value, err := io.ReadAll(io.LimitReader(part, maxField))
		u.Fields[part.FormName()] = string(value)
		return err
	}
	if part.FileName() == "" || u.Path != "" {
		return nil
	}
	// Not PocketBase's own temporary folder: every command empties that one, also
	// beside a running server.
	dir := cargas.Folder(app.DataDir())
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, cargas.FormPrefix+"*")
	if err != nil {
		return err
	}
	u.Path, u.Name = f.Name(), rawFileName(part)
	if _, err = io.Copy(f, io.LimitReader(part, maxBytes+1)); err == nil {
		_, err = io.Copy(io.Discard, part)
	}
	return errors.Join(err, f.Close())
}

// rawFileName keeps the name for mesa.CleanFileName, which also cuts the path
// that old browsers send.
func rawFileName(part *multipart.Part) string { return strings.TrimSpace(part.FileName()) }

// Unwrap takes away the router's reread copy of the body, which would hold a
// second copy of the file.
func Unwrap(r *http.Request) {
	if body, ok := r.Body.(*router.RereadableReadCloser); ok {
		r.Body = body.ReadCloser
	}
}

// patient renews the read deadline at each read.
type patient struct {
	io.ReadCloser
	conn *http.ResponseController
}

func (p patient) Read(b []byte) (int, error) {
	_ = p.conn.SetReadDeadline(time.Now().Add(idle)) // a test's recorder has no connection
	return p.ReadCloser.Read(b)
}
