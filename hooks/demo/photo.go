package demo

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"

	"mesadepartes/hooks/pdf"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// album is two photos of a document, packed as the form's script does.
func album(f *filing) ([]byte, error) {
	who := people[f.who]
	pages := [][]string{
		{"SUMILLA: " + f.asunto, "", "Señores de la mesa de partes:", "", "Yo, " + who.nombres + " " + who.apellidos + ",",
			"identificado con DNI " + who.documento + ",", "presento este documento de ejemplo", "y pido que se le dé trámite."},
		{"Anexo: copia de la orden (inventada)", "", "Lima, Av. Inventada 123", "", "Firma: " + who.nombres},
	}
	var all bytes.Buffer
	var lengths []int64
	for _, lines := range pages {
		before := all.Len()
		if err := photo(&all, lines); err != nil {
			return nil, err
		}
		lengths = append(lengths, int64(all.Len()-before))
	}
	err := pdf.CloseAlbum(&all, lengths)
	return all.Bytes(), err
}

// photo draws a sheet of paper with its shadow, as a telephone sees it.
func photo(out *bytes.Buffer, lines []string) error {
	const wide, high, margin = 1000, 1400, 90
	m := image.NewGray(image.Rect(0, 0, wide, high))
	for y := range high {
		for x := range wide {
			m.Pix[y*m.Stride+x] = uint8(236 - (x+y)/60)
		}
	}
	parsed, err := opentype.Parse(goregular.TTF)
	if err != nil {
		return err
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: 32, DPI: 72})
	if err != nil {
		return err
	}
	pen := font.Drawer{Dst: draw.Image(m), Src: image.NewUniform(color.Gray{Y: 40}), Face: face}
	for i, line := range lines {
		pen.Dot = fixed.P(margin, 180+58*i)
		pen.DrawString(line)
	}
	return jpeg.Encode(out, m, &jpeg.Options{Quality: 70})
}
