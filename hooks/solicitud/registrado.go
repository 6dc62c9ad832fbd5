package solicitud

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/dbx"
)

// beforeRegistrado gives the expediente number and starts the office's term.
func (r *Room) beforeRegistrado(m *Move) error {
	hidden, err := m.observed()
	if err != nil {
		return err
	}
	if len(hidden) > 0 {
		return mesa.Refuse(409, "etapa", mesa.TextObservacionOculta)
	}
	expediente := mesa.CleanLine(m.mov.GetString("expediente"))
	if expediente == "" {
		expediente = "EXP-" + m.s.Numero()
	}
	if mesa.TooLong(expediente, mesa.MaxNumeroDoc) {
		return mesa.Refuse(422, "expediente", mesa.TextTooLong(mesa.MaxNumeroDoc))
	}
	if err := m.askBeforeJoining(expediente); err != nil {
		return err
	}
	m.mov.Set("expediente", expediente)
	m.s.Set("expediente", expediente)
	m.keepOnly("expediente", "confirma_expediente")
	return m.beginAnswer()
}

// beginAnswer ends the review and starts the answer term that the citizen is told: from
// today, or from the filing or its correction. A day that was told already stays. The term
// of the law runs since the filing (art. 131.1 of Ley 27444).
func (m *Move) beginAnswer() error {
	m.s.Set("vence_revision", "")
	m.s.Set("registrada_el", plazos.Date(m.clock.Now))
	if !m.s.VenceRespuesta().IsZero() {
		return nil
	}
	from := m.clock.Now
	fromFiling, err := m.clock.FromFiling(m.s)
	if err != nil {
		return err
	}
	if fromFiling && !m.s.PlazoDesde().IsZero() {
		from = m.s.PlazoDesde()
	}
	return m.clock.AwaitAnswer(m.s, from)
}

// askBeforeJoining refuses the number of an expediente that another filing has, until the
// officer confirms that it is the same one. A filing that names that expediente needs none.
func (m *Move) askBeforeJoining(expediente string) error {
	if m.mov.GetBool("confirma_expediente") {
		return nil
	}
	others, err := m.tx.FindRecordsByFilter(mesa.ColSolicitudes, "expediente = {:e} && id != {:id}", "", 1, 0,
		dbx.Params{"e": expediente, "id": m.s.Id})
	if err != nil || len(others) == 0 {
		return err
	}
	other := mesa.AsSolicitud(others[0]).Numero()
	if named := m.s.GetString("expediente_referencia"); named == expediente || named == other {
		return nil
	}
	return mesa.Refuse(409, "confirma_expediente", mesa.TextExpedienteTomado(expediente, other))
}
