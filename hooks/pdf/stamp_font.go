package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomedium"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/encoding/charmap"
)

// stampFace is the letters of a stamp: those of WinAnsiEncoding, which has all of Spanish.
type stampFace struct {
	widths       [256]int // thousandths of the size
	ascent, drop int
}

func newStampFace() (*stampFace, error) {
	f, err := sfnt.Parse(gomedium.TTF)
	if err != nil {
		return nil, err
	}
	var b sfnt.Buffer
	face := &stampFace{}
	em := fixed.I(1000)
	for code := ' '; code <= 255; code++ {
		glyph, err := f.GlyphIndex(&b, charmap.Windows1252.DecodeByte(byte(code)))
		if err != nil {
			return nil, err
		}
		wide, err := f.GlyphAdvance(&b, glyph, em, font.HintingNone)
		if err != nil {
			return nil, err
		}
		face.widths[code] = wide.Round()
	}
	m, err := f.Metrics(&b, em, font.HintingNone)
	face.ascent, face.drop = m.Ascent.Round(), m.Descent.Round()
	return face, err
}

// encode writes a text in WinAnsiEncoding; a letter that it lacks becomes a question mark.
func (f *stampFace) encode(text string) []byte {
	var b []byte
	for _, r := range text {
		code, ok := charmap.Windows1252.EncodeRune(r)
		if !ok || code < ' ' {
			code = '?'
		}
		b = append(b, code)
	}
	return b
}

// width is that of a text in letters of size 1.
func (f *stampFace) width(text string) float64 {
	n := 0
	for _, code := range f.encode(text) {
		n += f.widths[code]
	}
	return float64(n) / 1000
}

// write puts the font into the update.
func (f *stampFace) write(u *update) types.IndirectRef {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	_, _ = w.Write(gomedium.TTF) // a buffer takes all
	_ = w.Close()
	file := u.stream(fmt.Sprintf("/Filter/FlateDecode/Length1 %d", len(gomedium.TTF)), z.Bytes())
	about := u.add(fmt.Sprintf("<</Type/FontDescriptor/FontName/GoMedium/Flags 32/FontBBox[-500 -400 1500 1200]/ItalicAngle 0"+
		"/Ascent %d/Descent -%d/CapHeight 700/StemV 100/FontFile2 %s>>", f.ascent, f.drop, file.PDFString()))
	widths := strings.Trim(fmt.Sprint(f.widths[' ':]), "[]")
	return u.add(fmt.Sprintf("<</Type/Font/Subtype/TrueType/BaseFont/GoMedium/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 255"+
		"/Widths[%s]/FontDescriptor %s>>", widths, about.PDFString()))
}
