package hooks

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// noteView writes down who opened a filing or a document (art. 46 of the rules
// of Ley 29733). What can't be noted is not shown.
func (d *Desk) noteView(e *core.RecordRequestEvent) error {
	if err := d.note(e.RequestEvent, e.Auth, "ver", e.Record, ""); err != nil {
		return err
	}
	return e.Next()
}

// noteList writes down who looked through filings or documents, and with which filter.
func (d *Desk) noteList(e *core.RecordsListRequestEvent) error {
	filter := []rune(e.Request.URL.Query().Get("filter"))
	list := core.NewRecord(e.Collection)
	if err := d.note(e.RequestEvent, e.Auth, "listar", list, string(filter[:min(len(filter), 255)])); err != nil {
		return err
	}
	return e.Next()
}

// noteDownload writes down who opened a file. The file token says who it is:
// such a request carries no session.
func (d *Desk) noteDownload(e *core.FileDownloadRequestEvent) error {
	auth := e.Auth
	if token := e.Request.URL.Query().Get("token"); token != "" {
		if r, err := e.App.FindAuthRecordByToken(token, core.TokenTypeFile); err == nil {
			auth = r
		}
	}
	if err := d.note(e.RequestEvent, auth, "descargar", e.Record, e.ServedName); err != nil {
		return err
	}
	// A citizen's PDF never runs a script in our origin, whatever it holds.
	e.Response.Header().Set("Content-Type", "application/pdf")
	e.Response.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox")
	return e.Next()
}

func (d *Desk) note(e *core.RequestEvent, auth *core.Record, accion string, r *core.Record, archivo string) error {
	c, err := e.App.FindCachedCollectionByNameOrId(mesa.ColAccesos)
	if err != nil {
		return err
	}
	line := core.NewRecord(c)
	line.Load(map[string]any{
		"fecha": d.Now(), "actor": accountName(auth), "accion": accion,
		"coleccion": r.Collection().Name, "registro": r.Id, "archivo": archivo, "ip": e.RealIP(),
	})
	mesa.BySystem(line)
	return e.App.Save(line)
}
