package oficina

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// single keeps the office's record single: every setting is read from it.
func single(e *core.RecordEvent) error {
	n, err := e.App.CountRecords(mesa.ColEntidad)
	if err != nil {
		return err
	}
	if n > 0 {
		return mesa.Refuse(409, "", mesa.TextEntidadUnica)
	}
	return e.Next()
}

// versionTerms gives changed terms a new version, so that each acceptance names
// the text that was read (burden of proof, art. 9 of the rules of Ley 29733).
func (r *Room) versionTerms(e *core.RecordEvent) error {
	before, err := rule.Stored(e)
	if err != nil {
		return err
	}
	if e.Record.GetString("terminos") != before.GetString("terminos") {
		e.Record.Set("terminos_version", r.now().In(plazos.Lima).Format("2006-01-02 15:04:05"))
	} else {
		e.Record.Set("terminos_version", before.GetString("terminos_version"))
	}
	return e.Next()
}
