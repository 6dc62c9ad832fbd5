package portal

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

const (
	addressPage, addressTitle = "portal/mis_tramites_correo", "Cambiar el correo"
	addressPath               = deskPath + "/correo"
)

// Mudanza moves what a person filed to another address.
type Mudanza interface {
	// MoveAddress moves all that was filed and prepared from a proved address to another one.
	MoveAddress(app core.App, antes, nuevo otp.Proof) error
}

// addressChange is a change under way in a session: where to, and what was proved so far.
type addressChange struct {
	nuevo               string
	antes, ahora        otp.Proof
	codeAntes, codeOtro string // as they were typed

	hecha otp.Proof // of the new address, a moment after everything moved there
}

// secondClick is how long a form that is sent again after the change gets the answer of the first.
const secondClick = time.Minute

// addressView asks for the new address, and then for the code of each one.
type addressView struct {
	Actual, Nuevo, Repetido  string
	Sugerido                 string // the address that was meant, when this one looks mistyped
	Pedido                   bool   // the codes were asked for
	ProbadoAntes, ProbadoYa  bool   // which code was given already
	CodigoAntes, CodigoNuevo string
	CaptchaID                string
}

// Field is an input of the form.
func (v addressView) Field(name string) web.Field {
	switch name {
	case "correo_repetido":
		return web.Field{Etiqueta: "Escriba otra vez el correo nuevo", Tipo: "email", Maxlength: 254, Autocomplete: "off",
			Valor: v.Repetido, Obligatorio: true}
	case "codigo_actual":
		return codeOf("Código que llegó a "+v.Actual, v.CodigoAntes)
	case "codigo_nuevo":
		return codeOf("Código que llegó a "+v.Nuevo, v.CodigoNuevo)
	}
	c := campos["correo"]
	c.Etiqueta, c.Valor, c.Obligatorio = "Correo nuevo", v.Nuevo, true
	return c
}

func codeOf(etiqueta, valor string) web.Field {
	c := campos["codigo"]
	c.Etiqueta, c.Valor, c.Autocomplete = etiqueta, valor, "off" // two codes: none fills in by itself
	return c
}

var addressOrder = []string{"correo", "correo_repetido", "codigo_actual", "codigo_nuevo", "captcha"}

// showAddress shows the change that is under way in this session, or asks for a new address.
func (p *Portal) showAddress(e *core.RequestEvent, d *desk) error {
	change, _ := p.changes.Get(d.hash)
	if e.Request.URL.Query().Get("otro") == "1" {
		change = addressChange{}
	}
	return p.Screen.Show(e, addressPage, addressTitle, p.addressView(d, change))
}

func (p *Portal) addressView(d *desk, c addressChange) addressView {
	return addressView{
		Actual: d.correo, Nuevo: c.nuevo, Sugerido: mesa.SimilarCorreo(c.nuevo), Pedido: c.nuevo != "",
		ProbadoAntes: p.Codes.Holds(c.antes, d.correo), ProbadoYa: p.Codes.Holds(c.ahora, c.nuevo),
		CodigoAntes: c.codeAntes, CodigoNuevo: c.codeOtro,
	}
}

// askAddressCodes mails a code to the address of the session, and one to the new address.
func (p *Portal) askAddressCodes(e *core.RequestEvent, d *desk) error {
	nuevo, typed := mesa.CleanCorreo(e.Request.PostFormValue("correo")), mesa.CleanCorreo(e.Request.PostFormValue("correo_repetido"))
	change, _ := p.changes.Get(d.hash)
	again := change.nuevo != "" && change.nuevo == nuevo // asked from the page of the codes, which repeats nothing
	err := take(p.codes, e)
	if err == nil {
		err = checkNewAddress(d.correo, nuevo, typed, again)
	}
	if err == nil {
		err = p.canMail(e.App)
	}
	if err == nil {
		err = p.mailBoth(e, d, nuevo)
	}
	if err != nil {
		v := p.addressView(d, change)
		if !again {
			v = addressView{Actual: d.correo, Nuevo: e.Request.PostFormValue("correo"), Repetido: e.Request.PostFormValue("correo_repetido")}
		}
		v.CaptchaID = p.captchaFor(e, err)
		return p.Screen.Refuse(e, err, addressPage, addressTitle, v, addressOrder...)
	}
	if !again {
		change = addressChange{nuevo: nuevo, antes: change.antes}
	}
	p.changes.Put(d.hash, change, p.Now().Add(otp.ProofLife))
	return e.Redirect(303, addressPath)
}

func checkNewAddress(actual, nuevo, typed string, again bool) error {
	var f mesa.Fallas
	switch {
	case !mesa.ValidCorreo(nuevo):
		f.Add("correo", mesa.TextCorreo)
	case strings.EqualFold(nuevo, actual):
		f.Add("correo", mesa.TextCorreoIgual)
	case !again && !strings.EqualFold(nuevo, typed):
		f.Add("correo_repetido", mesa.TextCorreoRepetido)
	}
	return f.Err()
}

// mailBoth sends the codes of which no proof was given yet. One purpose counts both, so that a
// session sends three pairs an hour, whatever addresses it types.
func (p *Portal) mailBoth(e *core.RequestEvent, d *desk, nuevo string) error {
	change, _ := p.changes.Get(d.hash)
	from := p.asker(e)
	if !p.Codes.Holds(change.antes, d.correo) {
		if err := p.Codes.Send(e.App, d.correo, addressPurpose(d), from); err != nil && !pausing(err) {
			return besideAddress(err)
		}
	}
	if p.Codes.Holds(change.ahora, nuevo) {
		return nil
	}
	return besideAddress(p.Codes.Send(e.App, nuevo, addressPurpose(d), from))
}

// pausing tells whether a code was refused because one was sent a moment ago, which serves.
func pausing(err error) bool {
	var many mesa.TooMany
	return errors.As(err, &many) && many.Wait <= otp.Pause
}

// besideAddress moves what is wrong with a code to the field that the page has.
func besideAddress(err error) error {
	if err == nil {
		return nil
	}
	return mesa.Rename(err, func(campo string) string { return strings.Replace(campo, "codigo", "correo", 1) })
}

// changeAddress takes the two codes. A right one is remembered while the other one is
// mended; with both, everything moves, and this session goes on under the new address. Of
// two clicks the second one waits, and is answered as the first one was.
func (p *Portal) changeAddress(e *core.RequestEvent) error {
	p.moving.Lock()
	defer p.moving.Unlock()
	change, _ := p.changes.Get(web.HashSecret(web.Secret(e.Request, deskCookie)))
	if !change.hecha.IsZero() {
		return p.addressChanged(e, change.hecha)
	}
	d := p.enteredDesk(e)
	if d == nil {
		return e.Redirect(303, deskPath)
	}
	if change.nuevo == "" {
		err := mesa.Refuse(422, "correo", mesa.TextMudanzaVencida)
		return p.Screen.Refuse(e, err, addressPage, addressTitle, addressView{Actual: d.correo}, addressOrder...)
	}
	err := take(p.searches, e)
	if err == nil {
		err = p.proveBoth(e, d, &change)
		p.changes.Put(d.hash, change, p.Now().Add(otp.ProofLife))
	}
	if err == nil {
		err = p.Mudanza.MoveAddress(e.App, change.antes, change.ahora)
	}
	if err != nil {
		return p.Screen.Refuse(e, err, addressPage, addressTitle, p.addressView(d, change), addressOrder...)
	}
	p.changes.Put(d.hash, addressChange{hecha: change.ahora}, p.Now().Add(secondClick))
	return p.addressChanged(e, change.ahora)
}

// addressChanged goes on in a session of the new address.
func (p *Portal) addressChanged(e *core.RequestEvent, nuevo otp.Proof) error {
	hash := p.beginDesk(e, nuevo)
	p.changes.Put(hash, addressChange{hecha: nuevo}, p.Now().Add(secondClick))
	return e.Redirect(303, deskPath+"?mudado=1")
}

func (p *Portal) proveBoth(e *core.RequestEvent, d *desk, c *addressChange) error {
	var f mesa.Fallas
	prove := func(proof *otp.Proof, correo, campo string, typed *string) error {
		if p.Codes.Holds(*proof, correo) {
			return nil
		}
		*typed = e.Request.PostFormValue(campo)
		got, err := p.Codes.Prove(e.App, correo, addressPurpose(d), *typed)
		if problem, refused := mesa.AsProblem(err); err != nil && refused && problem.Campos["codigo"] != "" {
			f.Add(campo, problem.Campos["codigo"])
			return nil
		}
		*proof = got
		return err
	}
	if err := prove(&c.antes, d.correo, "codigo_actual", &c.codeAntes); err != nil {
		return err
	}
	if err := prove(&c.ahora, c.nuevo, "codigo_nuevo", &c.codeOtro); err != nil {
		return err
	}
	return f.Err()
}

// addressPurpose names what the codes of a change are for: this session, and nothing else.
func addressPurpose(d *desk) string {
	sum := sha256.Sum256([]byte(d.hash + "\n" + addressPath))
	return hex.EncodeToString(sum[:20])
}
