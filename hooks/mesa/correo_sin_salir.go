package mesa

import "github.com/pocketbase/pocketbase/tools/types"

// CorreoSinSalir is a mail of the outbox that did not leave.
type CorreoSinSalir struct {
	ID, Para, Asunto, Numero, Error  string // Numero is "" when the mail is about no one filing
	Tipo                             TipoCorreo
	Estado                           EstadoCorreo
	Intentos                         int
	CreadoEn, IntentadoEn, ProximoEn types.DateTime
}

// ColaCorreos asks for a part of what did not leave.
type ColaCorreos struct {
	OfArea  bool // only mails about filings that Area holds
	Area    string
	Estado  EstadoCorreo // "" for all
	Since   string       // creado_en and id of the mail after which the list goes on
	AfterID string
	Limit   int
}
