package correo

import (
	"context"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

const (
	// lightenBatch is how many mails one short transaction makes lighter: a filing waits no
	// longer for its turn.
	lightenBatch = 200
	// lightenNight is how many a night. Only the first nights of an old base reach it: the
	// write-ahead log and a replica carry each page that changes.
	lightenNight = 100_000
)

// lightenSQL finds by their index, which holds only mails that still have their HTML, those
// that ended before an instant: sent, given up, or uncertain and not tried again. What
// staff put back into the outbox waits again and keeps what it has. The rows move to the
// end of their table, because SQLite joins no pages that are half full: two mails then
// share the page that each had for itself.
const lightenSQL = `UPDATE correos SET html = '', rowid = old.place
	FROM (SELECT at, (SELECT max(rowid) FROM correos) + row_number() OVER (ORDER BY at) AS place FROM (SELECT +rowid AS at FROM correos
		WHERE html != '' AND creado_en < {:before} AND max(enviado_en, intentado_en) < {:before}
			AND (estado IN ('enviado', 'fallido') OR estado = 'incierto' AND proximo_en = '') ORDER BY creado_en LIMIT {:batch})) AS old
	WHERE correos.rowid = old.at`

// Lighten drops the HTML of mails that ended more than a year ago: three quarters of what a
// filing weighs. The text says the same; a mail that is sent again leaves as text. It tells
// how many it made lighter, and goes on where it was stopped.
func (m *Mailer) Lighten(ctx context.Context, app core.App) (n int64, err error) {
	before, err := types.ParseDateTime(m.now().AddDate(-1, 0, 0))
	if err != nil {
		return 0, err
	}
	done := int64(lightenBatch)
	for done == lightenBatch && n < lightenNight && ctx.Err() == nil {
		result, err := app.NonconcurrentDB().NewQuery(lightenSQL).
			Bind(dbx.Params{"before": before.String(), "batch": lightenBatch}).WithContext(ctx).Execute()
		if err != nil {
			return n, err
		}
		if done, err = result.RowsAffected(); err != nil {
			return n, err
		}
		n += done
	}
	return n, ctx.Err()
}
