package hooks

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// checkSubsanado takes the citizen's answer within the term: every observed
// document replaced, or, when only the filing as a whole was observed, a text
// or one new annex.
func (d *Desk) checkSubsanado(m *moving) error {
	if d.termOver(m.s) {
		return mesa.Refuse(409, "", mesa.TextPlazoVencido)
	}
	correction, err := m.tx.FindRecordById(mesa.ColSubsanacion, m.mov.GetString("subsanacion"))
	if err != nil || correction.GetString("solicitud") != m.s.Id {
		return mesa.Refuse(422, "subsanacion", mesa.TextReferencia)
	}
	if !correction.GetDateTime("enviada_en").IsZero() {
		return mesa.Refuse(409, "", mesa.TextYaEnviada)
	}
	if err := proved(m.tx, correction, m.entidad); err != nil {
		return err
	}
	news, err := m.tx.FindAllRecords(mesa.ColDocumentos, mesa.OfCorrection(correction.Id))
	if err != nil {
		return err
	}
	if err := m.checkComplete(correction, news); err != nil {
		return err
	}
	m.mov.Set("observaciones", mesa.TextSubsanado)
	m.mov.Set("instrucciones", correction.GetString("respuesta")) // for staff only
	m.mov.Set("origen", "CIUDADANO")
	m.mov.Set("destino", mesa.MesaDePartes)
	if err := d.acceptCorrection(m, correction, news); err != nil {
		return err
	}
	return awaitReview(m.clock, m.s, m.clock.now)
}

func (m *moving) checkComplete(correction *core.Record, news []*core.Record) error {
	observed, err := m.observed()
	if err != nil {
		return err
	}
	if len(observed) == 0 && len(news) == 0 && correction.GetString("respuesta") == "" {
		return mesa.Refuse(422, "respuesta", mesa.TextFaltaAnswer)
	}
	replaced := map[string]bool{}
	for _, r := range news {
		replaced[r.GetString("reemplaza")] = true
	}
	var f mesa.Fallas
	for _, r := range news {
		if !m.whole[r.Id] {
			f.Add(r.GetString("reemplaza"), mesa.TextHashDistinto)
		}
	}
	for _, r := range observed {
		if !replaced[r.Id] {
			f.Add(r.Id, mesa.TextFaltaSubsanar)
		}
	}
	return f.Err()
}

func (d *Desk) acceptCorrection(m *moving, correction *core.Record, news []*core.Record) error {
	for _, r := range news {
		r.Set("solicitud", m.s.Id)
		if err := rule.Save(m.tx, r); err != nil {
			return err
		}
	}
	correction.Set("enviada_en", d.Now())
	if err := rule.Save(m.tx, correction); err != nil {
		return err
	}
	return d.settleByCorrection(m)
}

// settleByCorrection confirms the notice of what was corrected: who corrects has
// read it, so nothing is left to notify by cédula (art. 27 of Ley 27444).
func (d *Desk) settleByCorrection(m *moving) error {
	notices, err := m.tx.FindAllRecords(mesa.ColCorreos,
		dbx.HashExp{"solicitud": m.s.Id, "tipo": "observacion", "acuse_en": ""}, dbx.NewExp("acuse != ''"))
	if err != nil {
		return err
	}
	for _, notice := range notices {
		notice.Set("acuse_en", d.Now())
		if err := rule.Save(m.tx, notice); err != nil {
			return err
		}
	}
	return nil
}

// verifyCorrection reads the files of a correction back before its transaction,
// as filing does: what is acknowledged is stored whole.
func verifyCorrection(e *core.RecordEvent) (map[string]bool, error) {
	id := e.Record.GetString("subsanacion")
	if mesa.Etapa(e.Record.GetString("etapa")) != mesa.EtapaSubsanado || id == "" {
		return nil, nil
	}
	return verifyStored(e.Context, e.App, mesa.OfCorrection(id))
}

// tellSubsanado mails the receipt of the correction.
func (d *Desk) tellSubsanado(m *moving) error { return d.Mailer.Subsanacion(m.tx, m.aviso()) }
