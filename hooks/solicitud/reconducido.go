package solicitud

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// beforeReconducido gives the filing the procedure that it really is. The terms keep the
// day they run since, and get the days of the new procedure (art. 131.1 of Ley 27444).
func (r *Room) beforeReconducido(m *Move) error {
	var f mesa.Fallas
	m.needs(&f, map[string]string{"motivo": mesa.TextFaltaMotivo, "tramite": mesa.TextOtroTramite})
	tramite, err := m.tx.FindRecordById(mesa.ColTramites, m.mov.GetString("tramite"))
	if err != nil || !tramite.GetBool("activo") || tramite.Id == m.s.GetString("tramite") {
		f.Add("tramite", mesa.TextOtroTramite)
	}
	if err := f.Err(); err != nil {
		return err
	}
	if err := m.keepSilence(); err != nil {
		return err
	}
	m.keepOnly("motivo", "confirma_silencio", "tramite", "instrucciones")
	m.sayMotivo()
	return m.recast(tramite)
}

// recast counts the terms for another procedure. Where silence approves the old or the new
// one, nobody gets more time by changing it.
func (m *Move) recast(tramite *core.Record) (err error) {
	m.was, err = m.tx.FindRecordById(mesa.ColTramites, m.s.GetString("tramite"))
	if err != nil {
		return err
	}
	m.told = m.promised()
	before, err := m.clock.Positive(m.s)
	if err != nil {
		return err
	}
	m.s.Set("tramite", tramite.Id)
	m.s.Set("silencio", tramite.GetString("silencio"))
	after, err := m.clock.Positive(m.s)
	if err != nil {
		return err
	}
	return m.clock.Recast(m.s, before || after)
}

// tellReconducido mails the procedure that the filing follows now, its day, and the day
// that it takes the place of.
func (r *Room) tellReconducido(m *Move) error {
	tramite, err := m.tx.FindRecordById(mesa.ColTramites, m.s.GetString("tramite"))
	if err != nil {
		return err
	}
	days := mesa.TermChange{Field: "vence_respuesta", Was: m.told, Is: m.promised()}
	return r.Mailer.Encauzada(m.tx, m.aviso(), m.was.GetString("nombre"), tramite.GetString("nombre"), days)
}
