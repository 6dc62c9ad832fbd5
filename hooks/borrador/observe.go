package borrador

import (
	"cmp"
	"database/sql"
	"errors"
	"slices"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// observeDocument lets staff write an observation on a filed document, reception the number
// of one that it enters, and nothing else: neither the file nor what was measured of the file ever changes.
func observeDocument(e *core.RecordEvent) error {
	if rule.IsSystem(e.Record) {
		return e.Next()
	}
	old, err := rule.Stored(e)
	if err != nil {
		return err
	}
	before := mesa.AsDocumento(old)
	if draft := old.GetString("borrador"); draft != "" && !before.Filed() && e.Record.GetString("numero") != old.GetString("numero") {
		return renumberPaper(e, old, draft)
	}
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
	if err := takeObservation(e.App, e.Record, old); err != nil {
		return err
	}
	return e.Next()
}

// renumberPaper lets the account that enters a paper write its number after the scan is
// stored: a look-up of names stores the files that are chosen already.
func renumberPaper(e *core.RecordEvent, old *core.Record, draft string) error {
	r, err := e.App.FindRecordById(mesa.ColBorradores, draft)
	if err != nil {
		return err
	}
	f := mesa.Fallas{Status: 403}
	rule.Keep(e.Record, old, func(field string) bool { return field == "numero" }, func(field string) { f.Add(field, mesa.TextDocumentoFijo) })
	if !mesa.AsBorrador(r).Presencial() {
		f.Add("numero", mesa.TextDocumentoFijo)
	}
	if err := cmp.Or(f.Err(), mesa.AsBorrador(r).CheckCounter(mesa.ActorOf(e.Record))); err != nil {
		return err
	}
	if err := cleanNumber(e.Record); err != nil {
		return err
	}
	return e.Next()
}

// takeObservation refuses an observation that may not be made, and tidies one that may.
func takeObservation(app core.App, doc, old *core.Record) error {
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
	told, err := wasTold(app, old, estado)
	switch {
	case err != nil:
		return err
	case told && !doc.GetBool("observado"): // the trail still shows what was observed
		doc.Set("observacion", old.GetString("observacion"))
		return nil
	case told && mesa.CleanText(doc.GetString("observacion")) != old.GetString("observacion"):
		return mesa.Refuse(409, "observacion", mesa.TextObservacionDicha)
	case told:
		return nil
	case !doc.GetBool("observado"):
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
	if mesa.TooLong(doc.GetString("observacion"), mesa.MaxObservacion) {
		return mesa.Refuse(422, "observacion", mesa.TextTooLong(mesa.MaxObservacion))
	}
	return nil
}

// wasTold tells whether the citizen was told the observation that a document carries, and
// brought nothing for it.
func wasTold(app core.App, old *core.Record, estado mesa.Estado) (bool, error) {
	if estado != mesa.Subsanada || old.GetString("observacion") == "" {
		return false, nil
	}
	acts, err := app.CountRecords(mesa.ColMovimientos,
		dbx.HashExp{"solicitud": old.GetString("solicitud"), "etapa": string(mesa.EtapaObservado)},
		dbx.NewExp("fecha >= {:since}", dbx.Params{"since": old.GetString("subido_en")}))
	return acts > 0, err
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
