package portal

import (
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"
	"mesadepartes/ui/web"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// draftLife is how long a browser keeps the secret of a draft.
const draftLife = 7 * 24 * time.Hour

// openOwnDraft lets this browser go on with a draft of the session's address. It gets a
// secret of its own, and the browser that had the draft is told so.
func (p *Portal) openOwnDraft(e *core.RequestEvent, d *desk) error {
	if err := take(p.drafts, e); err != nil {
		return err
	}
	r := &core.Record{}
	err := e.App.RecordQuery(mesa.ColBorradores).AndWhere(dbx.HashExp{"id": e.Request.PostFormValue("borrador")}).
		AndWhere(mesa.BorradoresDeCorreo(d.correo)).Limit(1).One(r)
	if err != nil || !mesa.AsBorrador(r).Validado() {
		return e.NotFoundError("", nil)
	}
	if !web.HoldsSecret(e.Request, draftCookie(r.Id), r.GetString("secreto")) {
		secret, hash, err := newDraftSecret(e.App, r.Id)
		if err != nil {
			return err
		}
		mesa.SetSecreto(r, hash)
		otp.Attach(r, d.proof)
		if err := e.App.Save(r); err != nil {
			return err
		}
		web.GiveSecret(e, draftCookie(r.Id), secret, draftLife)
	}
	return e.Redirect(303, "/solicitud/"+r.Id)
}
