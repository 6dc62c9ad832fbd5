package rastro

import (
	"time"

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
	if err := r.noteOnce(e, auth); err != nil {
		return err
	}
	// A citizen's PDF never runs a script in our origin, whatever it holds.
	e.Response.Header().Set("Content-Type", "application/pdf")
	e.Response.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox")
	return e.Next()
}

// onePiece is how long the pieces that a viewer asks for count as one opening of a file.
const onePiece = 10 * time.Minute

// noteOnce notes the opening of a file once, not each of the hundreds of pieces in which a
// viewer asks for a big one.
func (r *Room) noteOnce(e *core.FileDownloadRequestEvent, auth *core.Record) error {
	reader := mesa.AccountName(auth)
	if who := mesa.ActorOf(e.Record); auth == nil && who.Mano == mesa.ManoCiudadano {
		reader = who.Name
	}
	key := reader + " " + e.RealIP() + " " + e.ServedPath
	if _, noted := r.opened.Get(key); noted && e.Request.Header.Get("Range") != "" {
		return nil
	}
	if err := r.noteAs(e.RequestEvent, reader, "descargar", e.Record, e.ServedName); err != nil {
		return err
	}
	r.opened.Put(key, true, r.now().Add(onePiece))
	return nil
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
	return r.noteAs(e, mesa.AccountName(auth), accion, seen, archivo)
}

func (r *Room) noteAs(e *core.RequestEvent, actor, accion string, seen *core.Record, archivo string) error {
	c, err := e.App.FindCachedCollectionByNameOrId(mesa.ColAccesos)
	if err != nil {
		return err
	}
	line := core.NewRecord(c)
	line.Load(map[string]any{
		"fecha": r.now(), "actor": actor, "accion": accion,
		"coleccion": seen.Collection().Name, "registro": seen.Id, "archivo": archivo, "ip": e.RealIP(),
	})
	return rule.Save(e.App, line)
}
