// Package numeracion gives filings their number: the next correlative of the
// year, without gaps or repeats.
package numeracion

import (
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Assign writes anio, correlativo and numero on a filing for the year that the
// instant has in zone. It must run inside the transaction that stores the filing:
// SQLite has one writer at a time, so no other transaction reads the same
// maximum, and a roll-back frees the number. Numbers that the book of acts reserved
// are skipped: nobody knows to whom they were given. Should two filings get one number
// all the same, the unique indexes of `solicitudes` refuse the second.
func Assign(tx core.App, solicitud *core.Record, at time.Time, zone *time.Location) error {
	anio := at.In(zone).Year()
	var last, reserved int
	err := tx.DB().NewQuery(`SELECT (SELECT COALESCE(MAX(correlativo), 0) FROM solicitudes WHERE anio = {:anio}),
		(SELECT COALESCE(MAX(hasta), 0) FROM libro_reservas WHERE anio = {:anio})`).Bind(dbx.Params{"anio": anio}).Row(&last, &reserved)
	if err != nil {
		return err
	}
	last = max(last, reserved)
	solicitud.Set("anio", anio)
	solicitud.Set("correlativo", last+1)
	solicitud.Set("numero", mesa.FormatNumero(last+1, anio))
	return nil
}
