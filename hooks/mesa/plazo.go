package mesa

import (
	"time"
)

// Terms that the law fixes, in working days.
const (
	DiasRevision = 2 // reception's to observe or register (art. 125.6 of Ley 27444)
	DiasAcuse    = 2 // the citizen's to confirm a notice (art. 20.4 of Ley 27444)
	DiasCedula   = 5 // the office's to notify (art. 24.1 of Ley 27444)
)

// Values of inicio_subsanacion: when the citizen's term to correct starts.
const (
	InicioAcuse = "acuse" // when the notice counts as received (arts. 20.4 and 25.2 of Ley 27444)
	InicioEnvio = "envio" // when the mail server accepted it
)

// TermChange is a term of a filing whose last day became another one.
type TermChange struct {
	Field   string    // the column of solicitudes
	Nombre  string    // as the trail writes it: "respuesta"
	Was, Is time.Time // Lima midnight; Was is zero when nobody was told a day
}
