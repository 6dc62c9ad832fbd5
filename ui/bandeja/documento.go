package bandeja

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// find is the filing of the address. One that this account may not see does not exist for
// it: one question finds or does not find it, so that the answer takes as long.
func (b *Bandeja) find(e *core.RequestEvent) (*mesa.Solicitud, error) {
	r := &core.Record{}
	query := e.App.RecordQuery(mesa.ColSolicitudes).
		AndWhere(dbx.HashExp{"numero": mesa.CleanFilingNumber(e.Request.PathValue("numero"))})
	if who := actor(e); who.Rol == mesa.RolArea {
		query.AndWhere(dbx.NewExp("id IN (SELECT solicitud FROM derivaciones WHERE area = {:area})", dbx.Params{"area": who.Area}))
	}
	if err := query.Limit(1).One(r); err != nil {
		return nil, e.NotFoundError("", nil)
	}
	return mesa.AsSolicitud(r), nil
}

// document opens a PDF of a filing. The rules of a download judge the file and note that it
// was opened.
func (b *Bandeja) document(e *core.RequestEvent) error {
	doc := &core.Record{}
	query := e.App.RecordQuery(mesa.ColDocumentos).
		AndWhere(dbx.NewExp("id = {:id} AND solicitud != ''", dbx.Params{"id": e.Request.PathValue("id")}))
	if who := actor(e); who.Rol == mesa.RolArea {
		query.AndWhere(dbx.NewExp("solicitud IN (SELECT solicitud FROM derivaciones WHERE area = {:area})", dbx.Params{"area": who.Area}))
	}
	if err := query.Limit(1).One(doc); err != nil {
		return e.NotFoundError("", nil)
	}
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
		h := e.Response.Header()
		h.Set("Cache-Control", "private, no-store")
		h.Set("Content-Type", "application/pdf")
		// A sandbox would keep the browser's own viewer out, which runs no script of a page.
		h.Set("Content-Security-Policy", "default-src 'none'; object-src 'self'; frame-ancestors 'self'")
		if err := fsys.Serve(e.Response, e.Request, served.ServedPath, served.ServedName); err != nil {
			return e.NotFoundError("", err)
		}
		return nil
	})
}
