package hookstest

import (
	"io"
	"strings"
	"testing"

	"mesadepartes/hooks/mesa"

	"github.com/carlos7ags/folio/reader"
	"github.com/pocketbase/pocketbase/core"
)

// PDFText reads the letters of a stored document.
func PDFText(t testing.TB, o *Office, doc *core.Record) string {
	t.Helper()
	file, err := mesa.PapelOf(doc, "archivo").Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	data, err := io.ReadAll(file)
	if err != nil {
		t.Fatal(err)
	}
	return LettersOf(t, data)
}

// LettersOf reads the letters of a PDF. Words stand where they are drawn, without spaces
// between them: compare with Tight.
func LettersOf(t testing.TB, data []byte) string {
	t.Helper()
	r, err := reader.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	letters := ""
	for i := range r.PageCount() {
		page, err := r.Page(i)
		if err != nil {
			t.Fatal(err)
		}
		text, err := page.ExtractText()
		if err != nil {
			t.Fatal(err)
		}
		letters += Tight(text)
	}
	return letters
}

// Tight takes the spaces out of a text.
func Tight(text string) string { return strings.Join(strings.Fields(text), "") }
