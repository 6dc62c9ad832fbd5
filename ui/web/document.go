package web

import "github.com/pocketbase/pocketbase/core"

// ServeDocument opens the PDF of a record of `documentos` in the browser's own viewer, in
// pieces when asked so. The rules of a download judge the file and note that it was opened.
// frames says which pages may show it in a frame, as a content policy does: 'none' or 'self'.
func ServeDocument(e *core.RequestEvent, doc *core.Record, frames string) error {
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
		h.Set("Content-Security-Policy", "default-src 'none'; object-src 'self'; frame-ancestors "+frames)
		if err := fsys.Serve(e.Response, e.Request, served.ServedPath, served.ServedName); err != nil {
			return e.NotFoundError("", err)
		}
		return nil
	})
}
