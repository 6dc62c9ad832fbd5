package bandeja

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// atOnce is how many files are written at the same time: a workbook of a big office takes
// a processor for seconds. patience is how long a connection may take for a portion, so
// that one which stands still keeps nobody waiting for ever.
const (
	atOnce   = 4
	patience = 5 * time.Minute
)

var writing = make(chan struct{}, atOnce)

// export is a table that leaves as a file: its columns, and its rows in portions, so that
// nothing of it stays in memory and no question to the base stays open while a slow
// connection takes it.
type export struct {
	nombre string
	head   []heading
	next   func() (rows [][]any, err error) // none at the end
}

// heading is the name of a column, and how wide a workbook shows it.
type heading struct {
	name string
	wide float64
}

// exportCSV and exportXLSX give a filter of the reports or of the inbox as a file.
func (b *Bandeja) exportCSV(e *core.RequestEvent) error {
	return b.export(e, ".csv", "text/csv; charset=utf-8", func(*export) (sheet, error) { return newCSV(e.Response), nil })
}

func (b *Bandeja) exportXLSX(e *core.RequestEvent) error {
	const kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	return b.export(e, ".xlsx", kind, func(x *export) (sheet, error) { return newXLSX(e.Response, x.head) })
}

func (b *Bandeja) export(e *core.RequestEvent, suffix, kind string, open func(*export) (sheet, error)) error {
	if !slices.Contains(reporters, actor(e).Rol) {
		return e.NotFoundError("", nil)
	}
	x := b.exportOf(e)
	select {
	case writing <- struct{}{}:
		defer func() { <-writing }()
	case <-e.Request.Context().Done():
		return e.Request.Context().Err()
	}
	conn, next := http.NewResponseController(e.Response), x.next
	x.next = func() ([][]any, error) {
		_ = conn.SetWriteDeadline(time.Now().Add(patience)) // a server without it waits longer
		return next()
	}
	defer func() { _ = conn.SetWriteDeadline(time.Time{}) }()
	first, err := x.next()
	if err != nil {
		return err
	}
	if err := b.Rastro.NoteExport(e, mesa.ColSolicitudes, shorten(x.nombre+suffix+" "+e.Request.URL.RawQuery)); err != nil {
		return err
	}
	h := e.Response.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", `attachment; filename="`+x.nombre+suffix+`"`)
	h.Set("Cache-Control", "private, no-store")
	e.Response.WriteHeader(http.StatusOK)
	return broken(e, x.write(first, open))
}

func (x *export) write(rows [][]any, open func(*export) (sheet, error)) error {
	to, err := open(x)
	if err != nil {
		return err
	}
	names := make([]any, len(x.head))
	for i, h := range x.head {
		names[i] = h.name
	}
	err = to.row(names)
	for len(rows) > 0 && err == nil {
		for _, r := range rows {
			if err == nil {
				err = to.row(r)
			}
		}
		if err == nil {
			rows, err = x.next()
		}
	}
	if closed := to.close(); err == nil {
		err = closed
	}
	return err
}

// shorten keeps what the register of accesses has room for.
func shorten(s string) string {
	r := []rune(strings.TrimSpace(s))
	return string(r[:min(len(r), 255)])
}

// exportOf reads from the address which table is asked for: the inbox's list, a register,
// or the filings of a report.
func (b *Bandeja) exportOf(e *core.RequestEvent) *export {
	q := e.Request.URL.Query()
	f := readReport(q, b.Now())
	switch {
	case q.Has("tab") || q.Has("q"):
		return b.exportList(e, readFilter(q, actor(e)))
	case f.Registro == registroDiario:
		return b.exportDay(e, f)
	case f.Registro == registroSAIP:
		return b.exportAccess(e, f)
	}
	return b.exportReport(e, f)
}
