package solicitud

import (
	"mesadepartes/hooks/borrador"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// maxAnswer keeps the PDF of a move small enough for any mail server.
const maxAnswer = 15 << 20

// storePDF admits the PDF that came with a line and keeps it as a document, before
// the transaction of the move: a child process inspects it, and files are never
// written while everybody waits for the database. A scan that answers several observed
// documents is kept once for each, so that each has what replaces it.
func (r *Room) storePDF(e *core.RecordEvent) (stored []*core.Record, err error) {
	files := e.Record.GetUnsavedFiles("respuesta")
	if len(files) == 0 {
		return nil, nil
	}
	places, err := placesOf(e)
	if err != nil {
		return nil, err
	}
	c, err := e.App.FindCachedCollectionByNameOrId(mesa.ColDocumentos)
	if err != nil {
		return nil, err
	}
	for _, place := range places {
		doc, file := core.NewRecord(c), *files[0]
		doc.Load(map[string]any{"clase": place.clase, "reemplaza": place.reemplaza, "archivo": &file, "subido_en": r.Now()})
		if err := r.Drafts.Admit(e.Context, doc, "archivo", maxAnswer); err != nil {
			return stored, mesa.Rename(err, func(string) string { return "respuesta" })
		}
		if err := rule.Save(e.App, doc); err != nil {
			return stored, err
		}
		stored = append(stored, doc)
	}
	return stored, nil
}

// place is where the PDF of a line goes among the filing's documents.
type place struct{ clase, reemplaza string }

// placesOf tells where the PDF of a line goes: an answer is one; what asks a withdrawal, and
// what a citizen brought to the counter when no document was observed, is an annex.
func placesOf(e *core.RecordEvent) ([]place, error) {
	etapa := mesa.Etapa(e.Record.GetString("etapa"))
	counter := mesa.ActorOf(e.Record).Mano == mesa.ManoPersonal
	switch {
	case etapa == mesa.EtapaAtendido:
		return []place{{mesa.ClaseRespuesta, ""}}, nil
	case etapa != mesa.EtapaDesistido && (etapa != mesa.EtapaSubsanado || !counter):
		return nil, mesa.Refuse(422, "respuesta", mesa.TextRespuestaSolo)
	}
	docs, err := mesa.DocumentsOf(e.App, e.Record.GetString("solicitud"))
	if err != nil {
		return nil, err
	}
	current := mesa.Current(docs)
	var places []place
	if etapa == mesa.EtapaSubsanado {
		for _, doc := range mesa.Observed(current) {
			places = append(places, place{doc.GetString("clase"), doc.Id})
		}
	}
	if places == nil {
		places = []place{{borrador.FreeAnnex(current), ""}}
	}
	return places, nil
}

// attachPDF ties the stored PDF to its filing.
func (m *Move) attachPDF() error {
	for _, doc := range m.files {
		doc.Set("solicitud", m.s.Id)
		if err := rule.Save(m.tx, doc); err != nil {
			return err
		}
	}
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
