package pide

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Longest texts kept, in characters: what the form's own fields take.
const (
	maxNombre = 100
	maxRazon  = 200
	maxEstado = 60
)

// fields are the texts of an answer by the wanted names, in lower case and at any
// depth. PIDE's gateway writes one value as "X", {"$":"X"} or {"value":"X"}, one
// object as itself or in an array, and no value as "", null or an object of
// attributes; fields hold each of these alike. Values under other names, such as
// a photo, are dropped while they are read.
type fields map[string]string

// readFields reads a whole JSON answer; the first value of each name counts,
// and of an array its first element.
func readFields(body io.Reader, wanted ...string) (fields, error) {
	// The decoder gives up at a depth of 10,000, far below what fills the stack.
	r := reader{dec: json.NewDecoder(body), found: fields{}, wanted: map[string]bool{}}
	r.dec.UseNumber()
	for _, name := range wanted {
		r.wanted[name] = true
	}
	err := r.value("")
	if err == nil {
		if _, err = r.dec.Token(); err == nil {
			err = errors.New("more than one value")
		}
	}
	if err != io.EOF || len(r.found) == 0 {
		// The decoder's own words may quote the answer.
		return nil, fmt.Errorf("%w: the answer is not the expected JSON", ErrUnavailable)
	}
	return r.found, nil
}

type reader struct {
	dec      *json.Decoder
	found    fields
	wanted   map[string]bool
	skipping bool // the values read are not kept
}

// value reads the next value, which stands under name.
func (r *reader) value(name string) error {
	token, err := r.dec.Token()
	if err != nil {
		return err
	}
	switch token {
	case json.Delim('{'):
		return r.object(name)
	case json.Delim('['):
		return r.array(name)
	case nil:
		r.keep(name, "")
	default: // a string, a number or a boolean
		r.keep(name, fmt.Sprint(token))
	}
	return nil
}

func (r *reader) object(name string) error {
	r.keep(name, "")
	for r.dec.More() {
		token, err := r.dec.Token()
		if err != nil {
			return err
		}
		key := strings.ToLower(fmt.Sprint(token))
		if key == "$" || key == "value" {
			key = name
		}
		if err := r.value(key); err != nil {
			return err
		}
	}
	_, err := r.dec.Token() // its end
	return err
}

func (r *reader) array(name string) error {
	r.keep(name, "")
	skipping := r.skipping
	defer func() { r.skipping = skipping }()
	for r.dec.More() {
		if err := r.value(name); err != nil {
			return err
		}
		r.skipping = true
	}
	_, err := r.dec.Token() // its end
	return err
}

// keep notes that name occurred, with its first value that is not empty.
func (r *reader) keep(name, value string) {
	if r.wanted[name] && !r.skipping && r.found[name] == "" {
		r.found[name] = value
	}
}

// code is a result code as a number, whatever its width: "0000", "00000" and 0
// are the same. ok is false when there is no code.
func (f fields) code(name string) (code int, ok bool) {
	code, err := strconv.Atoi(strings.TrimSpace(f[name]))
	return code, err == nil
}

// line joins the texts under some names in one tidy line of at most max
// characters. A lone hyphen is no text: SUNAT writes it for an empty value.
func (f fields) line(max int, names ...string) string {
	var parts []string
	for _, name := range names {
		words := strings.FieldsFunc(strings.ToValidUTF8(f[name], ""), func(r rune) bool {
			return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp)
		})
		if text := strings.Join(words, " "); text != "-" {
			parts = append(parts, text)
		}
	}
	text := []rune(strings.TrimSpace(strings.Join(parts, " ")))
	return strings.TrimSpace(string(text[:min(len(text), max)]))
}

// about tells whether an answer names that number, or none. Leading zeros don't
// count, because an answer that writes the number as a JSON number loses them.
func (f fields) about(numero, name string) bool {
	n := strings.TrimLeft(strings.TrimSpace(f[name]), "0")
	return n == "" || n == strings.TrimLeft(numero, "0")
}

// utf8Body turns an answer in Latin-1, where each byte is a code point, into UTF-8.
func utf8Body(body []byte) []byte {
	if utf8.Valid(body) {
		return body
	}
	var b strings.Builder
	for _, c := range body {
		b.WriteRune(rune(c))
	}
	return []byte(b.String())
}
