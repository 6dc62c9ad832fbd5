package solicitud

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
)

// beforeArchivado files an answered filing away as it stands. One that nobody answered
// needs a reason, which the citizen reads: a petition always gets an answer (art. 106.3 of
// Ley 27444). One that silence approved needs the legal basis that undoes it too.
func (r *Room) beforeArchivado(m *Move) error {
	answers, err := m.tx.CountRecords(mesa.ColMovimientos,
		dbx.HashExp{"solicitud": m.s.Id, "etapa": string(mesa.EtapaAtendido)})
	if err != nil {
		return err
	}
	m.keepOnly("motivo", "instrucciones", "confirma_silencio")
	if m.answered = answers > 0; m.answered {
		m.mov.Set("confirma_silencio", false)
		return nil
	}
	if err := m.needsMotivo(mesa.TextFaltaMotivo); err != nil {
		return err
	}
	m.sayMotivo()
	return m.keepSilence()
}

// tellArchivado mails why a filing ended without an answer.
func (r *Room) tellArchivado(m *Move) error {
	if m.answered {
		return nil
	}
	tramite, err := m.tx.FindRecordById(mesa.ColTramites, m.s.GetString("tramite"))
	if err != nil {
		return err
	}
	return r.Mailer.Archivo(m.tx, m.aviso(), mesa.Recursos(mesa.Desfavorable, false, mesa.AccesoInformacion(tramite)))
}
