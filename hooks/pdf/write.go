package pdf

import (
	"sync"
	"time"

	"github.com/carlos7ags/folio/document"
	"github.com/carlos7ags/folio/font"
	"github.com/carlos7ags/folio/layout"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
)

// Paper is a document that the program writes. Nothing outside of this file knows the
// library that draws it.
type Paper struct {
	Title string
	Lead  []string // lines under the title
	Parts []Part
	Made  time.Time
}

// Part is a heading with what stands under it.
type Part struct {
	Heading string
	Rows    []Row    // name and value
	Text    []string // paragraphs
}

// Row is a named value.
type Row struct{ Name, Value string }

// Letters carry Latin, Greek and Cyrillic, so the words of a person stand as they were
// typed. A parsed face is read only; an embedded font notes the glyphs of one document.
var (
	regular = sync.OnceValues(func() (font.Face, error) { return font.ParseTTF(goregular.TTF) })
	bold    = sync.OnceValues(func() (font.Face, error) { return font.ParseTTF(gobold.TTF) })
)

const (
	pageMargin = 62.0
	letterSize = 11.0
	titleSize  = 15.0
)

// Write draws a paper as a tagged PDF with its fonts inside. The same paper gives the same
// bytes.
func Write(p Paper) ([]byte, error) {
	plain, err := regular()
	if err != nil {
		return nil, err
	}
	strong, err := bold()
	if err != nil {
		return nil, err
	}
	w := writer{document.NewDocument(document.PageSizeA4), font.NewEmbeddedFont(plain), font.NewEmbeddedFont(strong)}
	w.doc.Info = document.Info{Title: p.Title, Producer: "Mesa de Partes Digital", CreationDate: p.Made, Language: "es-PE"}
	w.doc.SetTagged(true)
	w.doc.SetMargins(layout.Margins{Top: pageMargin, Right: pageMargin, Bottom: pageMargin, Left: pageMargin})
	w.heading(p.Title, layout.H1, titleSize)
	for _, line := range p.Lead {
		w.paragraph(layout.TextRun{Text: line, Embedded: w.plain, FontSize: letterSize})
	}
	for _, part := range p.Parts {
		w.part(part)
	}
	return w.doc.ToBytesWithOptions(document.WriteOptions{Deterministic: true})
}

type writer struct {
	doc           *document.Document
	plain, strong *font.EmbeddedFont
}

func (w writer) heading(text string, level layout.HeadingLevel, size float64) {
	h := layout.NewHeadingEmbedded(text, level, w.strong)
	w.doc.Add(h.SetRuns([]layout.TextRun{{Text: text, Embedded: w.strong, FontSize: size}}))
}

func (w writer) part(p Part) {
	if p.Heading != "" {
		w.heading(p.Heading, layout.H2, letterSize+1)
	}
	for _, row := range p.Rows {
		w.paragraph(layout.TextRun{Text: row.Name + ": ", Embedded: w.strong, FontSize: letterSize},
			layout.TextRun{Text: row.Value, Embedded: w.plain, FontSize: letterSize})
	}
	for _, text := range p.Text {
		w.paragraph(layout.TextRun{Text: text, Embedded: w.plain, FontSize: letterSize})
	}
}

func (w writer) paragraph(runs ...layout.TextRun) {
	w.doc.Add(layout.NewStyledParagraph(runs...).SetLeading(1.35).SetSpaceAfter(4))
}
