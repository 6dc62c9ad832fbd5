package pdf

import (
	"bytes"
	"context"
	"regexp"
	"slices"
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// trailer is what a file says about itself as a whole.
type trailer struct {
	root    types.IndirectRef
	encrypt types.Object // a reference or a dictionary, nil for a plain file
	id      types.Object
}

const (
	maxTrailers    = 16       // read of a damaged file, from its end
	maxTrailerText = 64 << 10 // bytes
	maxParseDepth  = 64
)

var (
	rootEntry    = regexp.MustCompile(`/Root[\s\x00]+(\d{1,10})[\s\x00]+(\d{1,5})[\s\x00]+R`)
	catalogEntry = regexp.MustCompile(`/Type[\s\x00]*/Catalog\b`)
)

// lastTrailer is the last trailer or cross-reference stream that names the catalog.
// Without any, the last object that calls itself a catalog is taken.
func (s *search) lastTrailer() (t trailer, ok bool) {
	var texts []int
	for i := len(s.data); i > 0 && len(texts) < maxTrailers; {
		if i = bytes.LastIndex(s.data[:i], []byte("trailer")); i >= 0 {
			texts = append(texts, i)
		}
	}
	tables := 0
	for _, d := range slices.Backward(s.all) {
		if d.stream && tables < maxTrailers && bytes.Contains(d.text(s.data), []byte("/XRef")) {
			texts = append(texts, d.body)
			tables++
		}
	}
	slices.Sort(texts)
	for _, at := range slices.Backward(texts) {
		if t, ok = readTrailer(s.data[at:min(at+maxTrailerText, len(s.data))]); ok {
			return t, true
		}
	}
	for _, d := range slices.Backward(s.all) {
		if !d.stream && catalogEntry.Match(d.text(s.data)) {
			return trailer{root: *types.NewIndirectRef(d.number, d.generation)}, true
		}
	}
	return t, false
}

// readTrailer reads the dictionary that follows. Of one that doesn't parse it takes
// the catalog alone; an encrypted file is then unreadable and counts as such.
func readTrailer(text []byte) (t trailer, ok bool) {
	from := bytes.Index(text, []byte("<<"))
	if from < 0 {
		return t, false
	}
	line := string(text[from:])
	o, err := model.ParseObjectContext(context.Background(), &line, 0, maxParseDepth)
	if d, is := o.(types.Dict); err == nil && is {
		ref, named := d["Root"].(types.IndirectRef)
		return trailer{root: ref, encrypt: d["Encrypt"], id: d["ID"]}, named
	}
	if end := bytes.Index(text, []byte("startxref")); end >= 0 {
		text = text[:end]
	}
	found := rootEntry.FindSubmatch(text)
	if found == nil {
		return t, false
	}
	number, _ := strconv.Atoi(string(found[1]))
	generation, _ := strconv.Atoi(string(found[2]))
	return trailer{root: *types.NewIndirectRef(number, generation)}, true
}

// protection is the encryption dictionary, with the key lengths that pdfcpu asks for
// and that other readers know from the method: AESV2 has 128 bits and so has a file
// of version 4 that says nothing else (ISO 32000-2, 7.6.2 and 7.6.6). It is nil when
// there is none to be found.
func (s *search) protection(o types.Object) types.Dict {
	if ref, ok := o.(types.IndirectRef); ok {
		o = nil
		for _, d := range slices.Backward(s.all) {
			if d.number == ref.ObjectNumber.Value() {
				line := string(d.text(s.data)[:min(d.to-d.body, maxTrailerText)])
				o, _ = model.ParseObjectContext(context.Background(), &line, 0, maxParseDepth)
				break
			}
		}
	}
	d, _ := o.(types.Dict)
	if v := d.IntEntry("V"); d == nil || v == nil || *v != 4 {
		return d
	}
	length := d.IntEntry("Length")
	if length == nil || *length < 40 {
		d["Length"] = types.Integer(128)
	}
	for _, f := range d.DictEntry("CF") {
		if filter, ok := f.(types.Dict); ok && filter.IntEntry("Length") == nil {
			filter["Length"] = types.Integer(128)
		}
	}
	return d
}
