package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// update is what one appends to a PDF to change it (ISO 32000-1, 7.5.6): new and changed
// objects, and a table of them that leads to the table before. The bytes of the file stay
// as they are, so an update costs as much as what it changes.
type update struct {
	x        *model.XRefTable
	buf      bytes.Buffer
	at       map[types.IndirectRef]int64 // where the objects stand in the whole file
	size     int64                       // of the file before
	next     int                         // the first object number that is free
	before   int64                       // where the file's own table stands
	asStream bool                        // that table is a stream, and so must be the next

	shared map[types.IndirectRef]types.IndirectRef // resources written anew
	drawn  []types.Object                          // the stamps, by page
}

const lastWords = 2 << 10 // bytes at the end of a file that tell where its table stands

var startEntry = regexp.MustCompile(`startxref[\s\x00]+(\d{1,12})`)

// newUpdate begins an update of a file that was read by its own table.
func newUpdate(ctx *model.Context, file io.ReaderAt, size int64) (*update, error) {
	tail := make([]byte, min(size, lastWords))
	if _, err := file.ReadAt(tail, size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	all := startEntry.FindAllSubmatch(tail, -1)
	if all == nil {
		return nil, refusal(SelloImposible)
	}
	before, _ := strconv.ParseInt(string(all[len(all)-1][1]), 10, 64)
	table := make([]byte, 16)
	if n, err := file.ReadAt(table, before); n < len(table) {
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		return nil, refusal(SelloImposible)
	}
	u := &update{
		x: ctx.XRefTable, at: map[types.IndirectRef]int64{}, size: size, before: before,
		asStream: !bytes.HasPrefix(bytes.TrimLeft(table, "\x00\t\n\f\r "), []byte("xref")),
		shared:   map[types.IndirectRef]types.IndirectRef{},
	}
	for number := range ctx.Table {
		u.next = max(u.next, number+1)
	}
	if ctx.Size != nil {
		u.next = max(u.next, *ctx.Size)
	}
	if u.next > maxNumber/2 {
		return nil, refusal(SelloImposible)
	}
	u.buf.WriteByte('\n')
	return u, nil
}

// object writes an object under a number of its own or of the file.
func (u *update) object(ref types.IndirectRef, text string) {
	u.at[ref] = u.size + int64(u.buf.Len())
	fmt.Fprintf(&u.buf, "%d %d obj\n%s\nendobj\n", ref.ObjectNumber, ref.GenerationNumber, text)
}

// add writes a new object.
func (u *update) add(text string) types.IndirectRef {
	ref := *types.NewIndirectRef(u.next, 0)
	u.next++
	u.object(ref, text)
	return ref
}

func (u *update) stream(entries string, body []byte) types.IndirectRef {
	return u.add(fmt.Sprintf("<<%s/Length %d>>stream\n%s\nendstream", entries, len(body), body))
}

// close writes the table and returns all that follows the file.
func (u *update) close() []byte {
	trailer := fmt.Sprintf("/Root %s/Prev %d", u.x.Root.PDFString(), u.before)
	if u.x.Info != nil {
		trailer += "/Info " + u.x.Info.PDFString()
	}
	if u.x.ID != nil {
		trailer += "/ID" + u.x.ID.PDFString()
	}
	table := u.size + int64(u.buf.Len())
	if u.asStream {
		u.streamTable(table, trailer)
	} else {
		u.plainTable(trailer)
	}
	fmt.Fprintf(&u.buf, "startxref\n%d\n%%%%EOF\n", table)
	return u.buf.Bytes()
}

// numbers are the objects in their order.
func (u *update) numbers() []types.IndirectRef {
	return slices.SortedFunc(maps.Keys(u.at), func(a, b types.IndirectRef) int {
		return a.ObjectNumber.Value() - b.ObjectNumber.Value()
	})
}

func (u *update) plainTable(trailer string) {
	u.buf.WriteString("xref\n")
	for _, ref := range u.numbers() {
		fmt.Fprintf(&u.buf, "%d 1\n%010d %05d n \n", ref.ObjectNumber, u.at[ref], ref.GenerationNumber)
	}
	fmt.Fprintf(&u.buf, "trailer\n<</Size %d%s>>\n", u.next, trailer)
}

// streamTable writes the table as a stream, which is one of its own objects.
func (u *update) streamTable(table int64, trailer string) {
	own := *types.NewIndirectRef(u.next, 0)
	u.next++
	u.at[own] = table
	var rows, index bytes.Buffer
	for _, ref := range u.numbers() {
		fmt.Fprintf(&index, "%d 1 ", ref.ObjectNumber)
		at := u.at[ref]
		rows.Write([]byte{1, byte(at >> 32), byte(at >> 24), byte(at >> 16), byte(at >> 8), byte(at), 0, byte(ref.GenerationNumber)})
	}
	fmt.Fprintf(&u.buf, "%d 0 obj\n<</Type/XRef/W[1 5 2]/Index[%s]/Size %d%s/Length %d>>stream\n%s\nendstream\nendobj\n",
		own.ObjectNumber, index.String(), u.next, trailer, rows.Len(), rows.Bytes())
}
