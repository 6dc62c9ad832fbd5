package borrador

import (
	"errors"
	"io"
	"net/http"
	"os"
	"strconv"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/pdf"

	"github.com/pocketbase/pocketbase/core"
)

// Sellada serves a copy of a filed document with the stamp of reception on each page. The
// stored file stays as it is. The rules of a download judge the file and note who took it;
// who names the reader, whose copies are made one at a time.
func (r *Room) Sellada(e *core.RequestEvent, doc *core.Record, who string) error {
	s, err := e.App.FindRecordById(mesa.ColSolicitudes, doc.GetString("solicitud"))
	if err != nil {
		return err
	}
	lines, err := r.Sello(e.App, doc)
	if err != nil {
		return err
	}
	if lines == nil {
		return mesa.Refuse(409, "", mesa.TextSinSello)
	}
	e.Request.Header.Del("Range") // a copy is made whole, and each is noted
	event := &core.FileDownloadRequestEvent{
		RequestEvent: e, Record: doc, ServedName: mesa.ArchivoSellado(s.GetString("numero"), doc.GetString("clase")),
		ServedPath: mesa.PapelOf(doc, "archivo").Clave,
	}
	event.Collection = doc.Collection()
	from := pdf.Sender{Address: e.RealIP(), Draft: "sello " + who}
	return e.App.OnFileDownloadRequest().Trigger(event, func(served *core.FileDownloadRequestEvent) error {
		return r.serveStamped(served, from, pdf.Stamp{Lines: lines})
	})
}

// serveStamped has the stamp written and sends the file with it behind.
func (r *Room) serveStamped(e *core.FileDownloadRequestEvent, from pdf.Sender, stamp pdf.Stamp) error {
	original, done, err := mesa.PapelServed(e).OpenHere(e.Request.Context(), e.App)
	if err != nil {
		return err
	}
	defer done()
	update, err := r.NewFile(e.App.DataDir())()
	if err != nil {
		return err
	}
	defer func() {
		_ = update.Close()
		_ = os.Remove(update.Name())
	}()
	got, err := r.PDF.Stamp(e.Request.Context(), from, original, update, stamp)
	var busy pdf.Busy
	switch {
	case errors.As(err, &busy):
		return mesa.TooMany{Texto: mesa.TextSelloOcupado, Wait: busy.Wait}
	case err != nil:
		return err
	case got.Motivo != "":
		return mesa.Refuse(409, "", mesa.TextSello(string(got.Motivo)))
	}
	return send(e, original, update, got.Bytes)
}

func send(e *core.FileDownloadRequestEvent, original, update *os.File, more int64) error {
	info, err := original.Stat()
	if err != nil {
		return err
	}
	h := e.Response.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Disposition", `attachment; filename="`+e.ServedName+`"`)
	h.Set("Content-Length", strconv.FormatInt(info.Size()+more, 10))
	e.Response.WriteHeader(http.StatusOK)
	if e.Request.Method == http.MethodHead {
		return nil
	}
	_, err = io.Copy(e.Response, io.MultiReader(io.NewSectionReader(original, 0, info.Size()), io.NewSectionReader(update, 0, more)))
	if err != nil {
		e.App.Logger().Warn("a stamped copy broke off", "documento", e.Record.Id, "error", err)
	}
	return nil
}
