package mesa

import (
	"fmt"
	"time"

	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

// MaxAutorizacion is the length of the number of a resolution that authorises an elimination.
const MaxAutorizacion = 60

// Eliminada tells whether the papers of the filing were eliminated under an authorisation. Its
// number, its dates, its trail and its leaves in the register stay.
func (s *Solicitud) Eliminada() bool { return s.GetString("eliminacion") != "" }

// Eliminacion is an authorisation under which papers were eliminated.
type Eliminacion struct{ core.BaseRecordProxy }

// AsEliminacion views a record of `eliminaciones`.
func AsEliminacion(r *core.Record) *Eliminacion {
	return &Eliminacion{core.BaseRecordProxy{Record: r}}
}

// Autorizacion is the number of the resolution.
func (e *Eliminacion) Autorizacion() string { return e.GetString("autorizacion") }

// Words say under which authorisation papers went.
func (e *Eliminacion) Words() string {
	return fmt.Sprintf("%s, del %s", e.Autorizacion(), e.GetDateTime("fecha").Time().In(plazos.Lima).Format("02/01/2006"))
}

// RetencionVencida tells whether papers that are kept for some years are over their term, at
// an instant: the years run from the 1st of January after the filing was closed, and 0 is
// for ever.
func RetencionVencida(anios, cierre int, now time.Time) bool {
	return anios > 0 && cierre > 0 && cierre+anios < now.In(plazos.Lima).Year()
}

// FindEliminacion reads the authorisation under which a filing's papers went; nil for one that
// is kept.
func FindEliminacion(app core.App, s *Solicitud) (*Eliminacion, error) {
	if !s.Eliminada() {
		return nil, nil
	}
	r, err := app.FindRecordById(ColEliminaciones, s.GetString("eliminacion"))
	if err != nil {
		return nil, err
	}
	return AsEliminacion(r), nil
}

// WhyEliminada says why a filing has no papers; "" for one that is kept.
func WhyEliminada(app core.App, s *Solicitud) (string, error) {
	e, err := FindEliminacion(app, s)
	if err != nil || e == nil {
		return "", err
	}
	return TextEliminada(e), nil
}

// RefuseEliminada refuses what can't be done to a filing whose papers were eliminated.
func RefuseEliminada(app core.App, s *Solicitud) error {
	why, err := WhyEliminada(app, s)
	if err != nil || why == "" {
		return err
	}
	return Refuse(410, "", why)
}
