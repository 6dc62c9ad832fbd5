package mesa

import (
	"fmt"
	"regexp"
	"strings"
)

var numero = regexp.MustCompile(`^0*([1-9][0-9]{0,8})-([0-9]{4})$`)

// FormatNumero writes a filing's number: correlative, hyphen, year.
func FormatNumero(correlativo, anio int) string { return fmt.Sprintf("%d-%04d", correlativo, anio) }

// CleanFilingNumber reads a number as people type it (spaces around the hyphen, a
// long dash or a slash, leading zeros, "N°", a full stop at its end) and gives it
// as FormatNumero writes it, or "" when it is no number of a filing.
func CleanFilingNumber(s string) string {
	s = strings.NewReplacer("–", "-", "—", "-", "‐", "-", "‑", "-", "−", "-", "/", "-").Replace(CleanLine(s))
	s = strings.TrimLeft(strings.Join(strings.Fields(s), ""), "NnRrOo.°º")
	s = strings.TrimRight(s, ".,;:)")
	m := numero.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	return m[1] + "-" + m[2]
}
