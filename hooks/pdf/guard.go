package pdf

import (
	"errors"
	"io"
)

// Budgets of one file. Some small files make pdfcpu read the same bytes again and
// again, which takes minutes. Large reads may bring bulkFactor times the file's
// size and bulkExtra bytes more.
const (
	bulkFactor = 3
	bulkExtra  = int64(16) << 20 // bytes
	smallReads = 700_000         // reads of at most smallSize bytes
	smallSize  = 4 << 10         // bytes of pdfcpu's buffered reads; a larger read is a stream body
)

var errBudget = errors.New("pdf: the reading budget is spent")

// guard gives pdfcpu the file and counts what pdfcpu reads. The first error stays
// in [guard.err], and the caller of pdfcpu must look at it afterwards, because
// in relaxed mode pdfcpu drops the errors of single objects.
type guard struct {
	r     *io.SectionReader
	bulk  int64
	small int
	err   error
}

func newGuard(file io.ReaderAt, size int64) *guard {
	return &guard{r: io.NewSectionReader(file, 0, size), bulk: bulkFactor*size + bulkExtra, small: smallReads}
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
		g.err = errBudget
		return 0, g.err
	case err != nil && !errors.Is(err, io.EOF):
		g.err = err
	}
	return n, err
}

func (g *guard) Seek(offset int64, whence int) (int64, error) {
	return g.r.Seek(offset, whence) // a seek before the start comes from a wrong offset in the file, so err stays nil
}
