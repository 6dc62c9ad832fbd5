package borrador

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// takeOver writes a correction. Once its browser proved the filing's address, or when
// the office asks for no proof, the other unsent corrections of the filing end there
// and what they hold goes on in this one: a person who changes browsers loses nothing.
func (r *Room) takeOver(e *core.RecordEvent) error {
	entidad, err := mesa.FindEntidad(e.App)
	if err != nil {
		return err
	}
	c := mesa.AsSubsanacion(e.Record)
	if !c.Proved(entidad, e.App.IsDev()) {
		return e.Next()
	}
	others, err := e.App.FindAllRecords(mesa.ColSubsanacion, dbx.HashExp{"solicitud": c.Solicitud(), "enviada_en": ""},
		dbx.Not(dbx.HashExp{"id": c.Id}))
	if err != nil {
		return err
	}
	for _, other := range others {
		if c.GetString("respuesta") == "" {
			c.Set("respuesta", other.GetString("respuesta"))
		}
	}
	if err := e.Next(); err != nil {
		return err
	}
	for _, other := range others {
		if err := inherit(e.App, c, other); err != nil {
			return err
		}
	}
	return nil
}

// inherit moves the files of another correction into this one, where their place is
// free, and ends the other one.
func inherit(app core.App, c *mesa.Subsanacion, other *core.Record) error {
	docs, err := app.FindAllRecords(mesa.ColDocumentos, mesa.OfCorrection(other.Id))
	if err != nil {
		return err
	}
	for _, doc := range docs {
		taken, err := app.CountRecords(mesa.ColDocumentos, mesa.OfCorrection(c.Id), dbx.HashExp{"reemplaza": doc.GetString("reemplaza")})
		if err != nil {
			return err
		}
		if taken > 0 {
			err = app.Delete(doc)
		} else {
			doc.Set("subsanacion", c.Id)
			err = rule.Save(app, doc)
		}
		if err != nil {
			return err
		}
	}
	return app.Delete(other)
}
