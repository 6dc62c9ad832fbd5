package correo

import (
	"net/url"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// Plazo is the calendar file of the last day to correct the filing that a notice
// speaks of. The mail carries it and the acknowledgement page offers it.
func Plazo(app core.App, notice *core.Record, numero string, last, now time.Time) ([]byte, error) {
	base, err := Base(app)
	if err != nil {
		return nil, err
	}
	address := base["URL"].(string) + "/subsanar?numero=" + url.QueryEscape(numero)
	return Event{
		UID: "plazo-" + notice.Id + "@mesadepartes", Stamp: now, Day: last,
		Summary: mesa.TextAgenda(numero), Description: mesa.TextAgendaDetalle(address), URL: address,
	}.ICS(), nil
}
