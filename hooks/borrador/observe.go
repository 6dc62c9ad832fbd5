package borrador

import (
	"database/sql"
	"errors"
	"slices"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// observeDocument lets staff write an observation on a filed document, and
// nothing else: neither the file nor what was measured of the file ever changes.
func observeDocument(e *core.RecordEvent) error {
	if rule.IsSystem(e.Record) {
		return e.Next()
	}
	old, err := rule.Stored(e)
	if err != nil {
		return err
	}
	before := mesa.AsDocumento(old)
	f := mesa.Fallas{Status: 403}
	rule.Keep(e.Record, old, func(field string) bool {
		return field == "observado" || field == "observacion"
	}, func(field string) { f.Add(field, mesa.TextDocumentoFijo) })
	if err := f.Err(); err != nil {
		return err
	}
	if !before.Filed() {
		return mesa.Refuse(409, "", mesa.TextObservarTarde)
	}
	if err := takeObservation(e.App, e.Record); err != nil {
		return err
	}
	return e.Next()
}

// takeObservation refuses an observation that may not be made, and tidies one that may.
func takeObservation(app core.App, doc *core.Record) error {
	r, err := app.FindRecordById(mesa.ColSolicitudes, doc.GetString("solicitud"))
	if err != nil {
		return err
	}
	estado := mesa.AsSolicitud(r).Estado()
	if estado != mesa.Recibida && estado != mesa.Subsanada {
		return mesa.Refuse(409, "observado", mesa.TextObservarTarde)
	}
	filed, err := mesa.DocumentsOf(app, r.Id)
	if err != nil {
		return err
	}
	current := slices.ContainsFunc(mesa.Current(filed), func(c *core.Record) bool { return c.Id == doc.Id })
	if !current || doc.GetString("clase") == mesa.ClaseRespuesta {
		return mesa.Refuse(409, "observado", mesa.TextDocumentoFijo)
	}
	if !doc.GetBool("observado") {
		doc.Set("observacion", "")
		return nil
	}
	// Art. 126.2 of Ley 27444: the first review is complete, so a second one may
	// only repeat what was not mended.
	if estado == mesa.Subsanada && doc.GetString("reemplaza") == "" {
		return mesa.Refuse(409, "observado", mesa.TextSegundaRonda)
	}
	doc.Set("observacion", mesa.CleanText(doc.GetString("observacion")))
	if doc.GetString("observacion") == "" {
		return mesa.Refuse(422, "observacion", mesa.TextObservacionVacia)
	}
	return nil
}

// keepFiledDocument refuses to delete a document that belongs to a filing. The base is
// asked, because the record in hand may be older than the filing.
func keepFiledDocument(e *core.RecordEvent) error {
	now, err := rule.Stored(e)
	if errors.Is(err, sql.ErrNoRows) {
		return nil // another request deleted the document already
	}
	if err != nil {
		return err
	}
	if mesa.AsDocumento(now).Filed() {
		return mesa.Refuse(403, "", mesa.TextDocumentoFijo)
	}
	return e.Next()
}
