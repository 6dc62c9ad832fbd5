package rastro

import (
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// incidentColumns are what a person writes of an incident, in the order of the form.
var incidentColumns = []string{
	"detectado_en", "que_paso", "datos", "personas", "medidas", "autoridad_en", "personas_en", "sin_aviso_motivo",
}

// Cambio is a line of an incident's own trail.
type Cambio struct {
	En    string `json:"en"`
	Quien string `json:"quien"` // an account, as the trail of filings names it
	Campo string `json:"campo"`
	Antes string `json:"antes"`
	Ahora string `json:"ahora"`
}

// recordIncident checks an incident, gives it its light and notes who wrote what.
func (r *Room) recordIncident(e *core.RecordEvent) error {
	e.Record.Set("registrado_en", r.now())
	return r.keepIncident(e, core.NewRecord(e.Record.Collection()))
}

// changeIncident is recordIncident for a later change: what stood there before stays in
// the incident's own trail.
func (r *Room) changeIncident(e *core.RecordEvent) error {
	if rule.IsSystem(e.Record) {
		return e.Next()
	}
	before, err := rule.Stored(e)
	if err != nil {
		return err
	}
	e.Record.Set("registrado_en", before.Get("registrado_en"))
	return r.keepIncident(e, before)
}

func (r *Room) keepIncident(e *core.RecordEvent, before *core.Record) error {
	for _, field := range []string{"que_paso", "datos", "personas", "medidas", "sin_aviso_motivo"} {
		e.Record.Set(field, mesa.CleanText(e.Record.GetString(field)))
	}
	if err := r.checkIncident(e.Record); err != nil {
		return err
	}
	var trail []Cambio
	_ = before.UnmarshalJSONField("historial", &trail) // a new incident has none
	for _, field := range incidentColumns {
		if was, is := before.GetString(field), e.Record.GetString(field); was != is {
			trail = append(trail, Cambio{mesa.FullTime(r.now()), mesa.ActorOf(e.Record).Name, field, was, is})
		}
	}
	i := mesa.AsIncidente(e.Record)
	i.Set("historial", trail)
	i.Set("vence_en", i.Vence())
	i.Set("luz", string(i.Luz(r.now())))
	return e.Next()
}

// checkIncident refuses an incident that lacks what the law asks to document (art. 35 of
// the rules of Ley 29733), or whose days contradict each other.
func (r *Room) checkIncident(i *core.Record) error {
	var f mesa.Fallas
	for field, missing := range map[string]string{
		"que_paso": mesa.TextIncidenteQue, "datos": mesa.TextIncidenteDatos, "personas": mesa.TextIncidentePersonas,
	} {
		if i.GetString(field) == "" {
			f.Add(field, missing)
		}
	}
	known := mesa.AsIncidente(i).DetectadoEn()
	switch {
	case known.IsZero():
		f.Add("detectado_en", mesa.TextIncidenteCuando)
	case known.After(r.now()):
		f.Add("detectado_en", mesa.TextIncidenteFuturo)
	}
	for _, field := range []string{"autoridad_en", "personas_en"} {
		f.Add(field, r.faultTold(i.GetDateTime(field).Time(), known))
	}
	return f.Err()
}

// faultTold is what is wrong with the instant on which somebody was told; "" when nothing.
func (r *Room) faultTold(told, known time.Time) string {
	switch {
	case told.IsZero():
		return ""
	case told.After(r.now()):
		return mesa.TextIncidenteFuturo
	case told.Before(known):
		return mesa.TextIncidenteAntes
	}
	return ""
}
