package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

const (
	// slack is how many bytes a form may have besides its file. A file is read as far
	// past its limit too: a browser shows the form with its error text only when its
	// whole body was taken, else a bare 413.
	slack = 16 << 20
	// idle is how long a browser may send nothing. The server's own time-out counts the
	// whole body and would cut 100 MB on a line of 2.9 Mbit/s.
	idle = 60 * time.Second
	// maxField bounds a text field beside the file.
	maxField = 4 << 10
	// maxParts bounds how many parts a form may have.
	maxParts = 20
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

// ReadUpload streams a form's file to disk, into what newFile makes, without keeping
// the file in memory. A file past
// maxBytes is cut one byte after the limit: the rules see that the file is too big and
// refuse it with their own text.
func ReadUpload(e *core.RequestEvent, newFile func() (*os.File, error), maxBytes int64) (*Upload, error) {
	if e.Request.ContentLength > maxBytes+slack {
		return nil, apis.ErrRequestEntityTooLarge
	}
	Unwrap(e.Request)
	e.Request.Body = http.MaxBytesReader(e.Response, slowBody{e.Request.Body, http.NewResponseController(e.Response)}, maxBytes+slack)
	u := &Upload{Fields: map[string]string{}}
	parts, err := e.Request.MultipartReader()
	if errors.Is(err, http.ErrNotMultipart) {
		return u, nil // a form without a file, which the rules refuse in their words
	}
	if err != nil {
		return nil, e.BadRequestError("", err)
	}
	for range maxParts {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return u, nil
		}
		if err == nil {
			err = u.take(part, newFile, maxBytes)
		}
		if err != nil {
			u.Discard()
			return nil, bodyError(e, err)
		}
	}
	u.Discard()
	return nil, e.BadRequestError("", errors.New("too many parts"))
}

func bodyError(e *core.RequestEvent, err error) error {
	var disk diskError
	if errors.As(err, &disk) {
		return disk
	}
	var tooBig *http.MaxBytesError
	if errors.As(err, &tooBig) {
		return apis.ErrRequestEntityTooLarge
	}
	return e.BadRequestError("", err)
}

func (u *Upload) take(part *multipart.Part, newFile func() (*os.File, error), maxBytes int64) error {
	if part.FormName() != "archivo" {
		value, err := io.ReadAll(io.LimitReader(part, maxField))
		if part.FormName() == "numero" { // the only field beside the file
			u.Fields["numero"] = string(value)
		}
		return err
	}
	if part.FileName() == "" || u.Path != "" {
		return nil
	}
	f, err := newFile()
	if err != nil {
		return diskError{err}
	}
	u.Path, u.Name = f.Name(), rawFileName(part)
	if _, err = io.Copy(diskWriter{f}, io.LimitReader(part, maxBytes+1)); err == nil {
		_, err = io.Copy(io.Discard, part)
	}
	if closeErr := f.Close(); err == nil && closeErr != nil {
		err = diskError{closeErr}
	}
	return err
}

// diskError is an error of writing to disk. It becomes a 500, not a refusal of the form.
type diskError struct{ error }

// diskWriter marks errors of writing, so that they differ from errors of reading the body.
type diskWriter struct{ w io.Writer }

func (d diskWriter) Write(b []byte) (int, error) {
	n, err := d.w.Write(b)
	if err != nil {
		err = diskError{err}
	}
	return n, err
}

// rawFileName is the name as sent. mesa.CleanFileName cleans it later, and cuts the
// path that old browsers send.
func rawFileName(part *multipart.Part) string { return strings.TrimSpace(part.FileName()) }

// Unwrap takes the body out of the router's wrapper, which copies what is read so that
// it can be read again: a second copy of the file.
func Unwrap(r *http.Request) {
	if body, ok := r.Body.(*router.RereadableReadCloser); ok {
		r.Body = body.ReadCloser
	}
}

// slowBody renews the deadlines of the connection at each read, because the server's
// own count from the first byte of the request.
type slowBody struct {
	io.ReadCloser
	conn *http.ResponseController
}

func (p slowBody) Read(b []byte) (int, error) {
	// A test's recorder has no connection, so errors are ignored. After the last byte the
	// answer may take five minutes.
	_ = p.conn.SetReadDeadline(time.Now().Add(idle))
	_ = p.conn.SetWriteDeadline(time.Now().Add(5 * time.Minute))
	return p.ReadCloser.Read(b)
}
