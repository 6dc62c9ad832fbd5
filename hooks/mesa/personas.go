package mesa

import (
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Kinds of person and of identity document, as the contract writes them.
const (
	PersonaNatural  = "natural"
	PersonaJuridica = "juridica"
	DNI             = "DNI"
	CE              = "CE"
	Pasaporte       = "PASAPORTE"
	PTP             = "PTP" // permiso temporal de permanencia
	CIP             = "CIP" // carné de identidad personal
)

// Longest values, in characters.
const (
	MaxNombres     = 100
	MaxDomicilio   = 200
	MaxCorreo      = 254 // RFC 5321 § 4.5.3.1.3
	MaxRazonSocial = 200
	MaxAsunto      = 200
	MaxNumeroDoc   = 60
	MaxRespuesta   = 2000
	MaxObservacion = 1000

	MaxPoder        = 200
	MaxRepresentado = 40
	MaxLugar        = 60
	MaxPedido       = 4000
	MaxEntrega      = 100
)

var (
	dni = regexp.MustCompile(`^[0-9]{8}$`)
	// Published validators of the carné disagree, so this pattern accepts the form
	// that each of them accepts.
	ce = regexp.MustCompile(`^[0-9A-Z]{9,12}$`)
	// No norm fixes the form of the other documents, so these patterns are wide.
	pasaporte = regexp.MustCompile(`^[0-9A-Z]{5,12}$`)
	ptp       = regexp.MustCompile(`^[0-9A-Z]{8,12}$`)
	cip       = regexp.MustCompile(`^[0-9]{8,9}$`)
	digits    = regexp.MustCompile(`^[0-9]+$`)
	letters   = regexp.MustCompile(`^[0-9A-Z]+$`)
	telefono  = regexp.MustCompile(`^\+?[0-9]{6,15}$`)
	domain    = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$`)
)

// prefixesRUC are SUNAT's: 10, 15, 16 and 17 for natural persons and the like, 20
// for companies.
var prefixesRUC = []string{"10", "15", "16", "17", "20"}

// ValidDocumento tells whether an identity document's number has the right form. A
// DNI's check digit is printed apart from its 8 digits, so it can't be verified.
func ValidDocumento(tipo, numero string) bool {
	switch tipo {
	case DNI:
		return dni.MatchString(numero)
	case CE:
		return ce.MatchString(numero)
	case Pasaporte:
		return pasaporte.MatchString(numero)
	case PTP:
		return ptp.MatchString(numero)
	case CIP:
		return cip.MatchString(numero)
	}
	return false
}

// FaultDocumento is the text for a person who typed that number; "" when its form
// is right, which doesn't mean that somebody holds it.
func FaultDocumento(tipo, numero string) string {
	switch {
	case ValidDocumento(tipo, numero):
		return ""
	case tipo == DNI && digits.MatchString(numero):
		return TextDNIDigitos(len(numero))
	case tipo == DNI:
		return TextDNI
	case tipo == CE && letters.MatchString(numero):
		return TextCELargo(len(numero))
	case tipo == CE:
		return TextCE
	case tipo == Pasaporte:
		return TextPasaporte
	case tipo == PTP:
		return TextPTP
	case tipo == CIP:
		return TextCIP
	}
	return TextTipoDocumento
}

// FaultRUC is the text for a person who typed that RUC; "" when ValidRUC.
func FaultRUC(ruc string) string {
	switch {
	case ValidRUC(ruc):
		return ""
	case !digits.MatchString(ruc):
		return TextRUC
	case len(ruc) != 11:
		return TextRUCDigitos(len(ruc))
	case !slices.Contains(prefixesRUC, ruc[:2]):
		return TextRUCPrefijo
	}
	return TextRUCVerificador
}

// ValidTelefono accepts 6 to 15 digits with an optional leading plus (E.164).
func ValidTelefono(s string) bool { return telefono.MatchString(s) }

// ValidRUC tells whether prefix and check digit are right (SUNAT's modulus 11).
func ValidRUC(s string) bool {
	if len(s) != 11 || !slices.Contains(prefixesRUC, s[:2]) {
		return false
	}
	weights := [...]int{5, 4, 3, 2, 7, 6, 5, 4, 3, 2}
	sum := 0
	for i, r := range []byte(s) {
		if r < '0' || r > '9' {
			return false
		}
		if i < len(weights) {
			sum += int(r-'0') * weights[i]
		}
	}
	return (11-sum%11)%10 == int(s[10]-'0')
}

// ValidCorreo accepts one plain address with a domain of the public form. It
// refuses display names, quotes, comments and line breaks, with which mail headers
// are injected.
func ValidCorreo(s string) bool {
	if s == "" || len(s) > MaxCorreo || strings.ContainsAny(s, " \t\r\n<>()[]\",;:\\") || strings.ContainsFunc(s, invisible) {
		return false
	}
	addr, err := mail.ParseAddress(s)
	if err != nil || addr.Address != s {
		return false
	}
	local, host, _ := strings.Cut(s, "@")
	return len(local) <= 64 && domain.MatchString(strings.ToLower(host))
}

// CleanCorreo trims an address and writes its domain in lower case, because domains
// are not case-sensitive (RFC 5321 § 2.4).
func CleanCorreo(s string) string {
	s = strings.TrimSpace(strings.Map(dropInvisible, strings.ToValidUTF8(s, "")))
	if i := strings.LastIndexByte(s, '@'); i >= 0 {
		s = s[:i] + strings.ToLower(s[i:])
	}
	return s
}

// CleanLine makes one tidy line of a typed text: control characters, invisible
// letters and line breaks become spaces, a run of spaces becomes one.
func CleanLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || invisible(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.Join(strings.Fields(s), " ")
}

// CleanText tidies a longer text and keeps its line breaks.
func CleanText(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(strings.ToValidUTF8(s, ""))
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case unicode.IsControl(r):
			return ' ' // a tab between two words keeps them apart
		}
		return dropInvisible(r)
	}, s)
	return strings.TrimSpace(s)
}

// invisible tells whether a letter can't be seen, as some that come with copied
// text: zero-width marks, directions, line and paragraph separators.
func invisible(r rune) bool { return unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) }

func dropInvisible(r rune) rune {
	if invisible(r) {
		return -1
	}
	return r
}

// CleanNumero prepares a document number: no spaces, dots or hyphens, capitals.
func CleanNumero(s string) string {
	return strings.ToUpper(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || invisible(r) || strings.ContainsRune("-.()", r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "")))
}

// TooLong tells whether s has more than max characters (not bytes).
func TooLong(s string, max int) bool { return utf8.RuneCountInString(s) > max }

// CleanFileName keeps a file's own name showable and safe: the last element of
// a path, without control characters or quotes, at most 150 characters, ".pdf".
func CleanFileName(s string) string {
	if i := strings.LastIndexAny(s, `/\`); i >= 0 {
		s = s[i+1:]
	}
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`"<>|:*?`, r) {
			return '_'
		}
		return r
	}, CleanLine(s))
	if strings.HasSuffix(strings.ToLower(s), ".pdf") {
		s = s[:len(s)-len(".pdf")]
	}
	s = strings.Trim(s, ". ")
	if r := []rune(s); len(r) > 150 {
		s = strings.TrimRight(string(r[:150]), ". ")
	}
	if s == "" {
		s = "documento"
	}
	return s + ".pdf"
}
