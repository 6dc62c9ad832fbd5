package reloj

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// What the daily digest reads, for the tests outside the package.
var NeedsCedula = needsCedula

// The same lists as SQL, to see how the base reads them.
const (
	NeedsCedulaSQL = unconfirmedSQL
	ToMarkSQL      = unconfirmedSQL + unmarked
	StateSQL       = stateSQL
)

// BothReadings are the open filings as the round reads them, and each as it is viewed alone.
func BothReadings(app core.App) (round, alone []any, err error) {
	all, err := openFilings(app)
	for _, f := range all {
		r, err := app.FindRecordById(mesa.ColSolicitudes, f.ID)
		if err != nil {
			return nil, nil, err
		}
		one, err := viewOpen(app, mesa.AsSolicitud(r))
		if err != nil {
			return nil, nil, err
		}
		round, alone = append(round, *f), append(alone, *one)
	}
	return round, alone, err
}
