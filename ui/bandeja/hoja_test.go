package bandeja

import (
	"bytes"
	"testing"

	"mesadepartes/hooks/mesa"

	"github.com/xuri/excelize/v2"
)

// A workbook that is full says so in its last row.
func TestAFullSheetSaysThatItEnds(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	s, err := newXLSX(&out, []heading{{"N°", 10}, {"Asunto", 40}})
	if err != nil {
		t.Fatal(err)
	}
	s.most = 3
	for _, row := range [][]any{{"N°", "Asunto"}, {"1-2026", "uno"}, {"2-2026", "dos"}, {"3-2026", "tres"}} {
		if err := s.row(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.close(); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows(book.GetSheetName(0))
	if err != nil || len(rows) != 3 || rows[2][0] != mesa.TextHojaLlena {
		t.Errorf("%q, %v", rows, err)
	}
}
