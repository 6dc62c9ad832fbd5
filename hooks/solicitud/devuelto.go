package solicitud

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
)

// beforeDevuelto gives a filing that is not an area's back to reception, which routes it
// again the same day (art. 132.1 of Ley 27444). Every term runs on.
func (r *Room) beforeDevuelto(m *Move) error {
	if err := m.needsMotivo(mesa.TextFaltaMotivo); err != nil {
		return err
	}
	m.keepOnly("motivo", "instrucciones")
	m.mov.Set("destino", mesa.MesaDePartes)
	m.s.Set("area", "")
	m.s.Set("responsable", "")
	m.s.Set("registrada_el", plazos.Date(m.clock.Now))
	return nil
}
