package pdf_test

import (
	"bytes"
	"testing"
	"time"

	"mesadepartes/hooks/pdf"
)

func TestTheSamePaperGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	p := pdf.Paper{
		Title: "SOLICITUD", Made: time.Date(2026, 3, 24, 15, 0, 0, 0, time.UTC),
		Parts: []pdf.Part{{Heading: "Datos", Rows: []pdf.Row{{"Nombre", "ÑANDÚ"}}, Text: []string{"Uno", "Dos"}}},
	}
	one, err := pdf.Write(p)
	if err != nil {
		t.Fatal(err)
	}
	two, err := pdf.Write(p)
	if err != nil || !bytes.Equal(one, two) || len(one) > 200<<10 {
		t.Errorf("%d and %d bytes, %v", len(one), len(two), err)
	}
	t.Logf("%d bytes", len(one))
}
