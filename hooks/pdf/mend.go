package pdf

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// A file may be read well by every viewer and not by pdfcpu: its cross-reference
// table is damaged, its header has a version that doesn't exist, a picture has an
// unknown filter. This file gives pdfcpu a copy, in memory, under a new header and
// with a new table of the objects that a verdict depends on. Streams are not among
// them, object streams apart, because no verdict looks into their bodies. The
// stored file stays as it is.

const (
	newHeader   = "%PDF-1.7\n"
	stubNumber  = maxNumber + 1 // a catalog that stands in while the real one lies in an object stream
	guardNumber = maxNumber + 2 // the encryption dictionary
	maxUnpacked = int64(64) << 20
)

// mended is a damaged file and what was found in it.
type mended struct {
	*search
	trailer
	last    map[int]definition // by number; of several the last one counts
	streams map[int]bool       // numbers whose last definition is a stream
	packed  []definition       // object streams
}

// mend judges a file by a table made from its objects.
func mend(file io.ReaderAt, size int64) answer {
	data := make([]byte, size)
	if _, err := file.ReadAt(data, 0); err != nil && !errors.Is(err, io.EOF) {
		return unreadable(err)
	}
	m, err := collect(data)
	switch {
	case err != nil:
		return answer{Motivo: motivoOf(err)}
	case m == nil || m.cut:
		return answer{Motivo: Danado}
	case m.secret():
		return answer{Motivo: Contrasena}
	}
	view := m.view()
	ctx, g, err := readThrough(bytes.NewReader(view), int64(len(view)))
	switch {
	case errors.Is(g.err, errBudget), beyondLimit(err):
		return answer{Motivo: Complejo}
	case err != nil && m.encrypt != nil:
		return answer{Motivo: Contrasena}
	case err != nil:
		return answer{Motivo: Danado}
	}
	x := ctx.XRefTable
	x.Root, x.RootDict = &m.root, nil
	if err := m.unpack(x); err != nil {
		return answer{Motivo: motivoOf(err)}
	}
	return judge(x, int64(len(view)), m)
}

// secret tells that the file declares an encryption that can't be looked into.
func (m *mended) secret() bool {
	if m.encrypt != nil {
		return m.protection(m.encrypt) == nil
	}
	places, _ := encryptOffsets(bytes.NewReader(m.data), 0, int64(len(m.data)))
	return len(places) > 0
}

// collect finds the objects and the trailer; nil when there is no catalog.
func collect(data []byte) (*mended, error) {
	s, err := definitions(data)
	if err != nil {
		return nil, err
	}
	m := &mended{search: s, last: map[int]definition{}, streams: map[int]bool{}}
	var ok bool
	if m.trailer, ok = s.lastTrailer(); !ok {
		return nil, nil
	}
	for _, d := range s.all {
		m.last[d.number] = d
	}
	for n, d := range m.last {
		if !d.stream {
			continue
		}
		if bytes.Contains(d.text(data), []byte("/ObjStm")) {
			m.packed = append(m.packed, d)
		} else {
			m.streams[n] = true
		}
	}
	slices.SortFunc(m.packed, func(a, b definition) int { return cmp.Compare(a.at, b.at) })
	return m, nil
}

// view is the copy that pdfcpu reads.
func (m *mended) view() []byte {
	var b bytes.Buffer
	b.Grow(len(m.data) + 32*len(m.last) + 4096)
	b.WriteString(newHeader)
	b.Write(m.data)
	var rows []row
	for n, d := range m.last {
		switch {
		case m.streams[n]:
		case d.open: // pdfcpu would read on into the next objects
			rows = append(rows, row{n, d.generation, b.Len() + 1})
			fmt.Fprintf(&b, "\n%d %d obj\n%s\nendobj", n, d.generation, d.text(m.data))
		default:
			rows = append(rows, row{n, d.generation, len(newHeader) + d.at})
		}
	}
	root, extra := m.root, ""
	if d, plain := m.last[root.ObjectNumber.Value()]; !plain || d.stream {
		root = *types.NewIndirectRef(stubNumber, 0)
		rows = append(rows, row{stubNumber, 0, b.Len() + 1})
		fmt.Fprintf(&b, "\n%d 0 obj\n<</Type/Catalog>>\nendobj", stubNumber)
	}
	if d := m.protection(m.encrypt); d != nil {
		rows = append(rows, row{guardNumber, 0, b.Len() + 1})
		fmt.Fprintf(&b, "\n%d 0 obj\n%s\nendobj", guardNumber, d.PDFString())
		extra = fmt.Sprintf("/Encrypt %d 0 R", guardNumber)
		if id, ok := m.id.(types.Array); ok {
			extra += "/ID" + id.PDFString()
		}
	}
	b.WriteByte('\n')
	table := b.Len()
	writeTable(&b, rows)
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root %s%s>>\nstartxref\n%d\n%%%%EOF\n", guardNumber+1, root.PDFString(), extra, table)
	return b.Bytes()
}

// row is a line of a cross-reference table.
type row struct{ number, generation, at int }

func writeTable(b *bytes.Buffer, rows []row) {
	slices.SortFunc(rows, func(a, b row) int { return cmp.Compare(a.number, b.number) })
	b.WriteString("xref\n0 1\n0000000000 65535 f \n")
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && rows[n].number == rows[0].number+n {
			n++
		}
		fmt.Fprintf(b, "%d %d\n", rows[0].number, n)
		for _, r := range rows[:n] {
			fmt.Fprintf(b, "%010d %05d n \n", r.at, r.generation)
		}
		rows = rows[n:]
	}
}

// unpack adds the objects of the object streams to the table, unless the file
// defines them again further on.
func (m *mended) unpack(x *model.XRefTable) error {
	left := maxUnpacked
	for _, d := range m.packed {
		entry := x.Table[d.number]
		if entry == nil {
			continue
		}
		sd, ok := entry.Object.(types.StreamDict)
		if !ok {
			continue
		}
		if err := sd.DecodeWithLimit(max(left, 1)); err != nil {
			if beyondLimit(err) {
				return err
			}
			continue
		}
		left -= int64(len(sd.Content))
		m.unpackOne(x, d, sd)
	}
	return nil
}

func (m *mended) unpackOne(x *model.XRefTable, d definition, sd types.StreamDict) {
	first := sd.IntEntry("First")
	if first == nil || *first < 0 || *first > len(sd.Content) {
		return
	}
	body := sd.Content[*first:]
	pairs := bytes.Fields(sd.Content[:*first])
	for i := 0; i+1 < len(pairs); i += 2 {
		number, err := strconv.Atoi(string(pairs[i]))
		from, fault := strconv.Atoi(string(pairs[i+1]))
		to := len(body)
		if i+3 < len(pairs) {
			to, _ = strconv.Atoi(string(pairs[i+3]))
		}
		if later, again := m.last[number]; again && later.at > d.at {
			continue
		}
		if err != nil || fault != nil || number < 1 || number > maxNumber || from < 0 || from > to || to > len(body) {
			continue
		}
		line := string(body[from:to])
		o, err := model.ParseObjectContext(context.Background(), &line, 0, maxParseDepth)
		if err != nil || o == nil {
			continue
		}
		at, generation := int64(0), 0
		x.Table[number] = &model.XRefTableEntry{Object: o, Offset: &at, Generation: &generation}
		delete(m.streams, number)
	}
}

// dangerous tells that any object is a dangerous action, or that the file names one
// anywhere: viewers may put a damaged file together in another way.
func (m *mended) dangerous(x *model.XRefTable, found findings) (bool, error) {
	if found.dangerous || found.links || bytes.Contains(m.data, []byte("/Launch")) || bytes.Contains(m.data, []byte("/ImportData")) {
		return true, nil
	}
	var all types.Array
	for _, entry := range x.Table {
		all = append(all, entry.Object)
	}
	every, err := survey(x, types.Dict{"All": all})
	return every.dangerous || every.links, err
}
