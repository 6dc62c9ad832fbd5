package mesa

import (
	"time"

	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

// plazoIncidente is the time to tell the Authority and the people of an incident (art. 34
// of the rules of Ley 29733). It runs on every hour, not on those of working days.
const plazoIncidente = 48 * time.Hour

// Incidente is what happened to personal data.
type Incidente struct{ core.BaseRecordProxy }

// AsIncidente views a record of `incidentes`.
func AsIncidente(r *core.Record) *Incidente { return &Incidente{core.BaseRecordProxy{Record: r}} }

// DetectadoEn is the instant on which the office knew.
func (i *Incidente) DetectadoEn() time.Time { return i.GetDateTime("detectado_en").Time() }

// Vence is the last instant to tell of the incident in time.
func (i *Incidente) Vence() time.Time { return i.DetectadoEn().Add(plazoIncidente) }

// Comunicado tells whether the Authority and the people were told, or need not be.
func (i *Incidente) Comunicado() bool {
	told := !i.GetDateTime("autoridad_en").IsZero() && !i.GetDateTime("personas_en").IsZero()
	return told || i.GetString("sin_aviso_motivo") != ""
}

// Luz is amber from the instant on which the office knew, red once the 48 hours are over,
// and none when everybody was told.
func (i *Incidente) Luz(now time.Time) plazos.Luz {
	switch {
	case i.Comunicado():
		return plazos.SinLuz
	case now.After(i.Vence()):
		return plazos.Rojo
	}
	return plazos.Ambar
}
