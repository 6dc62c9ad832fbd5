package portal

import (
	"mesadepartes/hooks/mesa"

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
	doc := docs[0]
	event := &core.FileDownloadRequestEvent{
		RequestEvent: e, Record: doc, ServedName: doc.GetString("nombre"), ServedPath: doc.BaseFilesPath() + "/" + doc.GetString("archivo"),
	}
	event.Collection = doc.Collection()
	return e.App.OnFileDownloadRequest().Trigger(event, func(served *core.FileDownloadRequestEvent) error {
		fsys, err := e.App.NewFilesystem()
		if err != nil {
			return err
		}
		defer fsys.Close()
		e.Response.Header().Set("Cache-Control", "private, no-store")
		e.Response.Header().Set("Content-Type", "application/pdf")
		// A sandbox would keep the browser's own viewer out; the file is the visitor's own.
		e.Response.Header().Set("Content-Security-Policy", "default-src 'none'; object-src 'self'; frame-ancestors 'none'")
		if err := fsys.Serve(e.Response, e.Request, served.ServedPath, served.ServedName); err != nil {
			return e.NotFoundError("", err)
		}
		return nil
	})
}
