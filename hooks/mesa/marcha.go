package mesa

import (
	"strconv"
	"strings"
	"time"

	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

// Lines of the check list that a person confirms. Those that name a column of `entidad` are
// legal choices.
const (
	MarchaEntidad      = "entidad" // these data are of my office
	MarchaTramites     = "tramites"
	MarchaAreas        = "areas"
	MarchaFeriados     = "feriados"
	MarchaPresentacion = "regla_presentacion"
	MarchaPlazo        = "inicio_plazo"
	MarchaSubsanacion  = "inicio_subsanacion"
)

// Confirmacion says who confirmed a line, when, and with which value: another value is not
// what the person confirmed.
type Confirmacion struct {
	Por   string    `json:"por"`
	En    time.Time `json:"en"`
	Valor string    `json:"valor"`
}

// Nombre is who confirmed, as people read it.
func (c Confirmacion) Nombre() string {
	_, name, _ := strings.Cut(c.Por, " ")
	return name
}

// MarchaValor is what a line holds now; known is false for what is no line.
func (e *Entidad) MarchaValor(linea string, now time.Time) (valor string, known bool) {
	switch linea {
	case MarchaEntidad, MarchaTramites, MarchaAreas:
		return "", true
	case MarchaFeriados: // each year has its own
		return strconv.Itoa(now.In(plazos.Lima).Year()), true
	case MarchaSubsanacion:
		return e.InicioSubsanacion(), true
	case MarchaPresentacion, MarchaPlazo:
		return e.GetString(linea), true
	}
	return "", false
}

// Confirmaciones are the confirmed lines, those of other values too.
func (e *Entidad) Confirmaciones() map[string]Confirmacion {
	all := map[string]Confirmacion{}
	_ = e.UnmarshalJSONField("confirmaciones", &all) // an empty column has none
	return all
}

// Confirmada is who confirmed what a line holds now, nil for nobody.
func (e *Entidad) Confirmada(linea string, now time.Time) *Confirmacion {
	c, has := e.Confirmaciones()[linea]
	valor, _ := e.MarchaValor(linea, now)
	if !has || c.Valor != valor {
		return nil
	}
	return &c
}

type confirms struct{ linea, valor string }

const confirmsKey = "@confirma"

// SetConfirma puts on the office's record which line its author confirms, and the value that
// the author was shown.
func SetConfirma(r *core.Record, linea, valor string) { r.SetRaw(confirmsKey, confirms{linea, valor}) }

// ConfirmaOf is what SetConfirma put on the record.
func ConfirmaOf(r *core.Record) (linea, valor string, asked bool) {
	c, asked := r.GetRaw(confirmsKey).(confirms)
	return c.linea, c.valor, asked
}
