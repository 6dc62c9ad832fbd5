package mesa

import "time"

// VidaSesion is how long a session of the staff lives after its last use.
const VidaSesion = 12 * time.Hour

// Visitante is the browser that asks for a session of the staff.
type Visitante struct {
	Secreto    string // of its cookie, of which the hash is stored
	IP         string
	Navegador  string
	Vecindario string // the network around the address
}

// CambioClave is what a person types to change a password: the old one, and the new one twice.
type CambioClave struct{ Actual, Nueva, Repetida string }
