package solicitud

import (
	"slices"
	"strings"

	"mesadepartes/hooks/borrador"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// beforeSubsanado takes the citizen's answer within the term, or before the term began:
// from the citizen, or from staff at the counter.
func (r *Room) beforeSubsanado(m *Move) error {
	if m.clock.TermOver(m.s) {
		return mesa.Refuse(409, "", mesa.TextPlazoVencido)
	}
	take := takeCorrection
	if m.actor.Mano == mesa.ManoPersonal {
		take = takeScan
	}
	if err := take(m); err != nil {
		return err
	}
	return m.countCorrection()
}

// takeScan takes what the citizen brought on paper, which staff scanned (art. 125 of Ley
// 27444). The line stays the officer's own. Who brings a correction has read the notice.
func takeScan(m *Move) error {
	var f mesa.Fallas
	m.needs(&f, map[string]string{"motivo": mesa.TextFaltaMotivo})
	if len(m.files) == 0 {
		f.Add("respuesta", mesa.TextFaltaEscaneo)
	}
	if err := f.Err(); err != nil {
		return err
	}
	m.keepOnly("motivo", "instrucciones")
	left, err := m.notBrought()
	if err != nil {
		return err
	}
	m.mov.Set("observaciones", strings.TrimSpace(mesa.TextSubsanadoMesa+" "+left))
	m.mov.Set("destino", mesa.MesaDePartes)
	return settleByCorrection(m)
}

// notBrought names the observed documents for which nothing was brought: they stay observed.
func (m *Move) notBrought() (string, error) {
	observed, err := m.observed()
	var left []string
	for _, doc := range observed {
		if !slices.ContainsFunc(m.files, func(r *core.Record) bool { return r.GetString("reemplaza") == doc.Id }) {
			left = append(left, mesa.NombreClase(doc.GetString("clase")))
		}
	}
	if len(left) == 0 {
		return "", err
	}
	return mesa.TextNoTrajo(left), err
}

// takeCorrection takes what the citizen sent: every observed document replaced, or, when
// only the filing as a whole was observed, a text or one new annex.
func takeCorrection(m *Move) error {
	row, err := m.tx.FindRecordById(mesa.ColSubsanacion, m.mov.GetString("subsanacion"))
	if err != nil || row.GetString("solicitud") != m.s.Id {
		return mesa.Refuse(422, "subsanacion", mesa.TextReferencia)
	}
	correction := mesa.AsSubsanacion(row)
	if correction.Enviada() {
		return mesa.Refuse(409, "", mesa.TextYaEnviada)
	}
	if err := correction.CheckProved(m.clock.Entidad, m.tx.IsDev()); err != nil {
		return err
	}
	news, err := m.tx.FindAllRecords(mesa.ColDocumentos, mesa.OfCorrection(correction.Id))
	if err != nil {
		return err
	}
	if err := m.checkComplete(correction, news); err != nil {
		return err
	}
	m.keepOnly()
	m.mov.Set("observaciones", mesa.TextSubsanado)
	m.mov.Set("instrucciones", correction.GetString("respuesta")) // for staff only
	m.mov.Set("origen", "CIUDADANO")
	m.mov.Set("destino", mesa.MesaDePartes)
	return acceptCorrection(m, correction, news)
}

// countCorrection starts the terms on the day on which the correction counts, by the same
// rule as a filing, and says that day in the public line where it is not today.
func (m *Move) countCorrection() error {
	counts, why, err := m.clock.CountsFrom(m.s.GetString("tramite"))
	if err != nil {
		return err
	}
	if why != "" {
		line := m.mov.GetString("observaciones")
		m.mov.Set("observaciones", mesa.TextCuentaDesde(line, mesa.InLima(counts), mesa.CountsLater(m.clock.Now.In(plazos.Lima), why)))
	}
	return m.clock.AwaitReview(m.s, counts)
}

func (m *Move) checkComplete(correction *mesa.Subsanacion, news []*core.Record) error {
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

func acceptCorrection(m *Move, correction *mesa.Subsanacion, news []*core.Record) error {
	for _, r := range news {
		r.Set("solicitud", m.s.Id)
		if err := rule.Save(m.tx, r); err != nil {
			return err
		}
	}
	correction.Set("enviada_en", m.clock.Now)
	if err := rule.Save(m.tx, correction.Record); err != nil {
		return err
	}
	return settleByCorrection(m)
}

// settleByCorrection confirms the notice of what was corrected: who corrects has
// read it, so nothing is left to notify by cédula (art. 27 of Ley 27444).
func settleByCorrection(m *Move) error {
	return m.clock.Settle(m.s.Id)
}

// verifyCorrection reads the files of a correction back before its transaction,
// as filing does: what is acknowledged is stored whole.
func verifyCorrection(e *core.RecordEvent) (map[string]bool, error) {
	id := e.Record.GetString("subsanacion")
	if mesa.Etapa(e.Record.GetString("etapa")) != mesa.EtapaSubsanado || id == "" {
		return nil, nil
	}
	return borrador.ReadBack(e.Context, e.App, mesa.OfCorrection(id))
}

// tellSubsanado mails the receipt of the correction.
func (r *Room) tellSubsanado(m *Move) error {
	return r.Mailer.Subsanacion(m.tx, m.aviso(), m.promised())
}
