package solicitud

import (
	"strings"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/dbx"
)

// checkAuthor refuses an author who may not see the filing, as if it did not exist, and one
// who was shown an older version of it.
func (m *Move) checkAuthor() error {
	if m.actor.Rol == mesa.RolArea {
		if _, err := m.tx.FindFirstRecordByFilter(mesa.ColDerivaciones, "solicitud = {:s} && area = {:a}",
			dbx.Params{"s": m.s.Id, "a": m.actor.Area}); err != nil {
			return mesa.Refuse(404, "", mesa.TextReferencia)
		}
	}
	if shown, known := mesa.VersionOf(m.mov); known && shown != m.s.GetInt("version") {
		return mesa.Refuse(409, "version", m.whatHappened())
	}
	return nil
}

// whatHappened tells an author whose page is old who moved the filing meanwhile.
func (m *Move) whatHappened() string {
	last, err := m.tx.FindRecordsByFilter(mesa.ColMovimientos, "solicitud = {:s} && etapa != 'NOTA' && etapa != 'CEDULA'",
		"-fecha,-@rowid", 1, 0, dbx.Params{"s": m.s.Id})
	if err != nil || len(last) == 0 {
		return mesa.TextVersion("", "", "")
	}
	mov := mesa.AsMovimiento(last[0])
	_, who, _ := strings.Cut(mov.GetString("actor"), " ")
	return mesa.TextVersion(who, mesa.NombreEtapa(mov.Etapa()), mov.Fecha().In(plazos.Lima).Format("15:04"))
}

// observeDocuments writes the observations that came with the act: what is ticked is
// observed, and every other document in force is not.
func (m *Move) observeDocuments() error {
	textos := mesa.ObservadosOf(m.mov)
	if textos == nil || m.etapa != mesa.EtapaObservado {
		return nil
	}
	docs, err := mesa.DocumentsOf(m.tx, m.s.Id)
	if err != nil {
		return err
	}
	for _, doc := range mesa.Current(docs) {
		texto, ticked := textos[doc.Id]
		if ticked == doc.GetBool("observado") && texto == doc.GetString("observacion") {
			continue
		}
		doc.Set("observado", ticked)
		doc.Set("observacion", texto)
		err := m.tx.Save(doc)
		if err != nil {
			return mesa.Rename(err, func(campo string) string { return "observacion_" + doc.Id })
		}
	}
	return nil
}

// endRehearsal undoes a move that was only tried, and hands over the mail that it queued.
func (m *Move) endRehearsal() error {
	ensayo := mesa.EnsayoOf(m.mov)
	if ensayo == nil {
		return nil
	}
	mails, err := m.tx.FindRecordsByFilter(mesa.ColCorreos, "movimiento = {:m}", "", 1, 0, dbx.Params{"m": m.mov.Id})
	if err != nil {
		return err
	}
	for _, mail := range mails {
		*ensayo = mesa.Ensayo{
			Para: mail.GetString("para"), Asunto: mail.GetString("asunto"), Texto: mail.GetString("texto"), HTML: mail.GetString("html"),
		}
	}
	return mesa.ErrEnsayo
}
