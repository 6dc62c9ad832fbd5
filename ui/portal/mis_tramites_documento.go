package portal

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// showOwnDocument opens a PDF of a filing of the session's address. The rules of a download
// judge the file and note that its citizen opened it.
func (p *Portal) showOwnDocument(e *core.RequestEvent, d *desk) error {
	doc, err := p.ownDocument(e, d)
	if err != nil {
		return err
	}
	return web.ServeDocument(e, doc, "'none'")
}

// stampOwnDocument gives a copy of such a PDF with the stamp of reception on each page.
func (p *Portal) stampOwnDocument(e *core.RequestEvent, d *desk) error {
	doc, err := p.ownDocument(e, d)
	if err != nil {
		return err
	}
	return p.Sellada(e, doc, d.correo)
}

// ownDocument is the document of the address, of a filing of the session's own.
func (p *Portal) ownDocument(e *core.RequestEvent, d *desk) (*core.Record, error) {
	doc := &core.Record{}
	err := e.App.RecordQuery(mesa.ColDocumentos).AndWhere(dbx.HashExp{"id": e.Request.PathValue("id")}).
		AndWhere(mesa.DocumentosDeCorreo(d.correo)).Limit(1).One(doc)
	if err != nil {
		return nil, e.NotFoundError("", nil)
	}
	s, err := e.App.FindRecordById(mesa.ColSolicitudes, doc.GetString("solicitud"))
	if err != nil {
		return nil, err
	}
	mesa.SetActor(doc, mesa.AsSolicitud(s).Ciudadano())
	return doc, nil
}
