package pdf

import (
	"context"
	"errors"
	"io"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// Budgets of one file. Some small files make pdfcpu read the same bytes again and
// again, which takes minutes: a table of 2 kB, compressed, names one object 200,000
// times. Large reads may bring bulkFactor times the file's size and bulkExtra bytes
// more. An object takes a small read or two and at least a line of the file, so small
// reads are bounded by its size as well; among real files the greediest makes one for
// 85 bytes.
const (
	bulkFactor = 3
	bulkExtra  = int64(4) << 20 // bytes
	smallReads = 700_000        // reads of at most smallSize bytes
	smallBase  = 2_000          // of them for the smallest file
	smallEvery = 8              // bytes of the file for one more
	smallSize  = 4 << 10        // bytes of pdfcpu's buffered reads; a larger read is a stream body
)

var (
	errBudget = errors.New("pdf: the reading budget is spent")
	errGuess  = errors.New("pdf: pdfcpu began to repair the file")
)

// guard gives pdfcpu the file and counts what pdfcpu reads. The first error stays
// in [guard.err], and the caller of pdfcpu must look at it afterwards, because
// in relaxed mode pdfcpu drops the errors of single objects. It also ends pdfcpu's
// context: else pdfcpu would try each of 200,000 objects in vain.
type guard struct {
	r     *io.SectionReader
	bulk  int64
	small int
	err   error
	stop  context.CancelFunc

	begun bool // pdfcpu has looked for the header
}

// readThrough has pdfcpu read the file through a guard.
func readThrough(file io.ReaderAt, size int64) (*model.Context, *guard, error) {
	g := newGuard(file, size)
	c, stop := context.WithCancel(context.Background())
	defer stop()
	g.stop = stop
	x, err := pdfcpu.ReadWithContext(c, g, configuration())
	return x, g, err
}

func newGuard(file io.ReaderAt, size int64) *guard {
	small := int(min(smallBase+size/smallEvery, smallReads))
	return &guard{r: io.NewSectionReader(file, 0, size), bulk: bulkFactor*size + bulkExtra, small: small, stop: func() {}}
}

func (g *guard) Read(p []byte) (int, error) {
	if g.err != nil {
		return 0, g.err
	}
	if len(p) <= smallSize {
		g.small--
	}
	n, err := g.r.Read(p)
	if len(p) > smallSize {
		g.bulk -= int64(n)
	}
	switch {
	case g.small < 0 || g.bulk < 0:
		return 0, g.fail(errBudget)
	case err != nil && !errors.Is(err, io.EOF):
		return n, g.fail(err)
	}
	return n, err
}

func (g *guard) fail(err error) error {
	if g.err == nil {
		g.err = err
		g.stop()
	}
	return g.err
}

// Seek implements io.Seeker. pdfcpu goes to the start of the file once, for the header.
// When it goes there again it has begun to repair the file line by line, which takes
// minutes for a file of 1.6 MB that is made for it. This package repairs files by itself
// (see mend), so the reading ends here.
func (g *guard) Seek(offset int64, whence int) (int64, error) {
	if whence == io.SeekStart && offset == 0 {
		if g.begun {
			return 0, g.fail(errGuess)
		}
		g.begun = true
	}
	return g.r.Seek(offset, whence) // a seek before the start comes from a wrong offset in the file, so err stays nil
}
