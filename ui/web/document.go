package web

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
)

// NewDocument is the record of an uploaded file in its place, not saved yet: the rules of
// the record judge the file.
func NewDocument(app core.App, up *Upload, place map[string]any) (*core.Record, error) {
	if up.Path == "" {
		return nil, mesa.Refuse(422, "archivo", mesa.TextSinArchivo)
	}
	file, err := filesystem.NewFileFromPath(up.Path)
	if err != nil {
		return nil, err
	}
	c, err := app.FindCachedCollectionByNameOrId(mesa.ColDocumentos)
	if err != nil {
		return nil, err
	}
	doc := core.NewRecord(c)
	doc.Load(place)
	doc.Set("archivo", file)
	doc.Set("nombre", mesa.CleanFileName(up.Name))
	mesa.Received(doc)
	return doc, nil
}

// Sellada serves a copy of a filed document with the stamp of reception on each page, to a
// reader who has found the document.
type Sellada func(e *core.RequestEvent, doc *core.Record, reader string) error

// ServeDocument opens the PDF of a record of `documentos` in the browser's own viewer, in
// pieces when asked so. The rules of a download judge the file and note that it was opened.
// frames says which pages may show it in a frame, as a content policy does: 'none' or 'self'.
func ServeDocument(e *core.RequestEvent, doc *core.Record, frames string) error {
	event := &core.FileDownloadRequestEvent{
		RequestEvent: e, Record: doc, ServedName: doc.GetString("nombre"), ServedPath: mesa.PapelOf(doc, "archivo").Clave,
	}
	event.Collection = doc.Collection()
	return e.App.OnFileDownloadRequest().Trigger(event, func(served *core.FileDownloadRequestEvent) error {
		h := e.Response.Header()
		h.Set("Cache-Control", "private, no-store")
		h.Set("Content-Type", "application/pdf")
		// A sandbox would keep the browser's own viewer out, which runs no script of a page.
		h.Set("Content-Security-Policy", "default-src 'none'; object-src 'self'; frame-ancestors "+frames)
		return mesa.Serve(served)
	})
}
