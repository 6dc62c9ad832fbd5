package cargo

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"
)

// Tipo is the act that a receipt proves.
type Tipo string

// The acts that have a receipt.
const (
	Presentacion Tipo = "presentacion" // a filing came in (art. 124.2 of Ley 27444, 47.5 of DS 029-2021-PCM)
	Subsanacion  Tipo = "subsanacion"  // a correction came in
	Recepcion    Tipo = "recepcion"    // reception registered the filing
	Respuesta    Tipo = "respuesta"    // the office answered
)

// Titulo is the heading of the receipt.
func (t Tipo) Titulo() string {
	switch t {
	case Subsanacion:
		return "Cargo de subsanación"
	case Recepcion:
		return "Cargo de recepción"
	case Respuesta:
		return "Cargo de respuesta"
	}
	return "Cargo de presentación"
}

// Cargo is what a receipt says. Its JSON names no more of a person than the receipt shows:
// the identity document is masked, and Huella proves it to who knows it.
type Cargo struct {
	Version      int          `json:"version"`
	Tipo         Tipo         `json:"tipo"`
	Codigo       string       `json:"codigo"` // the receipt's key in an address: 16 signs of base32, 80 bits
	Entidad      Entidad      `json:"entidad"`
	Numero       string       `json:"numero"`
	CUO          string       `json:"cuo,omitempty"`
	Expediente   string       `json:"expediente,omitempty"`
	Recibida     string       `json:"recibida"`         // the instant of the act, RFC 3339 in Lima's time
	Cuenta       string       `json:"cuenta,omitempty"` // the day that counts, 2026-03-25
	Motivo       string       `json:"motivo,omitempty"` // why, when it is another day
	Canal        string       `json:"canal"`
	Tramite      string       `json:"tramite"`
	Asunto       string       `json:"asunto"`
	Administrado Administrado `json:"administrado"`
	Oficial      string       `json:"oficial,omitempty"` // who registered or answered
	Sentido      string       `json:"sentido,omitempty"` // of an answer, in words
	Documentos   []Documento  `json:"documentos"`
	Folios       int          `json:"folios"`
	Linea        string       `json:"linea"` // SHA-256 of the act's line in the trail, with Sal
	Sal          string       `json:"sal"`   // 16 random bytes in hex
}

// Entidad is the office that gives a receipt.
type Entidad struct {
	Nombre string `json:"nombre"`
	RUC    string `json:"ruc,omitempty"`
}

// Administrado is who filed.
type Administrado struct {
	Nombre      string `json:"nombre"`
	Documento   string `json:"documento"` // "DNI *****111"
	Huella      string `json:"huella"`    // Huella of the whole number
	RazonSocial string `json:"razon_social,omitempty"`
	RUC         string `json:"ruc,omitempty"`
}

// Documento is a file that a receipt proves.
type Documento struct {
	Clase  string `json:"clase"` // principal, anexo1 …, respuesta
	Nombre string `json:"nombre"`
	Numero string `json:"numero,omitempty"` // the document's own
	Folios int    `json:"folios"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Bytes are the receipt's bytes, which are stored once and never written again.
func (c *Cargo) Bytes() ([]byte, error) { return json.Marshal(c) }

// errNoCargo says that bytes are no receipt.
var errNoCargo = errors.New("cargo: no receipt")

// Read reads the bytes of a receipt.
func Read(data []byte) (*Cargo, error) {
	c := &Cargo{}
	if err := json.Unmarshal(data, c); err != nil || c.Version < 1 || !validCode(c.Codigo) {
		return nil, errNoCargo
	}
	return c, nil
}

// Huella is the salted hash of an identity document, in hex.
func Huella(sal, numero string) string {
	sum := sha256.Sum256([]byte(sal + numero))
	return hex.EncodeToString(sum[:])
}

// Masked shows the last three signs of an identity document.
func Masked(numero string) string {
	hidden := max(utf8.RuneCountInString(numero)-3, 0)
	return strings.Repeat("*", hidden) + string([]rune(numero)[hidden:])
}

// Titulo is the document's class in words.
func (d Documento) Titulo() string {
	switch d.Clase {
	case "principal":
		return "Documento principal"
	case "respuesta":
		return "Respuesta"
	}
	if place, ok := strings.CutPrefix(d.Clase, "anexo"); ok {
		return "Anexo " + place
	}
	return d.Clase
}
