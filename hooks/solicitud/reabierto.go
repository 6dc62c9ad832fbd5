package solicitud

import (
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/dbx"
)

// beforeReabierto opens a closed filing again, because its closing was an error (arts. 201
// and 202 of Ley 27444). What was left of its terms runs on from today.
func (r *Room) beforeReabierto(m *Move) error {
	if err := m.needsMotivo(mesa.TextFaltaMotivo); err != nil {
		return err
	}
	m.keepOnly("motivo", "instrucciones")
	m.sayMotivo()
	closed, err := m.closedOn()
	if err != nil {
		return err
	}
	for _, f := range []string{"cerrada_el", "entidad_destino", "estado_previo"} {
		m.s.Set(f, nil)
	}
	if m.s.Estado() == mesa.Registrada {
		m.s.Set("registrada_el", plazos.Date(m.clock.Now)) // to be routed today (art. 132.1)
	}
	return m.clock.Resume(m.s, closed)
}

// closedOn is the day the filing was closed; an older version left it only in the trail.
func (m *Move) closedOn() (time.Time, error) {
	if day := m.s.GetDateTime("cerrada_el").Time(); !day.IsZero() {
		return day, nil
	}
	rows, err := m.tx.FindRecordsByFilter(mesa.ColMovimientos,
		"solicitud = {:id} && (etapa = 'ARCHIVADO' || etapa = 'NO PRESENTADO')", "-fecha", 1, 0, dbx.Params{"id": m.s.Id})
	if err != nil || len(rows) == 0 {
		return m.clock.Now, err
	}
	return rows[0].GetDateTime("fecha").Time(), nil
}

// tellReabierto mails that the filing is open again, and until when.
func (r *Room) tellReabierto(m *Move) error {
	return r.Mailer.Reapertura(m.tx, m.aviso())
}
