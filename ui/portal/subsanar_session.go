package portal

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

// session is an open correction in the browser that began it.
type session struct {
	record    *core.Record // of subsanaciones
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
	entidad, err := office(app)
	if err != nil {
		return nil, err
	}
	// A development server asks for no code, so that the way through can be tried by hand.
	ask := entidad.GetBool("exigir_codigo_subsanacion") && !app.IsDev()
	return &session{record: r, solicitud: mesa.AsSolicitud(s), entidad: entidad, proved: !ask || r.GetBool("validada")}, nil
}

func (s *session) sent() bool { return !s.record.GetDateTime("enviada_en").IsZero() }

// liveCorrection finds a correction that was not sent and whose hour is not over.
func (p *Portal) liveCorrection(e *core.RequestEvent) (*session, error) {
	s, err := p.correction(e)
	if err != nil {
		return nil, err
	}
	if s.sent() {
		return nil, mesa.Refuse(409, "", mesa.TextYaEnviada)
	}
	if p.over(s.record) {
		if err := keepLastWords(e, s); err != nil {
			return nil, err
		}
		return nil, mesa.Refuse(409, "", mesa.TextSesionVencida)
	}
	return s, nil
}

func (p *Portal) over(correction *core.Record) bool {
	return p.Now().After(correction.GetDateTime("vence").Time())
}

// keepLastWords keeps an answer that was sent after the hour, if its record event
// lets it in: the session stays closed, but the next one begins with what was typed.
func keepLastWords(e *core.RequestEvent, s *session) error {
	answer := e.Request.PostFormValue("respuesta")
	if answer == "" {
		return nil
	}
	s.record.Set("respuesta", answer)
	if err := e.App.Save(s.record); err != nil {
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
