package correo

import (
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// StuckAfter is how long a notice of observation may wait for the mail server
// before staff are told: the citizen's term can't start without it.
const StuckAfter = time.Hour

// StuckNotice is a mail that could not be sent.
type StuckNotice struct {
	ID        string            `db:"id"`
	Tipo      mesa.TipoCorreo   `db:"tipo"`
	Estado    mesa.EstadoCorreo `db:"estado"` // pendiente, incierto or fallido
	Solicitud string            `db:"solicitud"`
	Numero    string            `db:"numero"` // "" when it is about no one filing
	Error     string            `db:"error"`  // the mail server's, for staff
	CreadoEn  types.DateTime    `db:"creado_en"`
}

// stuckSQL reads three small partial indexes. An overtaken notice, a reminder or a
// digest that failed is nothing that staff could settle. A failed mail, or an
// uncertain one that is not tried again, leaves the list when staff try it again or
// record a cédula; a waiting observation only by leaving.
const stuckSQL = `WITH c AS (
		SELECT * FROM correos WHERE estado = 'pendiente' AND tipo = 'observacion' AND creado_en < {:before}
		UNION ALL SELECT * FROM correos WHERE estado = 'fallido' AND cedula_en = '' AND error != {:stale}
			AND tipo NOT IN ('resumen', 'recordatorio', 'por_enviar', 'credenciales', 'plazo', 'borrador')
		UNION ALL SELECT * FROM correos WHERE estado = 'incierto' AND cedula_en = ''
			AND (proximo_en = '' AND tipo NOT IN ('resumen', 'recordatorio', 'por_enviar', 'credenciales', 'plazo', 'borrador')
				OR tipo = 'observacion' AND creado_en < {:before}))
	SELECT c.id, c.tipo, c.estado, c.solicitud, coalesce(s.numero, '') AS numero, c.error, c.creado_en
	FROM c LEFT JOIN solicitudes s ON s.id = c.solicitud WHERE c.tipo != 'observacion' OR s.estado = 'observada' ORDER BY c.creado_en`

// StuckNotices lists, oldest first, what staff must know did not leave: mails
// given up, uncertain ones that are not tried again, and observations that at instant
// now wait longer than an hour.
func StuckNotices(app core.App, now time.Time) ([]StuckNotice, error) {
	before, err := types.ParseDateTime(now.Add(-StuckAfter))
	if err != nil {
		return nil, err
	}
	var found []StuckNotice
	err = app.DB().NewQuery(stuckSQL).Bind(dbx.Params{"before": before.String(), "stale": ErrStale.Error()}).All(&found)
	return found, err
}
