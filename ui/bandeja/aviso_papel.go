package bandeja

import (
	"regexp"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// paperNoticeView is the text of a notice that goes on paper, on a sheet to print and deliver.
type paperNoticeView struct {
	Frame
	S             *mesa.Solicitud
	Asunto, Texto string
	PorCorreo     bool // it was written for a mail
}

// acuseLink is the citizen's own link: whoever presses its button confirms the notice.
var acuseLink = regexp.MustCompile(`\S+/acuse/\S+`)

// onPaper tells whether a notice goes on paper, or went.
func onPaper(c *mesa.Correo) bool {
	return c.Tipo().NeedsAcuse() && c.AcuseEn().IsZero() &&
		(c.GetString("para") == "" || c.Estado() == mesa.CorreoFallido || c.GetString("cedula_desde") != "" || !c.CedulaEn().IsZero())
}

// paperNotice shows the stored text of a notice that goes on paper. The register of accesses
// keeps who read it.
func (b *Bandeja) paperNotice(e *core.RequestEvent) error {
	s, err := b.find(e)
	if err != nil {
		return err
	}
	r, err := e.App.FindFirstRecordByFilter(mesa.ColCorreos, "id = {:id} && solicitud = {:s}",
		dbx.Params{"id": e.Request.PathValue("id"), "s": s.Id})
	if err != nil || !onPaper(mesa.AsCorreo(r)) {
		return e.NotFoundError("", nil)
	}
	if err := b.Rastro.NoteOpened(e, s); err != nil {
		return err
	}
	notice := mesa.AsCorreo(r)
	asunto, texto, err := b.Salida.Cedula(e.App, notice)
	if err != nil {
		return err
	}
	return b.Screen.Show(e, "bandeja/aviso_papel", "Aviso de la solicitud N° "+s.Numero(), &paperNoticeView{
		Frame: b.bareFrame(e), S: s, Asunto: asunto, PorCorreo: notice.GetString("para") != "" && texto == notice.GetString("texto"),
		Texto: acuseLink.ReplaceAllString(texto, "(el enlace va solo en el correo)"),
	})
}
