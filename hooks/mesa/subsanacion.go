package mesa

import (
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// VidaSubsanacion is how long a correction stays open to the browser that began it,
// after the last thing done in it.
const VidaSubsanacion = time.Hour

// Subsanacion is a citizen's answer to an observation, while it is prepared and
// once it was sent.
type Subsanacion struct{ core.BaseRecordProxy }

// AsSubsanacion views a record of `subsanaciones`.
func AsSubsanacion(r *core.Record) *Subsanacion {
	return &Subsanacion{core.BaseRecordProxy{Record: r}}
}

// Solicitud is the id of the filing under correction.
func (c *Subsanacion) Solicitud() string { return c.GetString("solicitud") }

// Enviada tells whether the correction was sent.
func (c *Subsanacion) Enviada() bool { return !c.GetDateTime("enviada_en").IsZero() }

// Vence is the instant at which the session of the correction ends.
func (c *Subsanacion) Vence() time.Time { return c.GetDateTime("vence").Time() }

// Over tells whether the session ended without anything being sent.
func (c *Subsanacion) Over(now time.Time) bool { return now.After(c.Vence()) }

// Open refuses with a 409 what comes to a correction that was sent or whose session
// ended.
func (c *Subsanacion) Open(now time.Time) error {
	if c.Enviada() {
		return Refuse(409, "", TextYaEnviada)
	}
	if c.Over(now) {
		return Refuse(409, "", TextSesionVencida)
	}
	return nil
}

// Extend begins the hour of the session anew.
func (c *Subsanacion) Extend(now time.Time) { c.Set("vence", now.Add(VidaSubsanacion)) }

// Proved tells whether the citizen may write: the filing's address was proved with a
// code, or the office asks for none. A development server asks for none, so that the
// way through can be tried by hand.
func (c *Subsanacion) Proved(entidad *Entidad, dev bool) bool {
	return dev || !entidad.GetBool("exigir_codigo_subsanacion") || c.GetBool("validada")
}

// MayOpen tells whether the citizen may open the files of the correction and of what was
// observed: the filing's address was proved with a code, whatever the office asks for, since
// number and document alone open nobody's papers.
func (c *Subsanacion) MayOpen(dev bool) bool { return dev || c.GetBool("validada") }

// CheckProved refuses with a 403 what comes to a correction that is not Proved:
// number and document alone replace nobody's papers.
func (c *Subsanacion) CheckProved(entidad *Entidad, dev bool) error {
	if !c.Proved(entidad, dev) {
		return Refuse(403, "", TextCorreoSinCodigo)
	}
	return nil
}
