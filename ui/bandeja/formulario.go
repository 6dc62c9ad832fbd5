package bandeja

import (
	"errors"
	"io"
	"net/http"
	"net/url"

	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

// mostOfAnAnswer bounds the body of a form with the office's own PDF, in bytes, whose limit
// is 15 MB. Of a larger one up to mostReadPast the text is read and the file is not.
const (
	mostOfAnAnswer = 31 << 20
	mostOfScans    = 15<<20*(1+mesa.MaxAnexos) + mostOfAForm
	mostReadPast   = 300 << 20
	mostOfAField   = 64 << 10
	mostParts      = 500
)

// readForm reads what the form of an act sent. Of one whose file is too large all that was
// typed is kept, so that the page shows it again beside the refusal.
func readForm(e *core.RequestEvent) error {
	most := int64(mostOfAnAnswer)
	if e.Request.PathValue("acto") == "subsanado" { // a PDF for each observed document
		most = mostOfScans
	}
	if e.Request.ContentLength > most {
		return readTyped(e)
	}
	e.Request.Body = http.MaxBytesReader(e.Response, e.Request.Body, most)
	if err := e.Request.ParseMultipartForm(mostOfAForm); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return tooLarge()
	}
	return nil
}

func tooLarge() error {
	return mesa.Refuse(http.StatusRequestEntityTooLarge, "respuesta", mesa.TextFormularioGrande)
}

// readTyped reads past the files of a form, which are too large, and keeps its fields.
func readTyped(e *core.RequestEvent) error {
	web.Unwrap(e.Request)
	e.Request.Body = http.MaxBytesReader(e.Response, e.Request.Body, mostReadPast)
	typed := url.Values{}
	parts, err := e.Request.MultipartReader()
	for n := 0; err == nil && n < mostParts; n++ {
		part, broken := parts.NextPart()
		if broken != nil {
			break
		}
		if part.FileName() != "" {
			_, err = io.Copy(io.Discard, part)
			continue
		}
		value, _ := io.ReadAll(io.LimitReader(part, mostOfAField))
		typed.Add(part.FormName(), string(value))
	}
	e.Request.Form, e.Request.PostForm = typed, typed
	return tooLarge()
}
