package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"mesadepartes/hooks/pdf"

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
	// maxParts bounds how many parts a form may have besides those of its files.
	maxParts = 20
)

// FileForm is a plain multipart form with files, each in a temporary file.
type FileForm struct {
	Values map[string]string  // the first value of each text field
	Files  map[string]*Upload // by the name of the input; none for an input left empty
	album  bool               // an input may bring several files, which become an album
}

// Discard removes the temporary files.
func (f *FileForm) Discard() {
	for _, up := range f.Files {
		up.Discard()
	}
}

// Upload is one file of a plain multipart form, in a temporary file.
type Upload struct {
	Path   string // "" when the form brought no file
	Name   string // as the browser sent it
	Fields map[string]string
	parts  []int64 // lengths of the files that an album is made of
}

// Discard removes the temporary file.
func (u *Upload) Discard() {
	if u.Path != "" {
		os.Remove(u.Path)
	}
}

// ReadUpload streams the file of a form with one, the input `archivo`, and the number beside
// it. Several files become an album of pdf.CloseAlbum, all together within maxBytes.
// ReadFiles says how.
func ReadUpload(e *core.RequestEvent, newFile func() (*os.File, error), maxBytes int64) (*Upload, error) {
	form := &FileForm{Values: map[string]string{}, Files: map[string]*Upload{}, album: true}
	err := form.read(e, newFile, maxBytes, "archivo")
	if up := form.Files["archivo"]; err == nil && up != nil {
		err = up.closeAlbum()
	}
	if err != nil {
		form.Discard()
		return nil, err
	}
	up := form.Files["archivo"]
	if up == nil {
		up = &Upload{} // a form without a file, which the rules refuse in their words
	}
	up.Fields = form.Values
	return up, nil
}

// ReadFiles streams the files of the named inputs to disk, into what newFile makes, without
// keeping any in memory. A file past maxBytes is cut one byte after the limit: the rules see
// that the file is too big and refuse it with their own text. What was read before an error
// is given beside it, so that a page may keep what was typed; Discard is the caller's.
func ReadFiles(e *core.RequestEvent, newFile func() (*os.File, error), maxBytes int64, inputs ...string) (*FileForm, error) {
	form := &FileForm{Values: map[string]string{}, Files: map[string]*Upload{}}
	return form, form.read(e, newFile, maxBytes, inputs...)
}

func (f *FileForm) read(e *core.RequestEvent, newFile func() (*os.File, error), maxBytes int64, inputs ...string) error {
	most := maxBytes*int64(len(inputs)) + slack
	if e.Request.ContentLength > most && len(inputs) == 1 {
		return apis.ErrRequestEntityTooLarge
	}
	Unwrap(e.Request)
	e.Request.Body = http.MaxBytesReader(e.Response, slowBody{e.Request.Body, http.NewResponseController(e.Response)}, most)
	parts, err := e.Request.MultipartReader()
	if errors.Is(err, http.ErrNotMultipart) {
		return nil
	}
	if err != nil {
		return e.BadRequestError("", err)
	}
	for range maxParts + 4*len(inputs) + f.photos() {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil && e.Request.ContentLength > most && part.FileName() != "" {
			return apis.ErrRequestEntityTooLarge // the text fields stand before the files
		}
		if err == nil {
			err = f.take(part, newFile, maxBytes, inputs)
		}
		if err != nil {
			return bodyError(e, err)
		}
	}
	return e.BadRequestError("", errors.New("too many parts"))
}

// photos is how many parts more a form may have for the photos of an album. More than the
// album takes are counted, so that the refusal is in words.
func (f *FileForm) photos() int {
	if f.album {
		return 10 * pdf.MaxFotos
	}
	return 0
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

func (f *FileForm) take(part *multipart.Part, newFile func() (*os.File, error), maxBytes int64, inputs []string) error {
	name := part.FormName()
	if !slices.Contains(inputs, name) {
		value, err := io.ReadAll(io.LimitReader(part, maxField))
		if _, has := f.Values[name]; !has {
			f.Values[name] = string(value)
		}
		return err
	}
	up := f.Files[name]
	if part.FileName() == "" || up != nil && !f.album {
		return nil
	}
	if up == nil {
		file, err := newFile()
		if err != nil {
			return diskError{err}
		}
		up = &Upload{Path: file.Name(), Name: rawFileName(part)}
		f.Files[name] = up
		return up.take(file, part, maxBytes)
	}
	file, err := os.OpenFile(up.Path, os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return diskError{err}
	}
	return up.take(file, part, maxBytes)
}

// take writes a part behind those that the file has, one byte past maxBytes at most in all.
func (u *Upload) take(file *os.File, part io.Reader, maxBytes int64) error {
	left := maxBytes + 1
	for _, n := range u.parts {
		left -= n
	}
	if len(u.parts) > pdf.MaxFotos {
		left = 0
	}
	n, err := io.Copy(diskWriter{file}, io.LimitReader(part, left))
	if err == nil {
		_, err = io.Copy(io.Discard, part)
	}
	u.parts = append(u.parts, n)
	if closeErr := file.Close(); err == nil && closeErr != nil {
		err = diskError{closeErr}
	}
	return err
}

// closeAlbum makes an album of several files.
func (u *Upload) closeAlbum() error {
	if len(u.parts) < 2 {
		return nil
	}
	file, err := os.OpenFile(u.Path, os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return diskError{err}
	}
	if err := errors.Join(pdf.CloseAlbum(file, u.parts), file.Close()); err != nil {
		return diskError{err}
	}
	return nil
}

// diskError is an error of writing to disk. It becomes a 500, not a refusal of the form.
type diskError struct{ error }

// Unwrap gives the refusal of a disk that is too full for one more file.
func (e diskError) Unwrap() error { return e.error }

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
