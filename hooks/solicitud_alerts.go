package hooks

import (
	"fmt"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/oficina"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

// alert looks at one thing that may press about an open filing. It gives a
// light, which may be none, and what the dashboard says of it, which may be "".
type alert func(c *reading, f *open) (plazos.Luz, string, error)

// alerts are all of them, in the order their texts are read; the worst light
// wins. A new kind of alert is added here.
var alerts = []alert{
	unsentAlert,
	cedulaAlert,
	reviewAlert,
	silenceAlert,
	answerAlert,
}

// reading is the legal clock read once: the instant, the office and its calendar.
type reading struct {
	app     core.App
	now     time.Time
	entidad *mesa.Entidad
	cal     *plazos.Calendar
	lights  map[term]plazos.Luz
	dues    map[term]time.Time
	notices map[string]notice // of the observed filings; nil until somebody asks
}

// term is what a light or a last day depends on; thousands of filings share one.
type term struct {
	from, due time.Time
	days      int
	tipo      plazos.TipoDias
}

func readClock(app core.App, now time.Time) (*reading, error) {
	entidad, err := oficina.Read(app)
	if err != nil {
		return nil, err
	}
	cal, err := oficina.Calendar(app, entidad)
	if err != nil {
		return nil, err
	}
	return &reading{app: app, now: now, entidad: entidad, cal: cal, lights: map[term]plazos.Luz{}, dues: map[term]time.Time{}}, nil
}

// in is the same reading inside a transaction.
func (c *reading) in(tx core.App) *reading {
	inside := *c
	inside.app = tx
	return &inside
}

// luz is the light of a term, worked out once for all that share it.
func (c *reading) luz(from, due time.Time, tipo plazos.TipoDias) plazos.Luz {
	t := term{from: plazos.Date(from), due: plazos.Date(due), tipo: tipo}
	light, known := c.lights[t]
	if !known {
		light = c.cal.Luz(from, due, c.now, tipo)
		c.lights[t] = light
	}
	return light
}

// due is the last day of a term, worked out once for all that share it.
func (c *reading) due(from time.Time, days int, tipo plazos.TipoDias) time.Time {
	t := term{from: plazos.Date(from), days: days, tipo: tipo}
	last, known := c.dues[t]
	if !known {
		last = c.cal.Due(from, days, tipo)
		c.dues[t] = last
	}
	return last
}

// isToday tells whether a legal date is the Lima day of now.
func (c *reading) isToday(date time.Time) bool { return plazos.Date(date).Equal(plazos.Date(c.now)) }

// light writes a filing's light and alert, which its caller saves.
func (c *reading) light(s *mesa.Solicitud) error {
	f, err := openFrom(c.app, s)
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
func (c *reading) alert(f *open) (worst plazos.Luz, texto string, err error) {
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
	return worst, strings.Join(said, " "), nil
}

// reviewAlert watches reception's two working days (art. 125.6 of Ley 27444).
func reviewAlert(c *reading, f *open) (plazos.Luz, string, error) {
	if !f.inReview() {
		return plazos.SinLuz, "", nil
	}
	luz := c.luz(f.desde(), f.revision(), plazos.Habiles)
	switch {
	case plazos.Expired(f.revision(), c.now):
		return luz, fmt.Sprintf("Sin revisar desde el %s: el plazo de dos días hábiles venció el %s.", mesa.InLima(f.desde()), mesa.InLima(f.revision())), nil
	case luz == plazos.Rojo:
		return luz, "Revisar hoy: vence el plazo de dos días hábiles para observar o registrar.", nil
	}
	return luz, "", nil
}

// silenceAlert says loudly what happens to a filing that silence approves.
func silenceAlert(c *reading, f *open) (plazos.Luz, string, error) {
	switch {
	case !f.inAnswer() || !f.positive():
		return plazos.SinLuz, "", nil
	case plazos.Expired(f.respuesta(), c.now):
		return plazos.SinLuz, fmt.Sprintf("SILENCIO POSITIVO: venció el %s sin respuesta; se tiene por aprobada.", mesa.InLima(f.respuesta())), nil
	case c.isToday(f.respuesta()):
		return plazos.SinLuz, "SILENCIO POSITIVO: vence hoy; sin respuesta queda aprobada.", nil
	}
	return plazos.SinLuz, fmt.Sprintf("SILENCIO POSITIVO: sin respuesta hasta el %s queda aprobada.", mesa.InLima(f.respuesta())), nil
}

// answerAlert watches the answer term. What silence approves has its own text.
func answerAlert(c *reading, f *open) (plazos.Luz, string, error) {
	luz := c.answerLight(f)
	switch {
	case luz == plazos.SinLuz || luz == plazos.Verde || f.positive():
		return luz, "", nil
	case plazos.Expired(f.respuesta(), c.now):
		return luz, fmt.Sprintf("Venció el %s sin respuesta.", mesa.InLima(f.respuesta())), nil
	case luz == plazos.Rojo:
		return luz, "Vence hoy.", nil
	}
	return luz, fmt.Sprintf("Vence el %s.", mesa.InLima(f.respuesta())), nil
}

// answerLight is the light of the answer term, none while it does not run.
func (c *reading) answerLight(f *open) plazos.Luz {
	if !f.inAnswer() {
		return plazos.SinLuz
	}
	return c.luz(f.desde(), f.respuesta(), plazos.TipoDias(f.PlazoTipo))
}
