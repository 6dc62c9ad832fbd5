package pdf

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
)

// manyObjects are files of so many objects each, in the ways in which a file can
// have many.
var manyObjects = map[string]func(n int) []byte{
	"plain":   func(n int) []byte { return paper{pages: 1, extra: times(n, "<</A 1>>")}.bytes() },
	"streams": func(n int) []byte { return paper{pages: 1, extra: times(n, stream("", []byte("hola")))}.bytes() },
	"no table": func(n int) []byte {
		content := paper{pages: 1, extra: times(n, "<</A 1>>")}.bytes()
		return append(content[:bytes.LastIndex(content, []byte("xref\n0"))], "%%EOF"...)
	},
	"mended": func(n int) []byte { return unread(paper{pages: 1, extra: times(n, "<</A 1>>")}.bytes()) },
	"links": func(n int) []byte {
		return paper{pages: 1, page: "/Annots[" + strings.Repeat("<</Subtype/Link/AA<</E 4 0 R>>>>", n) + "]",
			extra: []string{"<</S/GoTo/Next 5 0 R>>", "<</S/GoTo/Next 4 0 R>>"}}.bytes()
	},
	"headers alone": func(n int) []byte {
		return append(unread(paper{pages: 1}.bytes()), strings.Repeat("\n9 0 obj", n)+" 1 endobj"...)
	},
	"streams without an end": func(n int) []byte {
		return append(unread(paper{pages: 1}.bytes()), strings.Repeat("\n9 0 obj <<>>stream\n", n)+"endstream endobj"...)
	},
	"trailers": func(n int) []byte {
		return append(unread(paper{pages: 1}.bytes()), strings.Repeat("trailer <</A[", n)...)
	},
}

func times(n int, object string) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = object
	}
	return all
}

// BenchmarkObjects shows that an object takes as long among 200,000 as among 1,000.
func BenchmarkObjects(b *testing.B) {
	for name, build := range manyObjects {
		for _, n := range []int{1_000, 10_000, 50_000, 200_000} {
			content := build(n)
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				for b.Loop() {
					examine(bytes.NewReader(content), int64(len(content)))
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/object")
			})
		}
	}
}

// counted counts what is asked of a file.
type counted struct {
	*bytes.Reader
	reads int
	bytes int64
}

func (c *counted) ReadAt(p []byte, off int64) (int, error) {
	n, err := c.Reader.ReadAt(p, off)
	c.reads++
	c.bytes += int64(n)
	return n, err
}

// Eight times as many objects may take eight times as many reads, and some for the
// parts that every file has. Reads are counted, because a clock is a matter of the
// machine.
func TestReadingGrowsWithTheObjectsAndNoFaster(t *testing.T) {
	t.Parallel()
	for name, build := range manyObjects {
		cost := func(n int) *counted {
			content := build(n)
			c := &counted{Reader: bytes.NewReader(content)}
			examine(c, int64(len(content)))
			return c
		}
		few, many := cost(1_000), cost(8_000)
		if many.reads > 9*few.reads+100 || many.bytes > 9*few.bytes+1<<20 {
			t.Errorf("%s: %d reads of %d bytes for 1,000 objects, %d of %d for 8,000", name, few.reads, few.bytes, many.reads, many.bytes)
		}
	}
}

// A table that names one object 200,000 times, or a file updated 10,000 times without
// need, makes pdfcpu read without measure. The budget of a small file ends that.
func TestASmallFileIsNotReadWithoutMeasure(t *testing.T) {
	if testing.Short() {
		t.Skip("at full size in make test")
	}
	t.Parallel()
	for name, content := range map[string][]byte{"rows": sameRows(200_000), "sections": sections(10_000)} {
		size := int64(len(content))
		c := &counted{Reader: bytes.NewReader(content)}
		if ans := examine(c, size); ans.Motivo != Complejo {
			t.Errorf("%s: motivo %q", name, ans.Motivo)
		}
		if most := int(smallBase + size/smallEvery + 100); c.reads > most {
			t.Errorf("%s: %d reads of a file of %d bytes, at most %d", name, c.reads, size, most)
		}
	}
}

// pdfcpu's loops ask its context, so the guard's end of it ends them.
func TestPdfcpuStillStopsWithItsContext(t *testing.T) {
	t.Parallel()
	content := paper{pages: 1, extra: times(5_000, "<</A 1>>")}.bytes()
	c := &counted{Reader: bytes.NewReader(content)}
	g := newGuard(c, int64(len(content)))
	ctx, stop := context.WithCancel(t.Context())
	g.small, g.stop = 100, stop
	if _, err := pdfcpu.ReadWithContext(ctx, g, configuration()); err == nil || c.reads > 101 {
		t.Errorf("%v after %d reads", err, c.reads)
	}
}
