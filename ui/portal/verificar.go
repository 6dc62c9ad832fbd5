package portal

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"time"

	"mesadepartes/hooks/cargo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

const verifyPage, verifyTitle = "portal/verificar", "Verificar un cargo"

// Limits of what is uploaded to be verified, in bytes.
const (
	mostOfACargo  = 1 << 20
	mostToCompare = 210 << 20
	mostFiles     = 12
)

// verifyView is the page that verifies receipts.
type verifyView struct {
	Codigo    string // as it was typed
	Resultado *cargo.Resultado
	ConPDF    bool // a file was verified, not only its code looked up
	Recibida  time.Time
	Cuenta    string
	EnCuatro  string
	Perdido   string // what to do with a receipt whose filing was lost
}

func (p *Portal) verifyForm(e *core.RequestEvent) error {
	if codigo := cargo.CleanCode(e.Request.URL.Query().Get("codigo")); codigo != "" {
		return e.Redirect(http.StatusSeeOther, "/verificar/"+codigo)
	}
	return p.Screen.Show(e, verifyPage, verifyTitle, verifyView{})
}

// verifyCode shows what the receipt with a code says.
func (p *Portal) verifyCode(e *core.RequestEvent) error {
	return p.lookCodeUp(e, e.Request.PathValue("codigo"))
}

func (p *Portal) lookCodeUp(e *core.RequestEvent, typed string) error {
	if err := p.mayTryCodes(e); err != nil {
		return err
	}
	v := verifyView{Codigo: typed}
	codigo := cargo.CleanCode(typed)
	if codigo == "" {
		return p.Screen.Refuse(e, mesa.Refuse(422, "codigo", mesa.TextCodigoCargo), verifyPage, verifyTitle, v)
	}
	data, err := p.Registro.Bytes(e.App, codigo)
	if err != nil {
		return err
	}
	if data == nil {
		p.missed(e, codigo)
		return p.Screen.Refuse(e, mesa.Refuse(422, "codigo", mesa.TextCargoNoHay), verifyPage, verifyTitle, v)
	}
	c, err := cargo.Read(data)
	if err != nil {
		return err
	}
	return p.showVerified(e, v, &cargo.Resultado{Veredicto: cargo.Autentico, Cargo: c})
}

// verify judges an uploaded receipt, and the files that came with it.
func (p *Portal) verify(e *core.RequestEvent) error {
	if err := take(p.searches, e); err != nil {
		return err
	}
	up, err := readToVerify(e)
	if err != nil {
		return p.Screen.Refuse(e, err, verifyPage, verifyTitle, verifyView{Codigo: up.codigo})
	}
	if up.pdf == nil {
		if up.codigo != "" {
			return p.lookCodeUp(e, up.codigo)
		}
		return p.Screen.Refuse(e, mesa.Refuse(422, "cargo", mesa.TextSinCargo), verifyPage, verifyTitle, verifyView{})
	}
	claves, err := p.Registro.Claves(e.App)
	if err != nil {
		return err
	}
	found := cargo.Verify(up.pdf, claves)
	if err := p.Registro.Check(e.App, &found); err != nil {
		return err
	}
	for _, f := range up.files {
		found.Compare(f.Nombre, f.SHA256)
	}
	return p.showVerified(e, verifyView{ConPDF: true}, &found)
}

func (p *Portal) showVerified(e *core.RequestEvent, v verifyView, found *cargo.Resultado) error {
	v.Resultado = found
	if c := found.Cargo; c != nil {
		v.EnCuatro, v.Perdido = cargo.InFours(c.Codigo), mesa.TextCargoPerdido(found.Registro.Restaurado)
		if at, err := time.Parse(time.RFC3339, c.Recibida); err == nil {
			v.Recibida = at.In(plazos.Lima)
		}
		if day, err := time.Parse(time.DateOnly, c.Cuenta); err == nil {
			v.Cuenta = day.Format("02/01/2006")
		}
	}
	return p.Screen.Show(e, verifyPage, verifyTitle, v)
}

// toVerify is what a form brought: a receipt, files to compare, or a code.
type toVerify struct {
	pdf    []byte
	files  []cargo.Archivo
	codigo string
}

// readToVerify streams the form: of the files only their hashes are kept.
func readToVerify(e *core.RequestEvent) (up toVerify, err error) {
	web.Unwrap(e.Request)
	whole := http.MaxBytesReader(e.Response, e.Request.Body, mostToCompare)
	e.Request.Body = whole
	parts, err := e.Request.MultipartReader()
	if errors.Is(err, http.ErrNotMultipart) {
		return readCode(e)
	}
	if err != nil {
		return up, e.BadRequestError("", err)
	}
	// A browser shows an answer only when all that it sends was taken.
	defer func() { _, _ = io.Copy(io.Discard, whole) }()
	for range mostFiles {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return up, nil
		}
		if err == nil {
			err = up.take(part)
		}
		var tooBig *http.MaxBytesError
		switch {
		case errors.As(err, &tooBig):
			return up, mesa.Refuse(413, "archivos", mesa.TextMuchoArchivo)
		case err != nil:
			if _, ok := mesa.AsProblem(err); ok {
				return up, err
			}
			return up, e.BadRequestError("", err)
		}
	}
	return up, mesa.Refuse(413, "archivos", mesa.TextMuchoArchivo)
}

// readCode reads the form without files, which ParseForm keeps whole.
func readCode(e *core.RequestEvent) (up toVerify, err error) {
	e.Request.Body = http.MaxBytesReader(e.Response, e.Request.Body, mostOfAForm)
	err = e.Request.ParseForm()
	up.codigo = e.Request.PostForm.Get("codigo")
	if tooBig := (*http.MaxBytesError)(nil); errors.As(err, &tooBig) {
		return up, mesa.Refuse(http.StatusRequestEntityTooLarge, "cargo", mesa.TextCargoPesado)
	}
	if err != nil {
		return up, e.BadRequestError("", err)
	}
	return up, nil
}

// take reads one part. The receipt comes as `cargo`; a form with one file calls it
// `archivo`.
func (u *toVerify) take(part *multipart.Part) error {
	defer part.Close()
	name, input := part.FileName(), part.FormName()
	switch {
	case input == "codigo":
		text, err := io.ReadAll(io.LimitReader(part, 100))
		u.codigo = string(text)
		return err
	case name == "":
		return nil
	case input == "cargo" || input == "archivo" && u.pdf == nil:
		data, err := io.ReadAll(io.LimitReader(part, mostOfACargo+1))
		if err == nil && len(data) > mostOfACargo {
			return mesa.Refuse(http.StatusRequestEntityTooLarge, "cargo", mesa.TextCargoPesado)
		}
		u.pdf = bytes.Clone(data)
		return err
	}
	sum, _, err := cargo.SumOf(part)
	u.files = append(u.files, cargo.Archivo{Nombre: mesa.CleanFileName(name), SHA256: sum})
	return err
}
