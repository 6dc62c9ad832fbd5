package hooks

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

// office reads the office's one record.
func office(app core.App) (*mesa.Entidad, error) {
	r, err := app.FindFirstRecordByFilter(mesa.ColEntidad, "id != ''")
	if err != nil {
		return nil, err
	}
	return mesa.AsEntidad(r), nil
}

// oneEntidad keeps the office's record single: every setting is read from it.
func oneEntidad(e *core.RecordEvent) error {
	n, err := e.App.CountRecords(mesa.ColEntidad)
	if err != nil {
		return err
	}
	if n > 0 {
		return mesa.Refuse(409, "", mesa.TextEntidadUnica)
	}
	return e.Next()
}

func keepEntidad(*core.RecordEvent) error {
	return mesa.Refuse(403, "", mesa.TextEntidadUnica)
}

// versionTerms gives changed terms a new version, so that each acceptance names
// the text that was read (burden of proof, art. 9 of the rules of Ley 29733).
func (d *Desk) versionTerms(e *core.RecordEvent) error {
	before, err := stored(e)
	if err != nil {
		return err
	}
	if e.Record.GetString("terminos") != before.GetString("terminos") {
		e.Record.Set("terminos_version", d.Now().In(plazos.Lima).Format("2006-01-02 15:04:05"))
	} else {
		e.Record.Set("terminos_version", before.GetString("terminos_version"))
	}
	return e.Next()
}
