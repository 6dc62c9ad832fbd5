package pdf

import (
	"time"

	"github.com/carlos7ags/folio/barcode"
	"github.com/carlos7ags/folio/document"
	"github.com/carlos7ags/folio/font"
	"github.com/carlos7ags/folio/layout"
)

// Receipt is a cargo to be drawn: PDF/A-3 with its data attached.
type Receipt struct {
	Title, Office, Under, Number string
	Made                         time.Time
	Large                        []Row // what must be read at once
	Rows                         []Row
	Columns                      []string // of the table of files
	Files                        [][]string
	QR                           string   // the address that its picture holds
	QRText                       []string // beside it; the last line is the code
	Foot                         []string
	Attached                     []Attached
	ToSign                       bool // written in the older form of PDF, to which a signature is added
}

// Attached is a file inside a PDF. Relation is its AFRelationship (ISO 19005-3 § 6.8).
type Attached struct {
	Name, Type, Description, Relation string
	Data                              []byte
}

var (
	ink   = layout.RGB(0.11, 0.15, 0.22)
	faded = layout.RGB(0.35, 0.39, 0.45)
	brand = layout.RGB(0.03, 0.29, 0.52)
	shade = layout.RGB(0.94, 0.96, 0.98)
	line  = layout.RGB(0.80, 0.84, 0.88)
)

const (
	receiptMargin = 48.0
	noteSize      = 8.0
	rowSize       = 10.0
	largeSize     = 17.0
	numberSize    = 30.0
	qrSize        = 118.0 // 41 mm: a phone reads it from the paper
)

// WriteReceipt draws a receipt. The same receipt gives the same bytes.
func WriteReceipt(r Receipt) ([]byte, error) {
	plain, err := regular()
	if err != nil {
		return nil, err
	}
	strong, err := bold()
	if err != nil {
		return nil, err
	}
	w := writer{document.NewDocument(document.PageSizeA4), font.NewEmbeddedFont(plain), font.NewEmbeddedFont(strong)}
	w.doc.Info = document.Info{
		Title: r.Title + " " + r.Number, Author: r.Office, Producer: "Mesa de Partes Digital", CreationDate: r.Made, Language: "es-PE",
	}
	w.doc.SetTagged(true)
	w.doc.SetPdfA(document.PdfAConfig{Level: document.PdfA3A})
	w.doc.SetMargins(layout.Margins{Top: receiptMargin, Right: receiptMargin, Bottom: receiptMargin, Left: receiptMargin})
	w.head(r)
	w.facts(r.Large)
	w.receiptRows(r.Rows)
	w.table(r.Columns, r.Files)
	if err := w.proof(r); err != nil {
		return nil, err
	}
	for _, a := range r.Attached {
		w.doc.AttachFile(document.FileAttachment{
			FileName: a.Name, MIMEType: a.Type, Description: a.Description, AFRelationship: a.Relation, Data: a.Data, CreationDate: r.Made,
		})
	}
	return w.doc.ToBytesWithOptions(document.WriteOptions{
		Deterministic: true, RecompressStreams: true, DeduplicateObjects: true, UseObjectStreams: !r.ToSign, UseXRefStream: !r.ToSign,
	})
}

func (w writer) text(text string, size float64, color layout.Color) layout.TextRun {
	return layout.TextRun{Text: text, Embedded: w.plain, FontSize: size, Color: color}
}

func (w writer) strongText(text string, size float64, color layout.Color) layout.TextRun {
	return layout.TextRun{Text: text, Embedded: w.strong, FontSize: size, Color: color}
}

func block(after float64, runs ...layout.TextRun) *layout.Paragraph {
	return layout.NewStyledParagraph(runs...).SetLeading(1.25).SetSpaceAfter(after)
}

// head is who gives the receipt, what it is, and its number.
func (w writer) head(r Receipt) {
	w.doc.Add(block(0, w.strongText(r.Office, 13, ink)))
	w.doc.Add(block(10, w.text(r.Under, 9, faded)))
	w.doc.Add(layout.NewLineSeparator().SetColor(brand).SetWidth(2).SetSpaceAfter(14))
	h := layout.NewHeadingEmbedded(r.Title, layout.H1, w.strong)
	w.doc.Add(h.SetRuns([]layout.TextRun{w.strongText(r.Title, titleSize, brand)}))
	w.doc.Add(block(10, w.text("Número  ", rowSize, faded), w.strongText(r.Number, numberSize, ink)))
}

// facts are the large facts, side by side.
func (w writer) facts(list []Row) {
	t := layout.NewTable().SetBorderCollapse(true)
	row := t.AddRow()
	for _, f := range list {
		name, value := block(1, w.text(f.Name, noteSize, faded)), block(0, w.strongText(f.Value, largeSize, ink))
		cell := row.AddCellElement(layout.NewDiv().Add(name).Add(value))
		cell.SetPadding(8).SetBackground(shade).SetBorders(layout.CellBorders{})
	}
	w.doc.Add(t)
	w.doc.Add(block(8, w.text(" ", 4, ink)))
}

func (w writer) receiptRows(list []Row) {
	t := layout.NewTable().SetColumnWidths([]float64{140, 359})
	for _, f := range list {
		row := t.AddRow()
		under := layout.CellBorders{Bottom: layout.SolidBorder(0.5, line)}
		row.AddCellElement(block(0, w.text(f.Name, rowSize, faded))).SetPadding(4).SetBorders(under)
		row.AddCellElement(block(0, w.text(f.Value, rowSize, ink))).SetPadding(4).SetBorders(under)
	}
	w.doc.Add(t)
	w.doc.Add(block(8, w.text(" ", 4, ink)))
}

// table are the files, each with its whole hash.
func (w writer) table(columns []string, files [][]string) {
	if len(files) == 0 {
		return
	}
	t := layout.NewTable().SetColumnWidths([]float64{96, 150, 40, 213})
	under := layout.CellBorders{Bottom: layout.SolidBorder(0.5, line)}
	head := t.AddHeaderRow()
	for _, name := range columns {
		head.AddCellElement(block(0, w.strongText(name, noteSize, ink))).SetPadding(4).SetBackground(shade).SetBorders(under)
	}
	for _, file := range files {
		row := t.AddRow()
		for i, value := range file {
			size := 9.0
			if i == len(file)-1 {
				size = 6.5
				value = value[:len(value)/2] + " " + value[len(value)/2:]
			}
			row.AddCellElement(block(0, w.text(value, size, ink))).SetPadding(4).SetBorders(under)
		}
	}
	w.doc.Add(t)
	w.doc.Add(block(10, w.text(" ", 4, ink)))
}

// proof is the QR with how to check the receipt, and what the receipt is not.
func (w writer) proof(r Receipt) error {
	code, err := barcode.NewQRWithECC(r.QR, barcode.ECCLevelL)
	if err != nil {
		return err
	}
	t := layout.NewTable().SetColumnWidths([]float64{qrSize + 16, 499 - qrSize - 16})
	row := t.AddRow()
	picture := layout.NewBarcodeElement(code, qrSize).SetAltText("Código QR con la dirección de verificación: " + r.QRText[1])
	row.AddCellElement(picture).SetPadding(0).SetBorders(layout.CellBorders{})
	words := layout.NewDiv()
	for i, text := range r.QRText {
		run := w.text(text, rowSize, ink)
		if i == len(r.QRText)-1 {
			run = w.strongText(text, 15, brand)
		}
		words.Add(block(3, run))
	}
	for _, text := range r.Foot {
		words.Add(block(3, w.text(text, noteSize, faded)))
	}
	row.AddCellElement(words).SetPadding(0).SetBorders(layout.CellBorders{}).SetVAlign(layout.VAlignMiddle)
	w.doc.Add(t)
	return nil
}
