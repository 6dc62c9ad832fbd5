package rastro

import (
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Line is a line of the trail that one of our own rules writes. Observaciones is
// public unless the stage is a note; an empty Actor is the clock.
type Line struct {
	Etapa                                 mesa.Etapa
	Fecha                                 time.Time
	Origen, Destino, Observaciones, Actor string
}

// Write adds a line to the trail of a filing and gives its record.
func Write(tx core.App, solicitud string, l Line) (*core.Record, error) {
	c, err := tx.FindCachedCollectionByNameOrId(mesa.ColMovimientos)
	if err != nil {
		return nil, err
	}
	mov := core.NewRecord(c)
	mov.Load(map[string]any{
		"solicitud": solicitud, "etapa": string(l.Etapa), "fecha": l.Fecha, "origen": l.Origen,
		"destino": l.Destino, "observaciones": l.Observaciones, "actor": l.Actor,
	})
	return mov, rule.Save(tx, mov)
}
