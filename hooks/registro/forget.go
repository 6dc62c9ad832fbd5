package registro

import (
	"errors"
	"io/fs"
	"os"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Forget removes what the receipts of a filing say, with the salt that would let anybody
// guess it, and their signed files. Hash, place and code of each leaf stay, so that who kept
// the receipt proves it as before.
func (r *Room) Forget(app core.App, solicitud string) error {
	const leaves = ` FROM movimientos m WHERE m.solicitud = {:s}`
	of := dbx.Params{"s": solicitud}
	var codes []string
	err := app.DB().NewQuery(`SELECT codigo FROM ` + TableHojas + ` WHERE codigo != '' AND movimiento IN
		(SELECT m.id` + leaves + ` UNION ALL SELECT '` + lateMark + `' || m.id` + leaves + `)`).Bind(of).Column(&codes)
	if err != nil {
		return err
	}
	for _, codigo := range codes {
		for _, path := range []string{signedPath(app, codigo), waitingPath(app, codigo)} {
			if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
		_, err := app.DB().NewQuery("UPDATE " + TableHojas + " SET cargo = NULL, sal = '' WHERE codigo = {:c} AND cargo IS NOT NULL").
			Bind(dbx.Params{"c": codigo}).Execute()
		if err != nil {
			return err
		}
	}
	return nil
}
