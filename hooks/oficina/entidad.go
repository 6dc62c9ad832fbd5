package oficina

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
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

// versionTerms gives changed terms a new version, so that each acceptance names the text
// that was read (burden of proof, art. 9 of the rules of Ley 29733). A rule that the terms
// name changes them too.
func (r *Room) versionTerms(e *core.RecordEvent) error {
	before, err := rule.Stored(e)
	if err != nil {
		return err
	}
	version := before.GetString("terminos_version")
	if shownTerms(e.Record) != shownTerms(before) {
		version = r.now().In(plazos.Lima).Format("2006-01-02 15:04:05")
	}
	e.Record.Set("terminos_version", version)
	return rule.InTransaction(e, func(tx core.App) error {
		if err := e.Next(); err != nil {
			return err
		}
		return r.keepTerms(tx, e.Record)
	})
}

// shownTerms are the terms as the citizen reads them.
func shownTerms(entidad *core.Record) string {
	return mesa.AsEntidad(entidad).Reglas(entidad.GetString("terminos"))
}

// keepTerms keeps the version of the terms that is shown now, once.
func (r *Room) keepTerms(app core.App, entidad *core.Record) error {
	version := entidad.GetString("terminos_version")
	n, err := app.CountRecords(mesa.ColTerminos, dbx.HashExp{"version": version})
	if err != nil || n > 0 || version == "" {
		return err
	}
	c, err := app.FindCachedCollectionByNameOrId(mesa.ColTerminos)
	if err != nil {
		return err
	}
	row := core.NewRecord(c)
	row.Load(map[string]any{"version": version, "texto": shownTerms(entidad), "desde": r.now()})
	return rule.Save(app, row)
}

// keepFirstTerms keeps the version that a new office, or a new program, begins with.
func (r *Room) keepFirstTerms(e *core.ServeEvent) error {
	rule.Job(e.App, "terms", func(app core.App) error {
		entidad, err := mesa.FindEntidad(app)
		if err != nil {
			return err
		}
		return r.keepTerms(app, entidad.Record)
	})
	return e.Next()
}
