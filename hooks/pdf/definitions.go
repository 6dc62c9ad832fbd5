package pdf

import (
	"bytes"
	"regexp"
	"strconv"
)

// This file finds the objects of a damaged PDF by their own words, "12 0 obj", as
// every reader does when the cross-reference table is of no use. The search passes
// over each byte a fixed number of times, whatever the file contains.

const (
	maxDefinitions = 1_000_000
	maxNumber      = 8_388_607 // ISO 32000-1, annex C
	lookBehind     = 256       // bytes before "stream" in which the dictionary ends
)

// definition is one object where it stands in the file.
type definition struct {
	number, generation int
	at, body, to       int  // "12 0 obj", what follows it, and where that ends
	stream             bool // to is then where the stream's dictionary ends
	open               bool // endobj is missing
}

// text is the object as written, of a stream its dictionary alone.
func (d definition) text(data []byte) []byte { return data[d.body:d.to] }

// finder finds one word, always further on than before.
type finder struct {
	word string
	at   int
}

// from is the first place of the word at or after pos; len(data) when there is none.
func (f *finder) from(data []byte, pos int) int {
	if f.at < pos || pos == 0 {
		f.at = len(data)
		if i := bytes.Index(data[pos:], []byte(f.word)); i >= 0 {
			f.at = pos + i
		}
	}
	return f.at
}

// search is one pass over a file.
type search struct {
	data                      []byte
	obj, stream, ends, endobj finder
	all                       []definition
	cut                       bool // the file ends within an object
}

// definitions lists the objects of a file in its order. What lies inside the body
// of a stream is no object of the file.
func definitions(data []byte) (*search, error) {
	s := &search{data: data, obj: finder{word: "obj"}, stream: finder{word: "stream"},
		ends: finder{word: "endstream"}, endobj: finder{word: "endobj"}}
	for pos := 0; pos < len(data); {
		o := s.obj.from(data, pos)
		if o == len(data) {
			break
		}
		pos = o + len("obj")
		if d, ok := header(data, o); ok {
			if len(s.all) == maxDefinitions {
				return s, refusal(Complejo)
			}
			pos = s.extent(&d)
			s.all = append(s.all, d)
		}
	}
	return s, nil
}

// extent finds where a definition ends, and returns where the search goes on.
func (s *search) extent(d *definition) (next int) {
	for pos := d.body; ; {
		o, stream := s.obj.from(s.data, pos), s.stream.from(s.data, pos)
		switch {
		case stream < o && s.opensStream(d, stream):
			d.stream, d.to = true, stream
			return s.streamEnd(*d)
		case stream < o:
			pos = stream + len("stream")
			continue
		case o == len(s.data):
			d.open = true
			return s.last(d)
		case bytes.HasSuffix(s.data[:o], []byte("end")):
			d.to = o - len("end")
			return o + len("obj")
		}
		if after, is := header(s.data, o); is { // endobj is missing
			d.to, d.open = after.at, true
			return o
		}
		pos = o + len("obj")
	}
}

// last ends the last object, which no endobj ends: at the table or the trailer. Where
// neither follows, the file was cut.
func (s *search) last(d *definition) (next int) {
	d.to = len(s.data)
	s.cut = true
	for _, word := range []string{"xref", "trailer"} {
		if i := bytes.Index(s.data[d.body:], []byte(word)); i >= 0 {
			d.to, s.cut = min(d.to, d.body+i), false
		}
	}
	return len(s.data)
}

// closedDict matches a dictionary's end, comments after it allowed.
var closedDict = regexp.MustCompile(`>>(?:\s|\x00|%[^\r\n]*[\r\n])*$`)

func (s *search) opensStream(d *definition, at int) bool {
	return closedDict.Match(s.data[max(d.body, at-lookBehind):at])
}

// streamEnd is where the body of a stream ends: after as many bytes as the dictionary
// says when endstream stands there, else at the first endstream or endobj.
func (s *search) streamEnd(d definition) int {
	body := d.to + len("stream")
	if length, ok := directLength(d.text(s.data)); ok && length < len(s.data)-body {
		rest := s.data[body+length:]
		if i := bytes.Index(rest[:min(len(rest), 32)], []byte("endstream")); i >= 0 {
			return body + length + i + len("endstream")
		}
	}
	end := min(s.ends.from(s.data, body), s.endobj.from(s.data, body))
	s.cut = end == len(s.data)
	return min(end+len("endobj"), len(s.data))
}

var lengthEntry = regexp.MustCompile(`/Length[\s\x00]+(\d{1,10})[\s\x00]*(?:/|>|$)`)

// directLength is the length that a stream's dictionary gives as a number.
func directLength(dict []byte) (int, bool) {
	found := lengthEntry.FindSubmatch(dict)
	if found == nil {
		return 0, false
	}
	n, err := strconv.Atoi(string(found[1]))
	return n, err == nil
}

// header reads the two numbers before the word obj at a place.
func header(data []byte, obj int) (d definition, ok bool) {
	at := obj
	generation, ok := numberBefore(data, &at, 5)
	if !ok {
		return d, false
	}
	number, ok := numberBefore(data, &at, 10)
	if !ok || number < 1 || number > maxNumber || generation > 65535 {
		return d, false
	}
	return definition{number: number, generation: generation, at: at, body: obj + len("obj")}, true
}

// numberBefore reads a number of some digits, and the white space after it, backwards.
func numberBefore(data []byte, at *int, digits int) (int, bool) {
	end := *at
	for end > 0 && *at-end < 16 && isSpace(data[end-1]) {
		end--
	}
	from := end
	for from > 0 && end-from < digits && data[from-1] >= '0' && data[from-1] <= '9' {
		from--
	}
	if end == *at || from == end {
		return 0, false
	}
	*at = from
	n, err := strconv.Atoi(string(data[from:end]))
	return n, err == nil
}

func isSpace(c byte) bool {
	return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' '
}
