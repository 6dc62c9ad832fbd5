package portal

import (
	"database/sql"
	"errors"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"
	"mesadepartes/ui/web"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// claimForm asks for a filing of the counter, whose address an officer typed.
type claimForm struct{ Numero, NumeroDocumento string }

// Abierto tells whether something was typed.
func (f claimForm) Abierto() bool { return f.Numero != "" || f.NumeroDocumento != "" }

// Field is an input of the form.
func (f claimForm) Field(name string) web.Field {
	c := campos[name]
	c.Obligatorio = true
	c.Valor = f.Numero
	if name == "numero_documento" {
		c.Valor, c.Ayuda = f.NumeroDocumento, "El de la persona que firmó el papel."
	}
	return c
}

// claimFiling adds a filing of the counter to the desk of who entered. Number and document
// that don't go together, and those of a filing with another address, get one answer.
func (p *Portal) claimFiling(e *core.RequestEvent, d *desk) error {
	w, f := readPair(e)
	err := take(p.searches, e)
	if err == nil {
		err = f.Err()
	}
	if err == nil {
		err = p.claimPair(e, d, w)
	}
	if err == nil {
		return e.Redirect(303, deskPath+"/"+w.Numero+"?agregada=1")
	}
	v, failed := p.deskView(e, d)
	if failed != nil {
		return failed
	}
	v.claimForm = claimForm{e.Request.PostFormValue("numero"), e.Request.PostFormValue("numero_documento")}
	return p.Screen.Refuse(e, err, deskPage, deskTitle, v, "numero", "numero_documento")
}

// claimPair saves the proof on the filing, whose rule judges it. Misses count against the
// address that entered, in the neighbourhood that it entered from, so that they stop nobody
// else: no search, and no other person's desk.
func (p *Portal) claimPair(e *core.RequestEvent, d *desk, w pair) error {
	locks := p.locksOf(w, web.Neighbourhood(e.RealIP())+" "+d.correo)
	if err := locks.check(); err != nil {
		var many mesa.TooMany
		if errors.As(err, &many) {
			many.Texto = mesa.TextReclamoEspera(many.Wait)
			return many
		}
		return err
	}
	r := &core.Record{}
	err := e.App.RecordQuery(mesa.ColSolicitudes).AndWhere(dbx.HashExp{"numero": w.Numero, "numero_documento": w.Documento}).
		AndWhere(dbx.NewExp("lower(correo) = {:correo} AND correo != ''", dbx.Params{"correo": d.correo})).Limit(1).One(r)
	if errors.Is(err, sql.ErrNoRows) {
		locks.miss()
		return mesa.Refuse(422, "", mesa.TextNoEsSuya)
	}
	if err != nil {
		return err
	}
	locks.hit()
	mesa.SetReclamo(r, w.Documento)
	otp.Attach(r, d.proof)
	return e.App.Save(r)
}
