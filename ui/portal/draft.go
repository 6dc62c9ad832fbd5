package portal

import (
	"strings"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"
	"mesadepartes/ui/web"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

func draftCookie(id string) string { return "borrador_" + id }

// newDraftSecret makes the secret of a browser that holds a draft, and the hash to store. The
// secret is signed for that draft: when the draft is gone, its browser is told what became of
// it, and nobody else learns that it ever was.
func newDraftSecret(app core.App, id string) (secret, hash string, err error) {
	random, _ := web.NewSecret()
	mark, err := otp.Mark(app, draftCookie(id)+"\n"+random)
	secret = random + "." + mark
	return secret, web.HashSecret(secret), err
}

// onceHeld tells whether this browser held a draft that may be gone by now.
func onceHeld(e *core.RequestEvent, id string) bool {
	c, err := e.Request.Cookie(draftCookie(id))
	if err != nil {
		return false
	}
	random, mark, _ := strings.Cut(c.Value, ".")
	return otp.Marked(e.App, draftCookie(id)+"\n"+random, mark)
}

// draft finds the draft that the address names, for the browser that holds its secret. Any
// other browser gets 404, the same for a draft of somebody else and for none. One that lost
// the draft to another, or to time, is told so.
func (p *Portal) draft(e *core.RequestEvent) (*mesa.Borrador, error) {
	id := e.Request.PathValue("borrador")
	r, err := e.App.FindRecordById(mesa.ColBorradores, id)
	if err != nil {
		if onceHeld(e, id) {
			return nil, draftGone(e.App, id)
		}
		return nil, foreignDraft()
	}
	if !web.HoldsSecret(e.Request, draftCookie(id), r.GetString("secreto")) {
		for former := range strings.FieldsSeq(r.GetString("secretos_previos")) {
			if web.HoldsSecret(e.Request, draftCookie(id), former) {
				return nil, mesa.Camino{
					Refusal: mesa.Refuse(409, "", mesa.TextBorradorTomado), Titulo: "Este borrador sigue en otro navegador",
					Boton: "Ir a Mis trámites", Ruta: deskPath,
				}
			}
		}
		return nil, foreignDraft()
	}
	b := mesa.AsBorrador(r)
	if b.Over(p.Now()) {
		return nil, draftGone(e.App, id)
	}
	return b, nil
}

// draftGone says to the browser that held a draft what became of it: it was sent, or its time
// ended.
func draftGone(app core.App, id string) error {
	filed, err := app.FindAllRecords(mesa.ColSolicitudes, dbx.HashExp{"borrador": id})
	if err != nil {
		return err
	}
	if len(filed) > 0 {
		numero := filed[0].GetString("numero")
		return mesa.Camino{
			Refusal: mesa.Refuse(404, "", mesa.TextBorradorPresentado(numero)), Titulo: "Esta solicitud ya se presentó",
			Boton: "Ver mi solicitud en Mis trámites", Ruta: deskPath + "/" + numero,
		}
	}
	return mesa.Camino{
		Refusal: mesa.Refuse(404, "", mesa.TextBorradorPerdido), Titulo: "Su borrador venció",
		Boton: "Comenzar una solicitud", Ruta: "/",
	}
}

// foreignDraft says to a browser without the secret of a draft what it may do, and nothing of
// the draft.
func foreignDraft() error {
	return mesa.Camino{
		Refusal: mesa.Refuse(404, "", mesa.TextBorradorAjeno), Titulo: "Este borrador no es de este navegador",
		Boton: "Ir a Mis trámites", Ruta: deskPath,
	}
}

// openDraft finds a draft that may still change: one that was sent is refused, with its number
// and the way to its constancia.
func (p *Portal) openDraft(e *core.RequestEvent) (*mesa.Borrador, error) {
	b, err := p.draft(e)
	if err != nil {
		return nil, err
	}
	if !b.Enviado() {
		return b, b.Open(p.Now())
	}
	filed, err := e.App.FindRecordById(mesa.ColSolicitudes, b.GetString("solicitud"))
	if err != nil {
		return nil, err
	}
	return b, mesa.Camino{
		Refusal: mesa.Refuse(409, "", mesa.TextBorradorPresentado(filed.GetString("numero"))), Titulo: "Esta solicitud ya se presentó",
		Boton: "Ver la constancia", Ruta: "/solicitud/" + b.Id + "/constancia",
	}
}

// change saves a part of the form on the row as it is now: PocketBase writes whole
// rows, and another part may have been saved since b was read. b gets the new values
// even when they are refused, for the form that is shown again.
func change(app core.App, b *mesa.Borrador, set func(*mesa.Borrador)) error {
	set(b)
	return app.RunInTransaction(func(tx core.App) error {
		r, err := tx.FindRecordById(mesa.ColBorradores, b.Id)
		if err != nil {
			return err
		}
		now := mesa.AsBorrador(r)
		set(now)
		if err := tx.Save(r); err != nil {
			return err
		}
		*b = *now
		return nil
	})
}
