package solicitud

import (
	"mesadepartes/hooks/borrador"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
)

// maxAnswer keeps the PDF of a move small enough for any mail server.
const maxAnswer = 15 << 20

// storePDF admits the PDF that came with a line and keeps it as a document, before
// the transaction of the move: a child process inspects it, and files are never
// written while everybody waits for the database. What was brought to the counter is a PDF
// for each observed document.
func (r *Room) storePDF(e *core.RecordEvent) (stored []*core.Record, err error) {
	places, err := placesOf(e)
	if err != nil || len(places) == 0 {
		return nil, err
	}
	c, err := e.App.FindCachedCollectionByNameOrId(mesa.ColDocumentos)
	if err != nil {
		return nil, err
	}
	for _, place := range places {
		doc := core.NewRecord(c)
		doc.Load(map[string]any{"clase": place.clase, "reemplaza": place.reemplaza, "archivo": place.file, "subido_en": r.Now()})
		if err := r.Drafts.Admit(e.Context, doc, "archivo", maxAnswer); err != nil {
			return stored, mesa.Rename(err, func(string) string { return place.field })
		}
		if err := rule.Save(e.App, doc); err != nil {
			return stored, err
		}
		stored = append(stored, doc)
	}
	return stored, nil
}

// place is where a PDF of a line goes among the filing's documents, and the field it came in.
type place struct {
	clase, reemplaza, field string
	file                    *filesystem.File
}

// placesOf tells where the PDFs of a line go: an answer is one; what asks a withdrawal, and
// what a citizen brought to the counter when no document was observed, is an annex.
func placesOf(e *core.RecordEvent) ([]place, error) {
	files, scans := e.Record.GetUnsavedFiles("respuesta"), mesa.EscaneosOf(e.Record)
	if len(files) == 0 && len(scans) == 0 {
		return nil, nil
	}
	etapa := mesa.Etapa(e.Record.GetString("etapa"))
	counter := mesa.ActorOf(e.Record).Mano == mesa.ManoPersonal
	switch {
	case etapa == mesa.EtapaAtendido && len(files) > 0:
		return []place{{mesa.ClaseRespuesta, "", "respuesta", files[0]}}, nil
	case etapa != mesa.EtapaDesistido && (etapa != mesa.EtapaSubsanado || !counter):
		return nil, mesa.Refuse(422, "respuesta", mesa.TextRespuestaSolo)
	}
	docs, err := mesa.DocumentsOf(e.App, e.Record.GetString("solicitud"))
	if err != nil {
		return nil, err
	}
	current := mesa.Current(docs)
	if etapa == mesa.EtapaSubsanado {
		if observed := mesa.Observed(current); len(observed) > 0 {
			return scanPlaces(observed, files, scans)
		}
	}
	if len(files) == 0 {
		return nil, mesa.Refuse(422, "respuesta", mesa.TextNoEsObservado)
	}
	return []place{{borrador.FreeAnnex(current), "", "respuesta", files[0]}}, nil
}

// scanPlaces puts each PDF that was brought in the place of the observed document that it
// answers. One PDF without a document answers the only one that was observed.
func scanPlaces(observed []*core.Record, files []*filesystem.File, scans map[string]*filesystem.File) ([]place, error) {
	if len(files) > 0 && len(scans) == 0 && len(observed) == 1 {
		return []place{{observed[0].GetString("clase"), observed[0].Id, "respuesta", files[0]}}, nil
	}
	if len(files) > 0 {
		return nil, mesa.Refuse(422, "respuesta", mesa.TextUnPDFCadaUno)
	}
	var places []place
	for _, doc := range observed {
		if file := scans[doc.Id]; file != nil {
			places = append(places, place{doc.GetString("clase"), doc.Id, mesa.FieldEscaneo(doc.Id), file})
		}
	}
	if len(places) < len(scans) {
		return nil, mesa.Refuse(422, "respuesta", mesa.TextNoEsObservado)
	}
	return places, nil
}

// attachPDF ties the stored PDF to its filing, and tells the line's receipt of it.
func (m *Move) attachPDF() error {
	var ids []string
	for _, doc := range m.files {
		ids = append(ids, doc.Id)
		doc.Set("solicitud", m.s.Id)
		if err := rule.Save(m.tx, doc); err != nil {
			return err
		}
	}
	mesa.SetPapers(m.mov, ids)
	return nil
}

// dropPDF removes the PDF of a move that was refused.
func dropPDF(app core.App, files []*core.Record) {
	for _, doc := range files {
		doc.Set("solicitud", "") // the roll-back took it back in the base
		if err := app.Delete(doc); err != nil {
			app.Logger().Error("PDF of a refused move left behind", "documento", doc.Id, "error", err)
		}
	}
}
