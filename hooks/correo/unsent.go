package correo

import (
	"context"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// waitsAWhile is how long a mail that was not tried yet may wait before staff see it among
// those that did not leave: the usual one leaves within seconds.
const waitsAWhile = 5 * time.Minute

// unsentColumns are what the list shows: a mail's texts stay in the base.
const unsentColumns = "id, para, asunto, solicitud, error, tipo, estado, intentos, creado_en, intentado_en, proximo_en"

// unsentSQL is the list of StuckNotices with all that waits. It reads the same three small
// partial indexes. A mail that is just being handed over is uncertain too. The notice of an
// observation that was answered, or that a closing overtook, asks nothing of anybody.
const unsentSQL = `WITH c AS (
		SELECT ` + unsentColumns + ` FROM correos WHERE estado = 'pendiente' AND (creado_en < {:before} OR intentos > 0)
		UNION ALL SELECT ` + unsentColumns + ` FROM correos WHERE estado = 'fallido' AND cedula_en = '' AND error != {:stale}
			AND tipo NOT IN ('resumen', 'recordatorio', 'por_enviar', 'credenciales', 'plazo', 'borrador')
		UNION ALL SELECT ` + unsentColumns + ` FROM correos WHERE estado = 'incierto' AND cedula_en = ''
			AND (proximo_en = '' AND tipo NOT IN ('resumen', 'recordatorio', 'por_enviar', 'credenciales', 'plazo', 'borrador')
				OR proximo_en != '' AND incierto_en < {:before}))
	SELECT c.id, c.para, c.asunto, coalesce(s.numero, '') AS numero, c.error, c.tipo, c.estado, c.intentos, c.creado_en, c.intentado_en,
		c.proximo_en FROM c LEFT JOIN solicitudes s ON s.id = c.solicitud
	WHERE (c.creado_en, c.id) > ({:since}, {:id}) AND ({:estado} = '' OR c.estado = {:estado})
		AND ({:all} OR {:area} != '' AND s.area = {:area})
		AND (c.tipo != 'observacion' OR s.estado = 'observada')
	ORDER BY c.creado_en, c.id LIMIT {:limit}`

// Unsent lists, oldest first, the mails that did not leave: given up, uncertain, or waiting
// for a while. Without a mail server each one waits.
func (m *Mailer) Unsent(app core.App, q mesa.ColaCorreos) ([]mesa.CorreoSinSalir, error) {
	last := m.now().Add(-waitsAWhile)
	if m.NoServer(app) {
		last = m.now().Add(time.Second)
	}
	before, err := types.ParseDateTime(last)
	if err != nil {
		return nil, err
	}
	var found []mesa.CorreoSinSalir
	err = app.DB().NewQuery(unsentSQL).Bind(dbx.Params{
		"before": before.String(), "stale": ErrStale.Error(), "since": q.Since, "id": q.AfterID, "estado": string(q.Estado),
		"all": !q.OfArea, "area": q.Area, "limit": q.Limit,
	}).All(&found)
	return found, err
}

// Stopped says why no mail leaves, "" while mails do: no server is set, or the oldest has
// waited for an hour and none left meanwhile.
func (m *Mailer) Stopped(ctx context.Context, app core.App) (string, error) {
	if m.NoServer(app) {
		return mesa.TextCorreoMudo, nil
	}
	oldest, err := m.oldestWaiting(ctx, app)
	if err != nil || oldest.IsZero() || m.now().Sub(oldest) <= waitsLong || m.now().Sub(time.Unix(m.left.Load(), 0)) <= waitsLong {
		return "", err
	}
	return mesa.TextCorreoParado(oldest), nil
}
