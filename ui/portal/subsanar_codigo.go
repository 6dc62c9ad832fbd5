package portal

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

// sendCorrectionCode mails a code to the address of the filing, so that number
// and document alone replace nobody's papers.
func (p *Portal) sendCorrectionCode(e *core.RequestEvent) error {
	s, err := p.liveCorrection(e)
	if err != nil {
		return err
	}
	err = take(p.codes, e)
	if err == nil {
		err = p.Codes.Send(e.App, s.solicitud.GetString("correo"), s.record.Id)
	}
	if err != nil {
		return p.refuseCorrection(e, s, err, func(*correctionView) {})
	}
	if err := stay(e.App, s.record.Id, nil); err != nil {
		return err
	}
	return e.Redirect(303, "/subsanar/"+s.record.Id)
}

// checkCorrectionCode opens the correction to who holds the code.
func (p *Portal) checkCorrectionCode(e *core.RequestEvent) error {
	s, err := p.liveCorrection(e)
	if err != nil {
		return err
	}
	codigo := e.Request.PostFormValue("codigo")
	if err := p.Codes.Check(e.App, s.solicitud.GetString("correo"), s.record.Id, codigo); err != nil {
		return p.refuseCorrection(e, s, err, func(v *correctionView) { v.Codigo = codigo })
	}
	if err := p.prove(e, s.record.Id); err != nil {
		return err
	}
	if err := stay(e.App, s.record.Id, nil); err != nil {
		return err
	}
	return e.Redirect(303, "/subsanar/"+s.record.Id)
}

// prove notes that this browser holds the code, unless another one took the
// correction over while the code was compared.
func (p *Portal) prove(e *core.RequestEvent, id string) error {
	return e.App.RunInTransaction(func(tx core.App) error {
		r, err := tx.FindRecordById(mesa.ColSubsanacion, id)
		if err != nil || !web.HoldsSecret(e.Request, correctionCookie(id), r.GetString("secreto")) {
			return e.NotFoundError("", err)
		}
		return setByRule(tx, mesa.ColSubsanacion, id, "validada", true)
	})
}
