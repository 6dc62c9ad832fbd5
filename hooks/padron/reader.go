package padron

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"

	"mesadepartes/hooks/mesa"
)

const (
	longestLine   = 64 << 10 // bytes; SUNAT's have about a hundred
	batchRows     = 1000
	batches       = 4    // waiting between reading and writing
	examples      = 5    // of bad lines
	maxSituations = 1000 // different pairs of status and condition
)

// row is a taxpayer as the base keeps it.
type row struct {
	ruc       int64
	nombre    string
	situacion int64
	ubigeo    int64
}

// batch is the rows that the reading goroutine hands to the writing one at once.
type batch struct {
	rows []row
	read int64 // bytes of text so far
}

// reader takes a registry's text apart, a few batches ahead of the writer.
type reader struct {
	src        *source
	lines      *bufio.Reader
	report     Report
	census     census
	situations map[string]int64
	last       int64 // RUC of the line before
	sorted     bool  // every RUC is above the one before, so none is repeated
	read       int64 // bytes of text so far

	full chan batch // rows to write
	free chan []row // rows written, to be filled again
	err  error      // of the reading; set before full is closed
}

func newReader(src *source) *reader {
	r := &reader{
		src: src, lines: bufio.NewReaderSize(src, longestLine), situations: map[string]int64{}, sorted: true,
		full: make(chan batch, batches), free: make(chan []row, batches+2),
	}
	for range cap(r.free) {
		r.free <- make([]row, 0, batchRows)
	}
	return r
}

// run reads to the end of the text, or of ctx, and closes full. A panic ends the
// import as a failure, not the program, which may be serving.
func (r *reader) run(ctx context.Context) {
	defer close(r.full)
	defer func() {
		if p := recover(); p != nil {
			r.err = fmt.Errorf("padron: panic while reading: %v\n%s", p, debug.Stack())
		}
	}()
	if r.err = r.header(); r.err != nil {
		return
	}
	for more := true; more; {
		b := batch{}
		select {
		case b.rows = <-r.free:
		case <-ctx.Done(): // the writer has stopped and gives no rows back
			r.err = ctx.Err()
			return
		}
		b.rows = b.rows[:0]
		more, r.err = r.fill(&b)
		if r.err == nil && r.census.isSurely() {
			r.err = fault(mesa.TextPadronUTF8, nil)
		}
		if r.err != nil {
			return
		}
		select {
		case r.full <- b:
		case <-ctx.Done():
			r.err = ctx.Err()
			return
		}
	}
	if r.census.isUTF8() {
		r.err = fault(mesa.TextPadronUTF8, nil)
	}
}

// header checks the first line.
func (r *reader) header() error {
	line, tooLong, err := r.line()
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	switch {
	case bytes.HasPrefix(line, []byte("\xef\xbb\xbf")):
		return fault(mesa.TextPadronUTF8, nil)
	case tooLong || !isHeader(line):
		return fault(mesa.TextPadronColumnas, nil)
	}
	r.census.add(line)
	return nil
}

// fill reads rows until the batch is full; more is false at the end of the text.
func (r *reader) fill(b *batch) (more bool, err error) {
	for len(b.rows) < batchRows {
		line, tooLong, err := r.line()
		if err != nil && !errors.Is(err, io.EOF) {
			return false, err
		}
		if len(line) > 0 || tooLong {
			if err := r.add(b, line, tooLong); err != nil {
				return false, err
			}
		}
		if b.read = r.read; err != nil {
			return false, nil
		}
	}
	return true, nil
}

// line is the next line without its break, and io.EOF with the last one.
func (r *reader) line() (line []byte, tooLong bool, err error) {
	line, err = r.lines.ReadSlice('\n')
	r.read += int64(len(line))
	for errors.Is(err, bufio.ErrBufferFull) {
		tooLong = true
		line, err = r.lines.ReadSlice('\n')
		r.read += int64(len(line))
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, false, r.src.broken(err)
	}
	if len(line) > 0 { // after the last line break there is no line
		r.report.Lineas++
	}
	return bytes.TrimRight(line, "\r\n"), tooLong, err
}

func (r *reader) add(b *batch, line []byte, tooLong bool) error {
	t, motivo := taxpayer{}, mesa.TextLineaLarga
	if !tooLong {
		t, motivo = readLine(line)
	}
	if motivo != "" {
		r.report.bad(motivo)
		return nil
	}
	r.census.add(t.nombre)
	situacion, known := r.situations[string(t.situacion)]
	if !known {
		if len(r.situations) == maxSituations {
			return fault(mesa.TextPadronSituaciones, nil)
		}
		situacion = int64(len(r.situations) + 1)
		r.situations[string(t.situacion)] = situacion
	}
	r.sorted = r.sorted && t.ruc > r.last
	r.last = t.ruc
	b.rows = append(b.rows, row{t.ruc, decode(t.nombre), situacion, t.ubigeo})
	return nil
}
