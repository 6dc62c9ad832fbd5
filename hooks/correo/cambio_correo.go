package correo

import (
	"strings"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// CambioCorreo tells an address that another one took its place. It shows no more of the new
// address than its holder needs: who reads the old mailbox may be somebody else by then.
func (m *Mailer) CambioCorreo(tx core.App, antes, nuevo string, filings int) error {
	entidad, err := mesa.FindEntidad(tx)
	if err != nil {
		return err
	}
	data := Base(tx, entidad)
	data["Fecha"], data["Nuevo"], data["Total"] = mesa.FullTime(m.now()), mesa.CorreoVelado(nuevo), filings
	return m.Enqueue(tx, Mail{Tipo: mesa.CorreoCambio, Para: antes, Data: data})
}

// Readdress sends what waits to tell of a filing to its new address: it tells of an act from
// which a term may run, and counts at the address that the person gives now (art. 20.4 of Ley
// 27444). So does what was given up, if staff send it again. A mail that left, or may have,
// stays as it was: it is in the old mailbox, and its link serves from there.
func (m *Mailer) Readdress(tx core.App, solicitud, antes, nuevo string) error {
	waiting, err := tx.FindAllRecords(mesa.ColCorreos, dbx.HashExp{"solicitud": solicitud, "cedula_en": ""},
		dbx.In("estado", string(mesa.CorreoPendiente), string(mesa.CorreoFallido)))
	if err != nil {
		return err
	}
	for _, row := range waiting {
		if !strings.EqualFold(row.GetString("para"), antes) {
			continue
		}
		row.Set("para", nuevo)
		row.SetRaw(readdressed, true)
		if err := rule.Save(tx, row); err != nil {
			return err
		}
	}
	return nil
}

// readdressed marks a mail that is being sent to another address. It is no column.
const readdressed = "@para"
