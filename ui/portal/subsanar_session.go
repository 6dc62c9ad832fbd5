package portal

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

// session is an open correction in the browser that began it.
type session struct {
	record    *mesa.Subsanacion
	solicitud *mesa.Solicitud
	entidad   *mesa.Entidad
	proved    bool // the address was proved with a code, or need not be
}

// correction finds the session of the correction that the address names. A browser
// without its secret gets 404.
func (p *Portal) correction(e *core.RequestEvent) (*session, error) {
	id := e.Request.PathValue("token")
	r, err := e.App.FindRecordById(mesa.ColSubsanacion, id)
	if err != nil || !web.HoldsSecret(e.Request, correctionCookie(id), r.GetString("secreto")) {
		return nil, e.NotFoundError("", err)
	}
	return sessionOf(e.App, r)
}

func sessionOf(app core.App, r *core.Record) (*session, error) {
	s, err := app.FindRecordById(mesa.ColSolicitudes, r.GetString("solicitud"))
	if err != nil {
		return nil, err
	}
	entidad, err := mesa.FindEntidad(app)
	if err != nil {
		return nil, err
	}
	c := mesa.AsSubsanacion(r)
	return &session{record: c, solicitud: mesa.AsSolicitud(s), entidad: entidad, proved: c.Proved(entidad, app.IsDev())}, nil
}

// liveCorrection finds a correction that was not sent and whose hour is not over.
func (p *Portal) liveCorrection(e *core.RequestEvent) (*session, error) {
	s, err := p.correction(e)
	if err != nil {
		return nil, err
	}
	if closed := s.record.Open(p.Now()); closed != nil {
		if !s.record.Enviada() {
			if err := keepLastWords(e, s); err != nil {
				return nil, err
			}
		}
		return nil, closed
	}
	return s, nil
}

// keepLastWords keeps an answer that was sent after the hour, if its record event
// lets it in: the session stays closed, but the next one begins with what was typed.
func keepLastWords(e *core.RequestEvent, s *session) error {
	answer := e.Request.PostFormValue("respuesta")
	if answer == "" {
		return nil
	}
	s.record.Set("respuesta", answer)
	if err := e.App.Save(s.record.Record); err != nil {
		if _, refused := mesa.AsProblem(err); refused {
			return nil // what is refused is not kept; the page says that the hour is over
		}
		return err
	}
	return nil
}

// openCorrection finds a correction that this browser may change.
func (p *Portal) openCorrection(e *core.RequestEvent) (*session, error) {
	s, err := p.liveCorrection(e)
	if err != nil {
		return nil, err
	}
	if !s.proved {
		return nil, mesa.Refuse(403, "", mesa.TextCorreoSinCodigo)
	}
	return s, nil
}

func (s *session) uploads(app core.App) ([]*core.Record, error) {
	return app.FindAllRecords(mesa.ColDocumentos, mesa.OfCorrection(s.record.Id))
}
