package rastro

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// noteView writes down who opened a filing or a document (art. 46 of the rules
// of Ley 29733). What can't be noted is not shown.
func (r *Room) noteView(e *core.RecordRequestEvent) error {
	if err := r.note(e.RequestEvent, e.Auth, "ver", e.Record, ""); err != nil {
		return err
	}
	return e.Next()
}

// noteList writes down who looked through filings or documents, and with which filter.
func (r *Room) noteList(e *core.RecordsListRequestEvent) error {
	filter := []rune(e.Request.URL.Query().Get("filter"))
	list := core.NewRecord(e.Collection)
	if err := r.note(e.RequestEvent, e.Auth, "listar", list, string(filter[:min(len(filter), 255)])); err != nil {
		return err
	}
	return e.Next()
}

// noteDownload writes down who opened a file. Such a request carries no session: its
// file token names the account.
func (r *Room) noteDownload(e *core.FileDownloadRequestEvent) error {
	auth := e.Auth
	if token := e.Request.URL.Query().Get("token"); token != "" {
		if holder, err := e.App.FindAuthRecordByToken(token, core.TokenTypeFile); err == nil {
			auth = holder
		}
	}
	if err := r.note(e.RequestEvent, auth, "descargar", e.Record, e.ServedName); err != nil {
		return err
	}
	// A citizen's PDF never runs a script in our origin, whatever it holds.
	e.Response.Header().Set("Content-Type", "application/pdf")
	e.Response.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox")
	return e.Next()
}

// NoteExport writes down who took a list of filings or documents as a file.
func (r *Room) NoteExport(e *core.RequestEvent, collection, archivo string) error {
	c, err := e.App.FindCachedCollectionByNameOrId(collection)
	if err != nil {
		return err
	}
	return r.note(e, e.Auth, "descargar", core.NewRecord(c), archivo)
}

func (r *Room) note(e *core.RequestEvent, auth *core.Record, accion string, seen *core.Record, archivo string) error {
	c, err := e.App.FindCachedCollectionByNameOrId(mesa.ColAccesos)
	if err != nil {
		return err
	}
	line := core.NewRecord(c)
	line.Load(map[string]any{
		"fecha": r.now(), "actor": mesa.AccountName(auth), "accion": accion,
		"coleccion": seen.Collection().Name, "registro": seen.Id, "archivo": archivo, "ip": e.RealIP(),
	})
	return rule.Save(e.App, line)
}
