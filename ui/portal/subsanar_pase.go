package portal

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// correctByPass opens the correction of a filing that this browser was just
// shown. A pass pressed again leads to the correction it opened, while that is
// this browser's; a double click opens it with the same secret, and later it
// opens nothing a second time.
func (p *Portal) correctByPass(e *core.RequestEvent) error {
	if err := take(p.searches, e); err != nil {
		return p.refuseSearch(e, correcting, err)
	}
	pass, fresh, ok := p.passes.Use(e.Request.PostFormValue("pase"), web.Secret(e.Request, visitCookie))
	if !ok {
		return p.refuseSearch(e, correcting, mesa.Refuse(422, "", mesa.TextPaseVencido))
	}
	held, err := p.held(e, pass.Filing)
	switch {
	case err != nil:
		return err
	case held != nil && (!fresh || pass.Proof.IsZero() || held.GetBool("validada")):
		return e.Redirect(303, "/subsanar/"+held.Id)
	case !fresh:
		return p.refuseSearch(e, correcting, mesa.Refuse(422, "", mesa.TextPaseVencido))
	}
	r, err := e.App.FindRecordById(mesa.ColSolicitudes, pass.Filing)
	if err != nil {
		return err
	}
	return p.beginCorrection(e, mesa.AsSolicitud(r), pass.Proof, pass.Secret)
}

// held finds the open correction of a filing, when it is this browser's.
func (p *Portal) held(e *core.RequestEvent, filing string) (*core.Record, error) {
	open, err := e.App.FindAllRecords(mesa.ColSubsanacion, dbx.HashExp{"solicitud": filing, "enviada_en": ""})
	if err != nil {
		return nil, err
	}
	for _, c := range open {
		if !mesa.AsSubsanacion(c).Over(p.Now()) && web.HoldsSecret(e.Request, correctionCookie(c.Id), c.GetString("secreto")) {
			return c, nil
		}
	}
	return nil, nil
}
