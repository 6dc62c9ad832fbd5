package borrador

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// changeCorrection lets the citizen write only while the correction is open. A
// record that carries a typed code proves the address and changes nothing else.
func (r *Room) changeCorrection(e *core.RecordEvent) error {
	if codigo, typed := mesa.CodigoOf(e.Record); typed {
		return r.proveCorrection(e, codigo)
	}
	return rule.Locked(r.changeAnswer)(e)
}

func (r *Room) changeAnswer(e *core.RecordEvent) error {
	if rule.IsSystem(e.Record) {
		return e.Next()
	}
	old, err := rule.Stored(e)
	if err != nil {
		return err
	}
	before := mesa.AsSubsanacion(old)
	if before.Enviada() {
		return mesa.Refuse(409, "", mesa.TextYaEnviada)
	}
	for _, f := range []string{"solicitud", "secreto", "validada", "enviada_en", "vence"} {
		e.Record.Set(f, before.Get(f))
	}
	if before.Over(r.Now()) {
		return r.keepLate(e, before)
	}
	if err := keepAnswer(e, before); err != nil {
		return err
	}
	mesa.AsSubsanacion(e.Record).Extend(r.Now()) // who writes is still at work
	return e.Next()
}

// keepLate keeps an answer that was typed after the hour ended; the correction stays
// closed. Any other change is refused, and so is an answer after the legal term.
func (r *Room) keepLate(e *core.RecordEvent, before *mesa.Subsanacion) error {
	answer := e.Record.GetString("respuesta")
	if answer == "" || answer == before.GetString("respuesta") {
		return mesa.Refuse(409, "", mesa.TextSesionVencida)
	}
	if _, err := r.correctable(e.App, before.Solicitud()); err != nil {
		return err
	}
	if err := keepAnswer(e, before); err != nil {
		return err
	}
	return e.Next()
}

// keepAnswer takes a new answer, if the address of the filing was proved.
func keepAnswer(e *core.RecordEvent, before *mesa.Subsanacion) error {
	answer := mesa.CleanText(e.Record.GetString("respuesta"))
	e.Record.Set("respuesta", answer)
	if answer == before.GetString("respuesta") {
		return nil
	}
	if mesa.TooLong(answer, mesa.MaxRespuesta) {
		return mesa.Refuse(422, "respuesta", mesa.TextTooLong(mesa.MaxRespuesta))
	}
	entidad, err := mesa.FindEntidad(e.App)
	if err != nil {
		return err
	}
	return before.CheckProved(entidad, e.App.IsDev())
}
