package padron

import (
	"bytes"
	"strings"

	"mesadepartes/hooks/mesa"

	"golang.org/x/text/encoding/charmap"
)

// columns is how many SUNAT's file has. Its lines end in a bar, so that splitting
// at bars gives one empty column more.
const columns = 15

// taxpayer is what is kept of a line, still in the file's own bytes.
type taxpayer struct {
	ruc       int64
	nombre    []byte
	situacion []byte // ESTADO|CONDICION as they stand in the line
	ubigeo    int64  // 0 when there is none
}

// readLine takes one line apart, without its line break. motivo says what is
// wrong with the line, "" when nothing is. The RUC's check digit is not verified,
// because SUNAT's file is the source and look-ups ask for valid numbers only.
func readLine(line []byte) (t taxpayer, motivo string) {
	if !hasColumns(line) {
		return t, mesa.TextLineaColumnas
	}
	number, rest, _ := bytes.Cut(line, bar)
	nombre, rest, _ := bytes.Cut(rest, bar)
	estado := bytes.IndexByte(rest, '|')
	condicion := estado + 1 + bytes.IndexByte(rest[estado+1:], '|')
	t.situacion = rest[:condicion]
	ubigeo, _, _ := bytes.Cut(rest[condicion+1:], bar)
	if t.ruc = digits(bytes.TrimSpace(number), 11); t.ruc < 1e10 {
		return t, mesa.TextLineaRUC
	}
	if t.nombre = bytes.TrimSpace(nombre); len(t.nombre) == 0 || string(t.nombre) == "-" {
		return t, mesa.TextLineaNombre
	}
	t.ubigeo = max(0, digits(bytes.TrimSpace(ubigeo), 6))
	return t, ""
}

var bar = []byte("|")

func hasColumns(line []byte) bool {
	n := bytes.Count(line, bar) + 1
	return n == columns || n == columns+1 && line[len(line)-1] == '|'
}

// isHeader recognizes SUNAT's first line by its first word and the number of its
// columns, because the other words come in any case and with broken accents.
func isHeader(line []byte) bool {
	return hasColumns(line) && bytes.EqualFold(bytes.TrimSpace(line[:bytes.IndexByte(line, '|')]), []byte("RUC"))
}

// digits is the number that exactly n digits write; -1 for anything else.
func digits(b []byte, n int) (v int64) {
	if len(b) != n {
		return -1
	}
	for _, c := range b {
		if c < '0' || c > '9' {
			return -1
		}
		v = v*10 + int64(c-'0')
	}
	return v
}

// letters is each byte of the file as UTF-8. Windows-1252 is Latin-1 with quotes
// and dashes in place of most control characters beyond ASCII; every control
// character that is left becomes a space.
var letters = func() (all [256]string) {
	for i := range all {
		r := charmap.Windows1252.DecodeByte(byte(i))
		if r < ' ' || r == 0x7f || r == '\ufffd' || r >= 0x80 && r < 0xa0 {
			r = ' '
		}
		all[i] = string(r)
	}
	return all
}()

// decode makes text of the file's bytes. SUNAT writes a lone hyphen for an empty
// value, which becomes "".
func decode(b []byte) string {
	if b = bytes.TrimSpace(b); string(b) == "-" {
		return ""
	}
	plain := true
	for _, c := range b {
		plain = plain && c >= ' ' && c < 0x7f
	}
	if plain {
		return string(b)
	}
	var s strings.Builder
	s.Grow(len(b) + 8)
	for _, c := range b {
		s.WriteString(letters[c])
	}
	return strings.TrimSpace(s.String())
}
