package mesa

import (
	"slices"
	"strings"

	"github.com/pocketbase/pocketbase/core"
)

// The mails that tell of the ways out of a filing.
const (
	CorreoEncauzada     TipoCorreo = "encauzada"
	CorreoRemitida      TipoCorreo = "remitida"
	CorreoProrroga      TipoCorreo = "prorroga"
	CorreoDesistimiento TipoCorreo = "desistimiento"
	CorreoArchivo       TipoCorreo = "archivo"
	CorreoReapertura    TipoCorreo = "reapertura"
)

// Lengths of what a line of the trail says besides its texts.
const (
	MaxMotivo    = 1000
	MaxEntidad   = 150
	MaxDocumento = 100
	MaxRecibida  = 300
)

// Working days that the law, or the house, gives around a way out.
const (
	DiasProrrogaAcceso = 2 // to tell an extension of access to information (art. 11.g of Ley 27806)
	DiasReapertura     = 2 // what a reopened term has left at least
)

// Sentido is what an answer decides.
type Sentido string

// The senses of an answer. Without one an answer only informs.
const (
	Favorable        Sentido = "favorable"
	FavorableEnParte Sentido = "favorable_en_parte"
	Desfavorable     Sentido = "desfavorable"
	Improcedente     Sentido = "improcedente"
	Informativa      Sentido = "informativa"
)

// Sentidos lists every sense of an answer.
func Sentidos() []Sentido {
	return []Sentido{Favorable, FavorableEnParte, Desfavorable, Improcedente, Informativa}
}

// Adverse tells whether the answer denies something, so that the citizen may appeal it
// (art. 206 of Ley 27444).
func (s Sentido) Adverse() bool {
	return slices.Contains([]Sentido{FavorableEnParte, Desfavorable, Improcedente}, s)
}

// AccesoInformacion tells whether a procedure is access to public information: by its
// form, or because the norm behind it is Ley 27806.
func AccesoInformacion(tramite *core.Record) bool {
	return tramite.GetString("formulario") == "saip" ||
		strings.HasPrefix(tramite.GetString("base_legal"), "Ley 27806")
}
