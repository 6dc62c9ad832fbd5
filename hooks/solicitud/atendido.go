package solicitud

import (
	"cmp"
	"slices"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// beforeAtendido asks for the text the citizen will read; the PDF is optional. The line
// carries all that art. 24.1 of Ley 27444 wants notified.
func (r *Room) beforeAtendido(m *Move) error {
	sentido := cmp.Or(mesa.Sentido(m.mov.GetString("sentido")), mesa.Informativa)
	var f mesa.Fallas
	m.needs(&f, map[string]string{"observaciones": mesa.TextFaltaRespuesta})
	if !slices.Contains(mesa.Sentidos(), sentido) {
		f.Add("sentido", mesa.TextSentido)
	}
	m.checkDocumentDate(&f)
	if err := f.Err(); err != nil {
		return err
	}
	m.mov.Set("sentido", string(sentido))
	m.mov.Set("destino", "CIUDADANO")
	m.keepOnly("instrucciones", "motivo", "sentido", "documento_numero", "documento_fecha", "agota_via", "recursos", "confirma_silencio")
	tramite, err := m.tx.FindRecordById(mesa.ColTramites, m.s.GetString("tramite"))
	if err != nil {
		return err
	}
	m.nameRemedies(sentido, tramite)
	return m.respectSilence(sentido)
}

// nameRemedies writes the usual text on remedies where staff wrote none.
func (m *Move) nameRemedies(sentido mesa.Sentido, tramite *core.Record) {
	usual := mesa.Recursos(sentido, m.mov.GetBool("agota_via"), mesa.AccesoInformacion(tramite))
	m.mov.Set("recursos", cmp.Or(m.mov.GetString("recursos"), usual))
}

// respectSilence refuses to deny what silence approved, unless the officer confirms the
// legal basis: only revocation or nullity undo it (arts. 33, 202 and 203 of Ley 27444).
func (m *Move) respectSilence(sentido mesa.Sentido) error {
	approved, err := m.clock.Approved(m.s)
	if err != nil {
		return err
	}
	if !approved || !sentido.Adverse() {
		m.mov.Set("confirma_silencio", false)
		m.mov.Set("motivo", "")
		return nil
	}
	return m.confirmSilence()
}

// keepSilence refuses every other stage that would undo what silence approved, unless the
// officer confirms the legal basis.
func (m *Move) keepSilence() error {
	approved, err := m.clock.Approved(m.s)
	if err != nil || !approved {
		m.mov.Set("confirma_silencio", false)
		return err
	}
	return m.confirmSilence()
}

// confirmSilence asks for the express confirmation and its legal basis.
func (m *Move) confirmSilence() error {
	switch {
	case !m.mov.GetBool("confirma_silencio"):
		return mesa.Refuse(409, "confirma_silencio", mesa.TextSilencioOperado(mesa.InLima(m.s.VenceLegal())))
	case m.mov.GetString("motivo") == "":
		return mesa.Refuse(409, "motivo", mesa.TextSilencioBase)
	}
	return nil
}

// tellAtendido mails the answer.
func (r *Room) tellAtendido(m *Move) error {
	documento := ""
	if len(m.files) > 0 {
		documento = m.files[0].Id
	}
	return r.Mailer.Respuesta(m.tx, m.aviso(), documento)
}
