package mesa

import (
	"cmp"
	"errors"
	"time"

	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/tools/router"
)

// Refuse builds the refusal of one thing: the HTTP status, the field it stands
// beside ("" when it concerns the whole) and the text the person reads. The
// dashboard shows the same text under the field.
func Refuse(status int, campo, texto string) error {
	if campo == "" {
		return router.NewApiError(status, texto, nil)
	}
	return router.NewApiError(status, texto, fields{campo: texto}.errors())
}

// Fallas collects what is wrong with several fields, so that a person reads all
// of it at once. The zero value is ready.
type Fallas struct {
	Status int // 0 means 422
	fields fields
}

// Add notes a fault beside a field; the first one of a field stays.
func (f *Fallas) Add(campo, texto string) {
	if f.fields == nil {
		f.fields = fields{}
	}
	if _, has := f.fields[campo]; !has && texto != "" {
		f.fields[campo] = texto
	}
}

// Err is nil when nothing was added, else a 422 with every field's text.
func (f *Fallas) Err() error {
	if len(f.fields) == 0 {
		return nil
	}
	status := f.Status
	if status == 0 {
		status = 422
	}
	return router.NewApiError(status, TextRevise, f.fields.errors())
}

type fields map[string]string

func (f fields) errors() validation.Errors {
	errs := validation.Errors{}
	for campo, texto := range f {
		errs[campo] = validation.NewError("mesa", texto)
	}
	return errs
}

// TooMany refuses for now and says how long to wait, which the answer repeats in
// Retry-After: somebody tries too often, or the disk is full.
type TooMany struct {
	Status int // 0 means 429
	Texto  string
	Wait   time.Duration
}

// Error is the text the person reads.
func (t TooMany) Error() string { return t.Texto }

// As lets PocketBase's router answer under /api/ with the same status and text.
func (t TooMany) As(target any) bool {
	api, ok := target.(**router.ApiError)
	if ok {
		*api = router.NewApiError(cmp.Or(t.Status, 429), t.Texto, nil)
	}
	return ok
}

// Problem is a refusal as a screen shows it.
type Problem struct {
	Status int
	Texto  string
	Campos map[string]string // text by field
	Wait   time.Duration     // with 429 and 503: how long to wait
}

// AsProblem reads a refusal back. ok is false for any other error, which is a
// failure of the program and must be shown as an internal one.
func AsProblem(err error) (p Problem, ok bool) {
	var many TooMany
	if errors.As(err, &many) {
		return Problem{Status: cmp.Or(many.Status, 429), Texto: many.Texto, Wait: many.Wait}, true
	}
	var api *router.ApiError
	if !errors.As(err, &api) {
		return fromFramework(err)
	}
	p = Problem{Status: api.Status, Texto: api.Message, Campos: map[string]string{}}
	if errs, is := api.RawData().(validation.Errors); is {
		for campo, e := range errs {
			p.Campos[campo] = e.Error()
		}
	}
	return p, true
}

// Rename moves the faults of a refusal to the fields that the person filled in: a
// rule knows the column, the screen or the move its own field. A fault whose field
// becomes "" is left out. Any other error stays as it is.
func Rename(err error, field func(campo string) string) error {
	p, ok := AsProblem(err)
	if !ok || len(p.Campos) == 0 {
		return err
	}
	renamed := fields{}
	for campo, texto := range p.Campos {
		if name := field(campo); name != "" {
			renamed[name] = texto
		}
	}
	return router.NewApiError(p.Status, p.Texto, renamed.errors())
}

// fromFramework translates a refusal of PocketBase's own field checks, whose texts
// are English. The rules of the program run first, so it serves only for a value
// that they let pass.
func fromFramework(err error) (Problem, bool) {
	var errs validation.Errors
	if !errors.As(err, &errs) {
		return Problem{}, false
	}
	p := Problem{Status: 422, Texto: TextRevise, Campos: map[string]string{}}
	for campo := range errs {
		p.Campos[campo] = TextDatoInvalido
	}
	return p, true
}
