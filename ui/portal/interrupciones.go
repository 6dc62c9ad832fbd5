package portal

import (
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// outage is an interruption of the service that citizens are told of.
type outage struct {
	Desde  time.Time
	Hasta  *time.Time // nil while it lasts
	Motivo string
}

// bannerFor is how long the home page tells of an outage after its end.
const bannerFor = 72 * time.Hour

// outages lists the interruptions of the service, with what they mean for terms.
func (p *Portal) outages(e *core.RequestEvent) error {
	all, err := publicOutages(e.App)
	if err != nil {
		return err
	}
	return p.Screen.Show(e, "portal/interrupciones", mesa.TituloInterrupciones, all)
}

func publicOutages(app core.App) (all []outage, err error) {
	rows, err := mesa.InterrupcionesPublicas(app)
	for _, r := range rows {
		all = append(all, outage{
			r.GetDateTime("desde").Time(), dateOrNil(r.GetDateTime("hasta").Time()), r.GetString("motivo"),
		})
	}
	return all, err
}

// newestOutage is the one that the home page tells of, nil for none.
func (p *Portal) newestOutage(app core.App) (*outage, error) {
	all, err := publicOutages(app)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	if o := all[0]; o.Hasta == nil || p.Now().Sub(*o.Hasta) < bannerFor {
		return &o, nil
	}
	return nil, nil
}
