package bandeja

import (
	"bufio"
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/xuri/excelize/v2"
)

// sheet is a table that is written row by row. A cell is a string, an int, a dia or an
// instante.
type sheet interface {
	row(cells []any) error
	close() error
}

// dia and instante are a day and an instant of Lima in a cell.
type (
	dia      time.Time
	instante time.Time
)

// csvSheet is a table as text. A spreadsheet set to Peru reads the semicolon as the end of
// a cell, and by the mark at its beginning the alphabet.
type csvSheet struct {
	out *bufio.Writer
	csv *csv.Writer
}

func newCSV(w io.Writer) *csvSheet {
	out := bufio.NewWriterSize(w, 64<<10)
	_, _ = out.WriteString("\ufeff") // a failure shows at the end
	s := &csvSheet{out, csv.NewWriter(out)}
	s.csv.Comma, s.csv.UseCRLF = ';', true
	return s
}

func (s *csvSheet) row(cells []any) error {
	line := make([]string, len(cells))
	for i, c := range cells {
		switch c := c.(type) {
		case int:
			line[i] = strconv.Itoa(c)
		case dia:
			line[i] = lima(time.Time(c), "02/01/2006")
		case instante:
			line[i] = lima(time.Time(c), "02/01/2006 15:04:05")
		case string:
			line[i] = harmless(clean(c))
		}
	}
	return s.csv.Write(line)
}

func (s *csvSheet) close() error {
	s.csv.Flush()
	if err := s.csv.Error(); err != nil {
		return err
	}
	return s.out.Flush()
}

func lima(t time.Time, layout string) string {
	if t.IsZero() {
		return ""
	}
	return t.In(plazos.Lima).Format(layout)
}

// clean takes out what is not to be seen: marks of direction, characters of control.
func clean(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r >= 127 && !unicode.IsLetter(r) }) < 0 {
		return s // almost every cell
	}
	return mesa.CleanText(s)
}

// harmless keeps a spreadsheet from taking what somebody typed for a formula.
func harmless(s string) string {
	if strings.IndexAny(strings.TrimLeft(s, " \u00a0"), "=+-@\t\r＝＋－＠") == 0 {
		return "'" + s
	}
	return s
}

// xlsxSheet is a table as a workbook. Its strings are strings: none is ever a formula.
// What does not fit in memory waits in a file that ends with the workbook.
type xlsxSheet struct {
	out           io.Writer
	book          *excelize.File
	rows          *excelize.StreamWriter
	n, most       int
	day, hour, on int // styles
}

// mostRowsOfASheet is as many as a sheet of a workbook holds.
const mostRowsOfASheet = 1_048_576

func newXLSX(w io.Writer, head []heading) (*xlsxSheet, error) {
	s := &xlsxSheet{out: w, book: excelize.NewFile(), most: mostRowsOfASheet}
	const name = "Reporte"
	err := s.book.SetSheetName("Sheet1", name)
	styles := []*int{&s.day, &s.hour, &s.on}
	for i, style := range []excelize.Style{
		{CustomNumFmt: new("dd/mm/yyyy")}, {CustomNumFmt: new("dd/mm/yyyy hh:mm:ss")}, {Font: &excelize.Font{Bold: true}},
	} {
		if err == nil {
			*styles[i], err = s.book.NewStyle(&style)
		}
	}
	if err == nil {
		s.rows, err = s.book.NewStreamWriter(name)
	}
	for i, h := range head {
		if err == nil {
			err = s.rows.SetColWidth(i+1, i+1, h.wide)
		}
	}
	if err == nil {
		err = s.rows.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
	}
	return s, err
}

func (s *xlsxSheet) row(cells []any) error {
	switch s.n++; {
	case s.n > s.most:
		return nil
	case s.n == s.most:
		cells = []any{mesa.TextHojaLlena}
	}
	line := make([]any, len(cells))
	for i, c := range cells {
		switch c := c.(type) {
		case dia:
			line[i] = s.when(time.Time(c), s.day)
		case instante:
			line[i] = s.when(time.Time(c), s.hour)
		case string:
			line[i] = clean(c)
		default:
			line[i] = c
		}
		if s.n == 1 {
			line[i] = excelize.Cell{StyleID: s.on, Value: line[i]}
		}
	}
	at, err := excelize.CoordinatesToCellName(1, s.n)
	if err != nil {
		return err
	}
	return s.rows.SetRow(at, line)
}

// when is an instant as a cell that sorts and counts.
func (s *xlsxSheet) when(t time.Time, style int) any {
	if t.IsZero() {
		return nil
	}
	return excelize.Cell{StyleID: style, Value: t.In(plazos.Lima)}
}

func (s *xlsxSheet) close() error {
	defer s.book.Close()
	if err := s.rows.Flush(); err != nil {
		return err
	}
	return s.book.Write(s.out)
}
