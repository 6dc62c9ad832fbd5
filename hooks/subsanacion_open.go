package hooks

import (
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/oficina"
	"mesadepartes/hooks/plazos"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// sessionLife is how long a correction stays open to the browser that began it,
// after the last thing done in it.
const sessionLife = 60 * time.Minute

// openCorrection begins a correction of a filing that is observed and in term.
func (d *Desk) openCorrection(e *core.RecordEvent) error {
	if _, err := d.correctable(e.App, e.Record.GetString("solicitud")); err != nil {
		return err
	}
	e.Record.Set("vence", d.Now().Add(sessionLife))
	e.Record.Set("enviada_en", "")
	e.Record.Set("validada", false)
	return e.Next()
}

// correctable finds a filing that the citizen may correct now, or says why not.
func (d *Desk) correctable(app core.App, id string) (*mesa.Solicitud, error) {
	r, err := app.FindRecordById(mesa.ColSolicitudes, id)
	if err != nil {
		return nil, mesa.Refuse(422, "solicitud", mesa.TextReferencia)
	}
	s := mesa.AsSolicitud(r)
	switch {
	case s.Estado() == mesa.NoPresentada:
		return nil, mesa.Refuse(409, "", mesa.TextPlazoVencido)
	case s.Estado() != mesa.Observada:
		return nil, mesa.Refuse(409, "", mesa.TextNoObservada)
	case d.termOver(s):
		return nil, mesa.Refuse(409, "", mesa.TextPlazoVencido)
	}
	return s, nil
}

// proved refuses a correction whose address was not proved with a code, where the
// office asks for one: number and document alone replace nobody's papers. A
// development server asks for none.
func proved(app core.App, correction *core.Record, entidad *mesa.Entidad) error {
	if entidad.GetBool("exigir_codigo_subsanacion") && !app.IsDev() && !correction.GetBool("validada") {
		return mesa.Refuse(403, "", mesa.TextCorreoSinCodigo)
	}
	return nil
}

// termOver tells whether the citizen's term ended. While the notice is unsent
// there is no term yet (art. 20.4 and 125 of Ley 27444).
func (d *Desk) termOver(s *mesa.Solicitud) bool {
	due := s.VenceSubsanacion()
	return !due.IsZero() && plazos.Expired(due, d.Now())
}

// changeCorrection lets the citizen write only while the correction is open.
func (d *Desk) changeCorrection(e *core.RecordEvent) error {
	before, err := rule.Stored(e)
	if err != nil {
		return err
	}
	if rule.IsSystem(e.Record) {
		if e.Record.GetString("secreto") != before.GetString("secreto") {
			return d.handOver(e)
		}
		return e.Next()
	}
	if !before.GetDateTime("enviada_en").IsZero() {
		return mesa.Refuse(409, "", mesa.TextYaEnviada)
	}
	for _, f := range []string{"solicitud", "secreto", "validada", "enviada_en", "vence"} {
		e.Record.Set(f, before.Get(f))
	}
	if d.Now().After(before.GetDateTime("vence").Time()) {
		return d.keepLate(e, before)
	}
	if err := keepAnswer(e, before); err != nil {
		return err
	}
	e.Record.Set("vence", d.Now().Add(sessionLife)) // whoever writes is still there
	return e.Next()
}

// keepLate keeps the answer of who typed beyond the hour, and opens nothing
// again; anything else is refused, as is an answer beyond the legal term.
func (d *Desk) keepLate(e *core.RecordEvent, before *core.Record) error {
	answer := e.Record.GetString("respuesta")
	if answer == "" || answer == before.GetString("respuesta") {
		return mesa.Refuse(409, "", mesa.TextSesionVencida)
	}
	if _, err := d.correctable(e.App, before.GetString("solicitud")); err != nil {
		return err
	}
	if err := keepAnswer(e, before); err != nil {
		return err
	}
	return e.Next()
}

// keepAnswer takes a new answer from who may answer.
func keepAnswer(e *core.RecordEvent, before *core.Record) error {
	answer := mesa.CleanText(e.Record.GetString("respuesta"))
	e.Record.Set("respuesta", answer)
	if answer == before.GetString("respuesta") {
		return nil
	}
	if mesa.TooLong(answer, mesa.MaxRespuesta) {
		return mesa.Refuse(422, "respuesta", mesa.TextTooLong(mesa.MaxRespuesta))
	}
	entidad, err := oficina.Read(e.App)
	if err != nil {
		return err
	}
	return proved(e.App, before, entidad)
}

// handOver gives a correction to the browser that found the filing again, for
// another hour; it must prove the address anew.
func (d *Desk) handOver(e *core.RecordEvent) error {
	if _, err := d.correctable(e.App, e.Record.GetString("solicitud")); err != nil {
		return err
	}
	e.Record.Set("vence", d.Now().Add(sessionLife))
	e.Record.Set("validada", false)
	return e.Next()
}
