package portal

import (
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

const noticePage = "portal/acuse"

// notice is the mail that an acknowledgement link belongs to, and its solicitud.
type notice struct {
	record    *core.Record
	solicitud *mesa.Solicitud
	calls     bool // its observation, or its reopening, is what the filing waits on
}

// noticeView is the page that asks to confirm a notice, and thanks for it. The page
// names no person and shows no text of the notice, because anybody who has the link can
// open it: only the number and the kind of notice.
type noticeView struct {
	Accion, Tipo, Numero string
	Enviado, Confirmado  *time.Time
	Vence                *time.Time // last day of a correction that is still open
	Empieza              bool       // the term to correct begins with the confirmation
}

// showAcuse shows the notice. Showing never counts as reception, because mail programs
// and scanners open links by themselves; only a person presses the button.
func (p *Portal) showAcuse(e *core.RequestEvent) error {
	n, err := p.notice(e)
	if err != nil {
		return err
	}
	last, err := p.lastDay(e.App, n)
	if err != nil {
		return err
	}
	v := noticeView{
		Accion: "/acuse/" + e.Request.PathValue("token"), Tipo: n.record.GetString("tipo"), Numero: n.solicitud.Numero(),
		Enviado:    dateOrNil(n.record.GetDateTime("enviado_en").Time()),
		Confirmado: dateOrNil(n.record.GetDateTime("acuse_en").Time()), Vence: dateOrNil(last),
	}
	v.Empieza = n.calls && n.solicitud.FromAcuse() && n.solicitud.VenceSubsanacion().IsZero()
	titulo := "Confirme que recibió este aviso"
	if v.Confirmado != nil {
		titulo = "Aviso confirmado"
	}
	return p.Screen.Show(e, noticePage, titulo, v)
}

// notice finds the mail that a link was made for, within the limit of searches. The
// base has only the token's hash, so the time of the look-up tells nothing of the token.
func (p *Portal) notice(e *core.RequestEvent) (*notice, error) {
	if err := take(p.searches, e); err != nil {
		return nil, err
	}
	found, err := e.App.FindAllRecords(mesa.ColCorreos, mesa.OfToken(e.Request.PathValue("token")))
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, e.NotFoundError("", nil)
	}
	s, err := e.App.FindRecordById(mesa.ColSolicitudes, found[0].GetString("solicitud"))
	if err != nil {
		return nil, err
	}
	n := &notice{record: found[0], solicitud: mesa.AsSolicitud(s)}
	if n.solicitud.Estado().Pending() {
		n.calls, err = mesa.AsCorreo(n.record).Calls(e.App)
	}
	return n, err
}

// lastDay is the citizen's last day to correct what an observation or a reopening notified,
// zero when no term runs.
func (p *Portal) lastDay(app core.App, n *notice) (time.Time, error) {
	if !n.calls {
		return time.Time{}, nil
	}
	entidad, err := mesa.FindEntidad(app)
	if err != nil {
		return time.Time{}, err
	}
	last, err := p.lastToCorrect(app, entidad, n.solicitud)
	if err != nil || last.IsZero() || plazos.Expired(last, p.Now()) {
		return time.Time{}, err
	}
	return last, nil
}

// guardToken keeps the token, which is in the address, from search engines and from the
// Referer of the next request, which is logged. The Referer keeps the origin, because
// SameSite needs it for older browsers.
func guardToken(e *core.RequestEvent) error {
	h := e.Response.Header()
	h.Set("X-Robots-Tag", "noindex, nofollow")
	h.Set("Referrer-Policy", "strict-origin")
	return e.Next()
}
