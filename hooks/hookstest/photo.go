package hookstest

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"

	"mesadepartes/hooks/pdf"
)

// Photo is a JPEG of a page with lines of letters, as a telephone takes it: it lies on its
// side, and its EXIF block says so (orientation 6) and where it was taken.
func Photo(wide, high int) []byte {
	m := image.NewGray(image.Rect(0, 0, wide, high))
	for i := range m.Pix {
		x, y := i%wide, i/wide
		m.Pix[i] = 225
		if x%40 < 18 && (y/9+x/40*7)%5 < 3 && y%9 < 5 {
			m.Pix[i] = 30
		}
	}
	for y := range high / 10 { // a mark in a corner
		for x := range wide / 10 {
			m.SetGray(x, y, color.Gray{})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		panic(err)
	}
	const note = "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00GPS-12.0464"
	whole := b.Bytes()
	noted := append([]byte{0xff, 0xd8, 0xff, 0xe1, 0, byte(len(note) + 2)}, note...)
	return append(noted, whole[2:]...)
}

// Album packs photos into one file, as the form's script does.
func Album(photos ...[]byte) []byte {
	var lengths []int64
	for _, p := range photos {
		lengths = append(lengths, int64(len(p)))
	}
	b := bytes.NewBuffer(bytes.Join(photos, nil))
	if err := pdf.CloseAlbum(b, lengths); err != nil {
		panic(err)
	}
	return b.Bytes()
}
