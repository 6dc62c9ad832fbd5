package portal

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// showDocument opens a file of a draft for the browser that holds the draft: a person reads
// the escrito, and what was uploaded, before ENVIAR. The rules of a download judge the file
// and note that it was opened.
func (p *Portal) showDocument(e *core.RequestEvent) error {
	b, err := p.draft(e)
	if err != nil {
		return err
	}
	docs, err := e.App.FindAllRecords(mesa.ColDocumentos, mesa.OfDraft(b.Id), dbx.HashExp{"clase": e.Request.PathValue("clase")})
	if err != nil {
		return err
	}
	if len(docs) == 0 { // also a refused upload, whose page is loaded again
		return e.Redirect(303, "/solicitud/"+b.Id)
	}
	return web.ServeDocument(e, docs[0], "'none'")
}
