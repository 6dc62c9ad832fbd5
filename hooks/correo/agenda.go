package correo

import (
	"net/url"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/oficina"

	"github.com/pocketbase/pocketbase/core"
)

// Agenda is the calendar file of the last day to correct the filing that a notice
// speaks of. The mail encloses it and the acknowledgement page offers it.
func (m *Mailer) Agenda(app core.App, notice *core.Record, numero string, last time.Time) []byte {
	address := strings.TrimRight(oficina.URL(app), "/") + "/subsanar?numero=" + url.QueryEscape(numero)
	return Event{
		UID: "plazo-" + notice.Id + "@mesadepartes", Stamp: m.now(), Day: last, Organizer: app.Settings().Meta.SenderAddress,
		Summary: mesa.TextAgenda(numero), Description: mesa.TextAgendaDetalle(address), URL: address,
	}.ICS()
}
