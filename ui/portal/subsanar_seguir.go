package portal

import (
	"net/url"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

// stayInCorrection begins the hour again and keeps the answer as far as it was
// typed (WCAG 2.2, 2.2.1).
func (p *Portal) stayInCorrection(e *core.RequestEvent) error {
	s, err := p.liveCorrection(e)
	if err != nil {
		return err
	}
	answer := e.Request.PostFormValue("respuesta")
	if err := stay(e.App, s.record.Id, e.Request.PostForm); err != nil {
		return p.refuseCorrection(e, s, err, func(v *correctionView) { v.Respuesta = answer })
	}
	renewCookie(e, s.record)
	if e.Request.Header.Get("HX-Request") == "" {
		return e.Redirect(303, "/subsanar/"+s.record.Id)
	}
	fresh, err := e.App.FindRecordById(mesa.ColSubsanacion, s.record.Id)
	if err != nil {
		return err
	}
	hasta, _ := p.until(mesa.AsSubsanacion(fresh))
	e.Response.Header().Set("Sesion-Hasta", hasta)
	return e.NoContent(204)
}

// stay saves the correction, whose event begins the hour again. typed may hold the answer.
func stay(app core.App, id string, typed url.Values) error {
	return app.RunInTransaction(func(tx core.App) error {
		r, err := tx.FindRecordById(mesa.ColSubsanacion, id)
		if err != nil {
			return err
		}
		if typed.Has("respuesta") {
			r.Set("respuesta", typed.Get("respuesta"))
		}
		return tx.Save(r)
	})
}

// renewCookie lets the browser keep the secret as long as the session may last.
func renewCookie(e *core.RequestEvent, correction *mesa.Subsanacion) {
	name := correctionCookie(correction.Id)
	web.GiveSecret(e, name, web.Secret(e.Request, name), mesa.VidaSubsanacion)
}

// until tells when a session ends: the hour in Lima, and the seconds left.
func (p *Portal) until(correction *mesa.Subsanacion) (hour string, seconds int) {
	end := correction.Vence()
	return end.In(plazos.Lima).Format("15:04"), max(int(end.Sub(p.Now())/time.Second), 0)
}
