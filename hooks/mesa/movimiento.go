package mesa

import (
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// Movimiento is a line of a filing's trail.
type Movimiento struct{ core.BaseRecordProxy }

// AsMovimiento views a record of `movimientos`.
func AsMovimiento(r *core.Record) *Movimiento {
	return &Movimiento{core.BaseRecordProxy{Record: r}}
}

// Etapa is what was done.
func (m *Movimiento) Etapa() Etapa { return Etapa(m.GetString("etapa")) }

// Fecha is the instant it was done.
func (m *Movimiento) Fecha() time.Time { return m.GetDateTime("fecha").Time() }

// Solicitud is the id of the filing.
func (m *Movimiento) Solicitud() string { return m.GetString("solicitud") }

// Observaciones is the line's public text.
func (m *Movimiento) Observaciones() string { return m.GetString("observaciones") }

// Destino is the place that the move leads to, as people read it.
func (m *Movimiento) Destino() string { return m.GetString("destino") }
