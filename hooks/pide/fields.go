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

// fields are the texts of an answer under the names that were wanted, in lower
// case and however deep. PIDE's gateway writes one value as "X", {"$":"X"} or
// {"value":"X"}, one object as itself or in an array, and nothing as "", null
// or an object of attributes; here they are all one. What nobody wanted, such
// as a photo, is dropped as it passes.
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
	dec    *json.Decoder
	found  fields
	wanted map[string]bool
	deaf   bool // inside what is read only to be skipped
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
	deaf := r.deaf
	defer func() { r.deaf = deaf }()
	for r.dec.More() {
		if err := r.value(name); err != nil {
			return err
		}
		r.deaf = true
	}
	_, err := r.dec.Token() // its end
	return err
}

// keep notes that name was there, with its first value that says something.
func (r *reader) keep(name, value string) {
	if r.wanted[name] && !r.deaf && r.found[name] == "" {
		r.found[name] = value
	}
}

// code is a result code as a number, whatever its width: "0000", "00000" and 0
// are one. ok is false when there is none.
func (f fields) code(name string) (code int, ok bool) {
	code, err := strconv.Atoi(strings.TrimSpace(f[name]))
	return code, err == nil
}

// line is a text as one tidy line of at most max characters. A lone hyphen is
// SUNAT's way to say nothing.
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

// about tells whether an answer is about that number, or doesn't say. Leading
// zeros are lost where a number was written as one.
func (f fields) about(numero, name string) bool {
	n := strings.TrimLeft(strings.TrimSpace(f[name]), "0")
	return n == "" || n == strings.TrimLeft(numero, "0")
}

// utf8Body mends an answer in Latin-1, where each byte is its letter.
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
