package pdf

import (
	"errors"
	"io"
)

// Budgets of one file. A reader that goes over the same bytes again and again
// is how small files take minutes.
const (
	bulkFactor = 3
	bulkExtra  = int64(16) << 20
	smallReads = 700_000
	smallSize  = 4 << 10 // pdfcpu's buffered reads; anything larger is a stream body
)

var errBudget = errors.New("pdf: the reading budget is spent")

// guard is the file as pdfcpu sees it. Its error sticks: in relaxed mode
// pdfcpu swallows errors on single objects, so whoever called it must look at
// [guard.err] afterwards.
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
	return g.r.Seek(offset, whence) // seeking before the start is the file's nonsense, not a failure
}
