package reloj

import (
	"fmt"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
)

// alert judges one thing that may be urgent about an open filing. It gives a luz, which
// may be none, and what the dashboard says of the thing, which may be "".
type alert func(c *Reading, f *openFiling) (plazos.Luz, string, error)

// alerts are all of them, in the order in which their texts are read; the filing shows
// the worst luz. A new kind of alert is added here.
var alerts = []alert{
	unsentAlert,
	heldAlert,
	cedulaAlert,
	reviewAlert,
	routeAlert,
	silenceAlert,
	answerAlert,
}

// isToday tells whether a legal date is the Lima day of now.
func (c *Reading) isToday(date time.Time) bool { return plazos.Date(date).Equal(plazos.Date(c.Now)) }

// SetLuz writes the luz and the alert of a filing, which its caller saves.
func (c *Reading) SetLuz(s *mesa.Solicitud) error {
	f, err := viewOpen(c.app, s)
	if err != nil {
		return err
	}
	luz, texto, err := c.alert(f)
	if err != nil {
		return err
	}
	s.Set("semaforo", string(luz))
	s.Set("alerta", texto)
	return nil
}

// alert asks every kind of alert about a filing; a closed one has none.
func (c *Reading) alert(f *openFiling) (worst plazos.Luz, texto string, err error) {
	if !f.Estado.Open() {
		return plazos.SinLuz, "", nil
	}
	var said []string
	for _, ask := range alerts {
		luz, texto, err := ask(c, f)
		if err != nil {
			return plazos.SinLuz, "", err
		}
		worst = plazos.Peor(worst, luz)
		if texto != "" {
			said = append(said, texto)
		}
	}
	return worst, mesa.CutAlert(strings.Join(said, " ")), nil
}

// reviewAlert watches reception's two working days (art. 125.6 of Ley 27444).
func reviewAlert(c *Reading, f *openFiling) (plazos.Luz, string, error) {
	if !f.inReview() {
		return plazos.SinLuz, "", nil
	}
	luz := c.luz(f.desde(), f.revision(), plazos.Habiles)
	switch {
	case plazos.Expired(f.revision(), c.Now):
		return luz, fmt.Sprintf("Sin revisar desde el %s: el plazo de dos días hábiles venció el %s.",
			mesa.InLima(f.desde()), mesa.InLima(f.revision())), nil
	case luz == plazos.Rojo:
		return luz, "Revisar hoy: vence el plazo de dos días hábiles para observar o registrar.", nil
	}
	return luz, "", nil
}

// silenceAlert says what happens to a filing that silence approves.
func silenceAlert(c *Reading, f *openFiling) (plazos.Luz, string, error) {
	switch {
	case !f.inAnswer() || !f.positive():
		return plazos.SinLuz, "", nil
	case plazos.Expired(f.legal(), c.Now) && c.Doubtful():
		return plazos.SinLuz, mesa.TextSilencioSinConfirmar(mesa.InLima(f.legal())), nil
	case plazos.Expired(f.legal(), c.Now):
		return plazos.SinLuz,
			fmt.Sprintf("SILENCIO POSITIVO: venció el %s sin respuesta; se tiene por aprobada.", mesa.InLima(f.legal())), nil
	case c.isToday(f.legal()):
		return plazos.SinLuz, "SILENCIO POSITIVO: vence hoy; sin respuesta queda aprobada.", nil
	}
	return plazos.SinLuz, fmt.Sprintf("SILENCIO POSITIVO: sin respuesta hasta el %s queda aprobada.", mesa.InLima(f.legal())), nil
}

// answerAlert watches the law's term to answer. What silence approves has its own text.
func answerAlert(c *Reading, f *openFiling) (plazos.Luz, string, error) {
	luz := c.answerLuz(f)
	switch {
	case luz == plazos.SinLuz || luz == plazos.Verde || f.positive():
		return luz, "", nil
	case plazos.Expired(f.legal(), c.Now):
		return luz, fmt.Sprintf("Venció el %s sin respuesta.", mesa.InLima(f.legal())), nil
	case luz == plazos.Rojo:
		return luz, "Vence hoy.", nil
	}
	return luz, fmt.Sprintf("Vence el %s.", mesa.InLima(f.legal())), nil
}

// answerLuz is the luz of the law's term to answer, none while the term does not run. The
// office's own goal for the procedure, where it has one, makes it amber earlier.
func (c *Reading) answerLuz(f *openFiling) plazos.Luz {
	if !f.inAnswer() {
		return plazos.SinLuz
	}
	tipo := plazos.TipoDias(f.LegalTipo)
	luz := c.luz(f.legalDesde(), f.legal(), tipo)
	if luz == plazos.Verde && f.MetaDias > 0 && !plazos.Date(c.Now).Before(c.Due(f.legalDesde(), f.MetaDias, tipo)) {
		return plazos.Ambar
	}
	return luz
}

// routeAlert watches the derivation of a registered filing, which is due the same day
// (arts. 117.2 and 132.1 of Ley 27444).
func routeAlert(c *Reading, f *openFiling) (plazos.Luz, string, error) {
	day := f.RegistradaEl.Time()
	if f.Estado != mesa.Registrada || day.IsZero() || !plazos.Date(day).Before(plazos.Date(c.Now)) {
		return plazos.SinLuz, "", nil
	}
	return plazos.Ambar, mesa.TextSinDerivar(mesa.InLima(day)), nil
}
