package plazos

import (
	"time"

	"github.com/rickar/cal/v2"
)

// The library computes holidays in the machine's own zone. In a zone that changes
// its clocks at midnight (Santiago, Asunción) it gives the day before, so init
// sets the library's zone to Lima.
func init() { cal.DefaultLoc = Lima }

// dleg713 is the year of D.Leg. 713, whose article 6 lists the holidays. Earlier
// years had other laws, and no filing has a date in them.
const dleg713 = 1991

// feriados are Peru's national holidays, each from the year it began. They stay
// on their own date whatever the weekday (D.Leg. 713 art. 7), hence no Observed
// days. Read only: every Calendar shares them.
var feriados = []*cal.Holiday{
	// D.Leg. 713 art. 6, original list.
	fijo("Año Nuevo", time.January, 1, dleg713),
	pascua("Jueves Santo", -3, dleg713),
	pascua("Viernes Santo", -2, dleg713),
	fijo("Día del Trabajo", time.May, 1, dleg713),
	fijo("San Pedro y San Pablo", time.June, 29, dleg713),
	fijo("Fiestas Patrias", time.July, 28, dleg713),
	fijo("Fiestas Patrias", time.July, 29, dleg713),
	fijo("Santa Rosa de Lima", time.August, 30, dleg713),
	fijo("Combate de Angamos", time.October, 8, dleg713),
	fijo("Todos los Santos", time.November, 1, dleg713),
	fijo("Inmaculada Concepción", time.December, 8, dleg713),
	fijo("Navidad del Señor", time.December, 25, dleg713),

	// Added to the same article: Ley 31381.
	fijo("Batalla de Ayacucho", time.December, 9, 2022),
	// Ley 31530.
	fijo("Batalla de Junín", time.August, 6, 2022),
	// Ley 31822, published 2023-07-08: in time for that year's 23 July.
	fijo("Día de la Fuerza Aérea del Perú (Cap. FAP José A. Quiñones)", time.July, 23, 2023),
	// Ley 31788, published 2023-06-15: too late for that year's 7 June.
	fijo("Batalla de Arica y Día de la Bandera", time.June, 7, 2024),
}

// fijo is a holiday kept on the same date every year since a given one.
func fijo(nombre string, month time.Month, day, since int) *cal.Holiday {
	return &cal.Holiday{
		Name: nombre, Type: cal.ObservancePublic, StartYear: since,
		Month: month, Day: day, Func: cal.CalcDayOfMonth,
	}
}

// pascua is a movable holiday, some days away from Easter Sunday.
func pascua(nombre string, offset, since int) *cal.Holiday {
	return &cal.Holiday{
		Name: nombre, Type: cal.ObservancePublic, StartYear: since,
		Offset: offset, Func: cal.CalcEasterOffset,
	}
}
