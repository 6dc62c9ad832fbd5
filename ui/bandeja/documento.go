package bandeja

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// find is the filing of the address. One that this account may not see does not exist for
// it: one question finds or does not find it, so that the answer takes as long.
func (b *Bandeja) find(e *core.RequestEvent) (*mesa.Solicitud, error) {
	return findNumber(e, e.Request.PathValue("numero"))
}

func findNumber(e *core.RequestEvent, numero string) (*mesa.Solicitud, error) {
	r := &core.Record{}
	query := e.App.RecordQuery(mesa.ColSolicitudes).
		AndWhere(dbx.HashExp{"numero": mesa.CleanFilingNumber(numero)})
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
	doc, err := b.findDocument(e)
	if err != nil {
		return err
	}
	return web.ServeDocument(e, doc, "'self'")
}

// stampedDocument gives a copy of a document with the stamp of reception on each page.
func (b *Bandeja) stampedDocument(e *core.RequestEvent) error {
	doc, err := b.findDocument(e)
	if err != nil {
		return err
	}
	return b.Sellada(e, doc, mesa.AccountName(e.Auth))
}

// findDocument is the document of the address. One of a filing that this account may not
// see does not exist for it.
func (b *Bandeja) findDocument(e *core.RequestEvent) (*core.Record, error) {
	doc := &core.Record{}
	query := e.App.RecordQuery(mesa.ColDocumentos).
		AndWhere(dbx.NewExp("id = {:id} AND solicitud != ''", dbx.Params{"id": e.Request.PathValue("id")}))
	if who := actor(e); who.Rol == mesa.RolArea {
		query.AndWhere(dbx.NewExp("solicitud IN (SELECT solicitud FROM derivaciones WHERE area = {:area})", dbx.Params{"area": who.Area}))
	}
	if err := query.Limit(1).One(doc); err != nil {
		return nil, e.NotFoundError("", nil)
	}
	return doc, nil
}
