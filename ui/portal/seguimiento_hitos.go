package portal

import (
	"slices"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
)

// hito is a milestone of a filing, as the partial "linea-tiempo" shows it.
type hito struct {
	Titulo, Fecha, Texto string
	Estado               string // hecho, actual, alerta or pendiente
}

// Estado of a milestone.
const (
	hecho     = "hecho"
	actual    = "actual"
	alerta    = "alerta"
	pendiente = "pendiente"
)

// hitos lists the milestones of a filing: mesa de partes receives it, mesa de partes
// reviews it, an area attends to it, the office answers. A milestone that was reached
// has its day; one that was not says who must act and until when.
func (v *storyView) hitos() []hito {
	stops := []hito{{Titulo: mesa.HitoRecibida, Fecha: dayInWords(v.Creacion), Estado: hecho}}
	if slices.Contains(mesa.Cerrados(), v.Estado) {
		return append(append(stops, v.reached()...), v.closing())
	}
	return append(append(stops, v.review()...), v.attention()...)
}

// review are the milestones of mesa de partes, with the citizen's correction if the
// filing was observed.
func (v *storyView) review() []hito {
	var stops []hito
	if !v.last(mesa.EtapaObservado).IsZero() {
		if v.Estado == mesa.Observada {
			return []hito{v.observed(alerta), {Titulo: mesa.HitoRevisaCorreccion, Estado: pendiente}}
		}
		stops = []hito{v.observed(hecho), {Titulo: mesa.HitoSubsanada, Fecha: dayInWords(v.last(mesa.EtapaSubsanado)), Estado: hecho}}
	}
	if done := v.last(mesa.EtapaRegistrado); !done.IsZero() {
		return append(stops, hito{Titulo: mesa.HitoRegistrada, Fecha: dayInWords(done), Texto: mesa.HitoExpediente(v.Expediente), Estado: hecho})
	}
	return append(stops, hito{Titulo: mesa.HitoRevisa, Texto: untilDay(mesa.HitoAvisoHasta, v.VenceRevision), Estado: actual})
}

func (v *storyView) observed(estado string) hito {
	h := hito{Titulo: mesa.HitoObservada, Fecha: dayInWords(v.last(mesa.EtapaObservado)), Estado: estado}
	if estado == alerta {
		h.Texto = untilDay(mesa.HitoCorregirHasta, v.VenceSubsanacion)
	}
	return h
}

// attention is the work of the area and the answer.
func (v *storyView) attention() []hito {
	work := hito{Titulo: mesa.HitoAtiende(v.Area), Estado: pendiente}
	answer := hito{Titulo: mesa.HitoResponde, Texto: untilDay(mesa.HitoRespuestaHasta, v.VenceRespuesta), Estado: pendiente}
	if answer.Texto == "" && v.Plazo != "" && v.Vencida == "" && !v.FromFiling && v.Estado != mesa.Registrada && v.Estado != mesa.Derivada {
		answer.Texto = mesa.HitoRespuestaEn(v.Plazo)
	}
	if routed := v.last(mesa.EtapaDerivado); routed.After(v.last(mesa.EtapaDevuelto)) {
		work.Fecha, work.Estado = dayInWords(routed), hecho
	}
	switch v.Estado {
	case mesa.Registrada, mesa.Derivada:
		work.Estado = actual
	case mesa.Atendida:
		answer.Titulo, answer.Fecha, answer.Texto, answer.Estado = mesa.HitoRespondida, dayInWords(v.last(mesa.EtapaAtendido)), "", hecho
		if work.Estado != hecho {
			return []hito{answer}
		}
	}
	return []hito{work, answer}
}

// reached are the milestones that a closed filing passed, whatever came of it.
func (v *storyView) reached() (stops []hito) {
	for _, h := range []struct {
		etapa         mesa.Etapa
		titulo, texto string
	}{
		{mesa.EtapaObservado, mesa.HitoObservada, ""}, {mesa.EtapaSubsanado, mesa.HitoSubsanada, ""},
		{mesa.EtapaRegistrado, mesa.HitoRegistrada, mesa.HitoExpediente(v.Expediente)},
		{mesa.EtapaDerivado, mesa.HitoAtiende(v.Area), ""}, {mesa.EtapaAtendido, mesa.HitoRespondida, ""},
	} {
		if done := v.last(h.etapa); !done.IsZero() {
			stops = append(stops, hito{Titulo: h.titulo, Fecha: dayInWords(done), Texto: h.texto, Estado: hecho})
		}
	}
	return stops
}

// closing is how a closed filing ended.
func (v *storyView) closing() hito {
	switch {
	case v.Estado == mesa.NoPresentada:
		texto := mesa.HitoSinCorreccion
		if v.Mended() {
			texto = mesa.HitoMalSubsanada
		}
		return hito{Titulo: mesa.HitoNoPresentada, Fecha: dayInWords(v.last(mesa.EtapaNoPresentado)), Texto: texto, Estado: alerta}
	case v.Estado == mesa.Remitida:
		return hito{
			Titulo: mesa.HitoRemitida(v.Destino), Fecha: dayInWords(v.last(mesa.EtapaRemitido)), Texto: mesa.HitoPlazoAjeno, Estado: hecho,
		}
	case v.Withdrawn():
		return hito{Titulo: mesa.HitoDesistida, Fecha: dayInWords(v.last(mesa.EtapaDesistido)), Estado: hecho}
	}
	return hito{Titulo: mesa.HitoArchivada, Fecha: dayInWords(v.last(mesa.EtapaArchivado)), Estado: hecho}
}

// Withdrawn tells whether a filing is archived because the citizen withdrew it.
func (v *storyView) Withdrawn() bool {
	return v.last(mesa.EtapaDesistido).After(v.last(mesa.EtapaArchivado))
}

// Mended tells whether a correction came after the last observation.
func (v *storyView) Mended() bool {
	return v.last(mesa.EtapaSubsanado).After(v.last(mesa.EtapaObservado))
}

// last is the instant of the newest line of a stage, zero when there is none.
func (v *storyView) last(etapa mesa.Etapa) time.Time {
	for _, row := range slices.Backward(v.Filas) {
		if row.Etapa == string(etapa) {
			return row.Fecha
		}
	}
	return time.Time{}
}

func dayInWords(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return mesa.DateInWords(t.In(plazos.Lima))
}

// untilDay is a phrase with the last day of a term, "" while there is no term.
func untilDay(phrase func(string) string, day *time.Time) string {
	if day == nil {
		return ""
	}
	return phrase(dayInWords(*day))
}
