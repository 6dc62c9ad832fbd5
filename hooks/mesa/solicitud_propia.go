package mesa

import (
	"strings"
	"unicode/utf8"

	"github.com/pocketbase/pocketbase/core"
)

// Direccion is where a cédula goes: the address that was given for notices, with its place,
// else the domicile (arts. 21 and 113.5 of Ley 27444).
func (s *Solicitud) Direccion() string {
	if s.GetString("domicilio_notificacion") == "" {
		return s.GetString("domicilio")
	}
	var parts []string
	for _, f := range []string{"domicilio_notificacion", "distrito", "provincia", "departamento"} {
		if v := s.GetString(f); v != "" {
			parts = append(parts, v)
		}
	}
	return strings.Join(parts, ", ")
}

// PorSi tells whether a natural person filed for oneself alone: a filing of before the
// question has no answer, and was the person's own.
func (s *Solicitud) PorSi() bool {
	calidad := s.GetString("calidad")
	return s.GetString("persona") == PersonaNatural && (calidad == "" || calidad == Titular)
}

// Ciudadano is the person behind a filing as the author of an act.
func (s *Solicitud) Ciudadano() Actor {
	return Actor{Mano: ManoCiudadano, Name: ColSolicitudes + "/" + s.Id + " " + s.Nombre()}
}

// CorreoProbado tells whether the person behind the filing proved its address: with the
// code before a filing of the site, or afterwards when an officer typed it at the counter.
func (s *Solicitud) CorreoProbado() bool {
	return !s.Presencial() || !s.GetDateTime("correo_probado_en").IsZero()
}

// Identidad is the number of the person's identity document as a mail shows it: an address
// that nobody proved may be a stranger's, who must not learn what proves it.
func (s *Solicitud) Identidad() string {
	numero := s.GetString("numero_documento")
	if s.CorreoProbado() {
		return numero
	}
	return hideAllBut(numero, 2)
}

// hideAllBut shows the last n signs of a text.
func hideAllBut(text string, n int) string {
	signs := []rune(text)
	hidden := max(len(signs)-n, 0)
	return strings.Repeat("*", hidden) + string(signs[hidden:])
}

// CorreoVelado is an address that its holder recognises and nobody else learns:
// j***@ejemplo.pe.
func CorreoVelado(correo string) string {
	local, domain, _ := strings.Cut(correo, "@")
	_, first := utf8.DecodeRuneInString(local)
	return local[:first] + "***@" + domain
}

type claim string

// SetReclamo puts on a filing of the counter the number of the identity document that a
// person typed to prove that the filing is theirs; the filing's rule judges it, and the
// proof of the address beside it.
func SetReclamo(r *core.Record, documento string) { r.SetRaw(claimKey, claim(documento)) }

// ReclamoOf takes that number off the record, if it carries one.
func ReclamoOf(r *core.Record) (documento string, claims bool) {
	c, claims := r.GetRaw(claimKey).(claim)
	if claims {
		r.SetRaw(claimKey, nil)
	}
	return string(c), claims
}

type newAddress string

// SetCorreoNuevo puts on a filing, or on a draft, the address that it moves to; its rule
// judges the proofs of both addresses beside it.
func SetCorreoNuevo(r *core.Record, correo string) { r.SetRaw(addressKey, newAddress(correo)) }

// CorreoNuevoOf takes that address off the record, if it carries one.
func CorreoNuevoOf(r *core.Record) (correo string, moves bool) {
	a, moves := r.GetRaw(addressKey).(newAddress)
	if moves {
		r.SetRaw(addressKey, nil)
	}
	return string(a), moves
}
