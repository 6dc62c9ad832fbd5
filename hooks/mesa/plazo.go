package mesa

import "time"

// Terms that the law fixes, in working days.
const (
	DiasRevision = 2 // reception's to observe or register (art. 125.6 of Ley 27444)
	DiasAcuse    = 2 // the citizen's to confirm a notice (art. 20.4 of Ley 27444)
)

// TermChange is a term of a filing whose last day became another one.
type TermChange struct {
	Field   string    // the column of solicitudes
	Nombre  string    // as the trail writes it: "respuesta"
	Was, Is time.Time // Lima midnight; Was is zero when nobody was told a day
}
