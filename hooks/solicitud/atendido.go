package solicitud

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// maxAnswer keeps the answer's PDF small enough for any mail server.
const maxAnswer = 15 << 20

// beforeAtendido asks for the text the citizen will read; the PDF is optional.
func (r *Room) beforeAtendido(m *Move) error {
	if m.mov.GetString("observaciones") == "" {
		return mesa.Refuse(422, "observaciones", mesa.TextFaltaRespuesta)
	}
	m.mov.Set("destino", "CIUDADANO")
	m.keepOnly("instrucciones")
	return nil
}

// storeAnswer admits the PDF of an answer and keeps it as a document, before
// the transaction of the move: a child process inspects it, and files are never
// written while everybody waits for the database.
func (r *Room) storeAnswer(e *core.RecordEvent) (*core.Record, error) {
	files := e.Record.GetUnsavedFiles("respuesta")
	if len(files) == 0 {
		return nil, nil
	}
	if mesa.Etapa(e.Record.GetString("etapa")) != mesa.EtapaAtendido {
		return nil, mesa.Refuse(422, "respuesta", mesa.TextRespuestaSolo)
	}
	c, err := e.App.FindCachedCollectionByNameOrId(mesa.ColDocumentos)
	if err != nil {
		return nil, err
	}
	doc := core.NewRecord(c)
	doc.Load(map[string]any{"clase": mesa.ClaseRespuesta, "archivo": files[0], "subido_en": r.Now()})
	if err := r.Drafts.Admit(e.Context, doc, "archivo", maxAnswer); err != nil {
		return nil, mesa.Rename(err, func(string) string { return "respuesta" })
	}
	if err := rule.Save(e.App, doc); err != nil {
		return nil, err
	}
	return doc, nil
}

// attachAnswer ties the stored answer to its filing.
func attachAnswer(tx core.App, m *Move, answer *core.Record) error {
	if answer == nil {
		return nil
	}
	answer.Set("solicitud", m.s.Id)
	if err := rule.Save(tx, answer); err != nil {
		return err
	}
	m.answer = answer.Id
	return nil
}

// tellAtendido mails the answer.
func (r *Room) tellAtendido(m *Move) error { return r.Mailer.Respuesta(m.tx, m.aviso(), m.answer) }
