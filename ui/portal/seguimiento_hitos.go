package portal

import (
	"slices"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
)

// hito is a stop on the way of a filing, as the partial "linea-tiempo" shows it.
type hito struct {
	Titulo, Fecha, Texto string
	Estado               string // hecho, actual, alerta or pendiente
}

// Estado of a stop.
const (
	hecho     = "hecho"
	actual    = "actual"
	alerta    = "alerta"
	pendiente = "pendiente"
)

// hitos tells a filing as a way of four stops: it came, reception looks at it,
// an area works on it, the answer leaves. What is done has its day, what is next
// says who must act and until when.
func (v *storyView) hitos() []hito {
	stops := []hito{{Titulo: "Recibimos su solicitud", Fecha: inWords(v.Creacion), Estado: hecho}}
	if v.Estado == mesa.NoPresentada {
		return append(stops, v.observed(hecho), hito{
			Titulo: "Se tuvo por no presentada", Fecha: inWords(v.last(mesa.EtapaNoPresentado)), Texto: "El plazo terminó sin su corrección.", Estado: alerta,
		})
	}
	return append(append(stops, v.review()...), v.attention()...)
}

// review is the stop at the reception desk, with the citizen's correction if it
// asked for one.
func (v *storyView) review() []hito {
	var stops []hito
	if !v.last(mesa.EtapaObservado).IsZero() {
		if v.Estado == mesa.Observada {
			return []hito{v.observed(alerta), {Titulo: "Mesa de partes revisa su corrección", Estado: pendiente}}
		}
		stops = []hito{v.observed(hecho), {Titulo: "Recibimos su corrección", Fecha: inWords(v.last(mesa.EtapaSubsanado)), Estado: hecho}}
	}
	if done := v.last(mesa.EtapaRegistrado); !done.IsZero() {
		return append(stops, hito{Titulo: "Mesa de partes la revisó y registró", Fecha: inWords(done), Texto: with("Expediente ", v.Expediente), Estado: hecho})
	}
	return append(stops, hito{Titulo: "Mesa de partes revisa sus documentos", Texto: until("Si falta algo, le avisaremos a más tardar el ", v.VenceRevision), Estado: actual})
}

func (v *storyView) observed(estado string) hito {
	h := hito{Titulo: "Mesa de partes encontró observaciones", Fecha: inWords(v.last(mesa.EtapaObservado)), Estado: estado}
	if estado == alerta {
		h.Texto = until("Corrija lo indicado hasta el ", v.VenceSubsanacion)
	}
	return h
}

// attention is the work of the area and the answer.
func (v *storyView) attention() []hito {
	work := hito{Titulo: with("La atiende ", v.Area), Estado: pendiente}
	if v.Area == "" {
		work.Titulo = "La atiende el área que corresponde"
	}
	answer := hito{Titulo: "Le respondemos por correo", Texto: until("A más tardar el ", v.VenceRespuesta), Estado: pendiente}
	if answer.Texto == "" && v.Plazo != "" && v.Estado != mesa.Registrada && v.Estado != mesa.Derivada {
		answer.Texto = "En " + v.Plazo + " desde que se registre."
	}
	if routed := v.last(mesa.EtapaDerivado); !routed.IsZero() {
		work.Fecha, work.Estado = inWords(routed), hecho
	}
	switch v.Estado {
	case mesa.Registrada:
		work.Estado = actual
	case mesa.Derivada:
		work.Estado = actual
	case mesa.Atendida, mesa.Archivada:
		return v.ending(work, answer)
	}
	return []hito{work, answer}
}

// ending is what became of a filing that is closed.
func (v *storyView) ending(work, answer hito) []hito {
	var stops []hito
	if work.Estado == hecho {
		stops = append(stops, work)
	}
	if done := v.last(mesa.EtapaAtendido); !done.IsZero() {
		answer.Titulo, answer.Fecha, answer.Texto, answer.Estado = "Le respondimos por correo", inWords(done), "", hecho
		stops = append(stops, answer)
	}
	if done := v.last(mesa.EtapaArchivado); !done.IsZero() {
		stops = append(stops, hito{Titulo: "El trámite terminó y se archivó", Fecha: inWords(done), Estado: hecho})
	}
	return stops
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

func inWords(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return mesa.DateInWords(t.In(plazos.Lima))
}

// until is a phrase with the last day of a term, "" while there is no term.
func until(phrase string, day *time.Time) string {
	if day == nil {
		return ""
	}
	return phrase + inWords(*day) + "."
}

func with(before, text string) string {
	if text == "" {
		return ""
	}
	return before + text
}
