package portal

import (
	"mesadepartes/hooks/mesa"

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
	if err == nil && s.solicitud.GetString("correo") == "" {
		err = mesa.Refuse(409, "", mesa.TextSubsaneEnMesa)
	}
	if err == nil {
		err = p.Codes.Send(e.App, s.solicitud.GetString("correo"), s.record.Id, p.asker(e))
	}
	if err != nil {
		return p.refuseCorrection(e, s, err, func(v *correctionView) { v.CaptchaID = p.captchaFor(e, err) })
	}
	if err := stay(e.App, s.record.Id, nil); err != nil {
		return err
	}
	return e.Redirect(303, "/subsanar/"+s.record.Id)
}

// checkCorrectionCode hands the typed code to the correction's rule, which opens the
// correction to this browser.
func (p *Portal) checkCorrectionCode(e *core.RequestEvent) error {
	s, err := p.liveCorrection(e)
	if err != nil {
		return err
	}
	codigo := e.Request.PostFormValue("codigo")
	mesa.SetCodigo(s.record.Record, codigo)
	err = e.App.Save(s.record.Record)
	if lost, ok := mesa.AsProblem(err); ok && lost.Status == 404 {
		return e.NotFoundError("", err) // another browser took the correction over meanwhile
	}
	if err != nil {
		return p.refuseCorrection(e, s, err, func(v *correctionView) { v.Codigo = codigo })
	}
	return e.Redirect(303, "/subsanar/"+s.record.Id)
}
