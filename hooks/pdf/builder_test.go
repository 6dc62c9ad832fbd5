package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// rawFile is a PDF given as its objects; the first is object 1, the catalog.
type rawFile struct {
	objects []string
	trailer string // added to the trailer's dictionary
}

// bytes writes the file with a correct cross-reference table.
func (r rawFile) bytes() []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	at := make([]int, len(r.objects))
	for i, o := range r.objects {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(r.objects)+1)
	for _, off := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", off)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", len(r.objects)+1, r.trailer, table)
	return b.Bytes()
}

// paper is an ordinary document. Its objects: 1 the catalog, 2 the page tree,
// 3 what is drawn, then the extra ones from 4, then the pages.
type paper struct {
	pages   int
	catalog string // added to the catalog
	page    string // added to each page
	box     string // media box, A4 unless told
	count   int    // what /Count claims, the truth unless told
	extra   []string
	trailer string
}

const firstExtra = 4

func (p paper) raw() rawFile {
	if p.box == "" {
		p.box = "0 0 595 842"
	}
	if p.count == 0 {
		p.count = p.pages
	}
	var kids strings.Builder
	for i := range p.pages {
		fmt.Fprintf(&kids, "%d 0 R ", firstExtra+len(p.extra)+i)
	}
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R" + p.catalog + ">>",
		fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]/MediaBox[%s]>>", p.count, kids.String(), p.box),
		stream("", []byte("0 0 m 100 100 l S")),
	}
	objects = append(objects, p.extra...)
	for range p.pages {
		objects = append(objects, "<</Type/Page/Parent 2 0 R/Contents 3 0 R/Resources<<>>"+p.page+">>")
	}
	return rawFile{objects: objects, trailer: p.trailer}
}

func (p paper) bytes() []byte { return p.raw().bytes() }

func stream(dict string, body []byte) string {
	return fmt.Sprintf("<<%s/Length %d>>stream\n%s\nendstream", dict, len(body), body)
}

func flate(body []byte) []byte {
	var b bytes.Buffer
	z, _ := zlib.NewWriterLevel(&b, zlib.BestSpeed)
	_, _ = z.Write(body)
	_ = z.Close()
	return b.Bytes()
}

// objectStreams is a PDF 1.5 file whose catalog, tree and page are plain and
// which has, besides, object streams with the given bodies, each announcing
// one object. The catalog refers to those objects, so that a survey meets them.
func objectStreams(bodies ...[]byte) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.5\n")
	plain := paper{pages: 1}.raw().objects
	n := len(plain)
	var refs strings.Builder
	for i := range bodies {
		fmt.Fprintf(&refs, "%d 0 R ", n+len(bodies)+1+i)
	}
	plain[0] = "<</Type/Catalog/Pages 2 0 R/Threads[" + refs.String() + "]>>"
	for i, body := range bodies {
		head := fmt.Sprintf("%d 0 ", n+len(bodies)+1+i)
		text := append([]byte(head), body...)
		plain = append(plain, stream(fmt.Sprintf("/Type/ObjStm/N 1/First %d/Filter/FlateDecode", len(head)), flate(text)))
	}
	rows := []byte{0, 0, 0, 0, 0, 0}
	row := func(kind byte, a, c int) {
		rows = append(rows, kind, byte(a>>24), byte(a>>16), byte(a>>8), byte(a), byte(c))
	}
	for i, o := range plain {
		row(1, b.Len(), 0)
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	for i := range bodies {
		row(2, n+1+i, 0)
	}
	self := len(rows) / 6
	table := b.Len()
	row(1, table, 0)
	fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n", self,
		stream(fmt.Sprintf("/Type/XRef/Size %d/W[1 4 1]/Root 1 0 R", self+1), rows), table)
	return b.Bytes()
}

// file puts content into a file of its own, open for reading.
func file(t testing.TB, content []byte) *os.File {
	t.Helper()
	name := filepath.Join(t.TempDir(), "documento.pdf")
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func openFolder(t *testing.T) (*os.File, error) {
	f, err := os.Open(t.TempDir())
	if err == nil {
		t.Cleanup(func() { _ = f.Close() })
	}
	return f, err
}
