package portal

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// showObserved opens an observed file beside its observation, to who proved the filing's
// address. The rules of a download judge the file and note that its citizen opened it.
func (p *Portal) showObserved(e *core.RequestEvent) error {
	s, err := p.openCorrection(e)
	if err != nil {
		return err
	}
	return s.serve(e, dbx.HashExp{"id": e.Request.PathValue("id"), "solicitud": s.solicitud.Id, "observado": true})
}

// showReplacement opens a file that was put into the correction. A refused upload, whose
// page is loaded again, has none.
func (p *Portal) showReplacement(e *core.RequestEvent) error {
	s, err := p.correction(e)
	if err != nil {
		return err
	}
	if s.record.Open(p.Now()) != nil {
		return e.Redirect(303, "/subsanar/"+s.record.Id)
	}
	here := dbx.And(mesa.OfCorrection(s.record.Id), dbx.HashExp{"reemplaza": replaced(e.Request.PathValue("id"))})
	if n, err := e.App.CountRecords(mesa.ColDocumentos, here); err != nil || n == 0 {
		return e.Redirect(303, "/subsanar/"+s.record.Id)
	}
	return s.serve(e, here)
}

// serve opens the one document of a condition by the right of the session.
func (s *session) serve(e *core.RequestEvent, which dbx.Expression) error {
	if !s.record.MayOpen(e.App.IsDev()) {
		return mesa.Refuse(403, "", mesa.TextCorreoSinCodigo)
	}
	docs, err := e.App.FindAllRecords(mesa.ColDocumentos, which)
	if err != nil {
		return err
	}
	if len(docs) == 0 {
		return e.NotFoundError("", nil)
	}
	mesa.SetActor(docs[0], s.solicitud.Ciudadano())
	return web.ServeDocument(e, docs[0], "'none'")
}
