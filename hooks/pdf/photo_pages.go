package pdf

import (
	"bytes"
	"fmt"
)

// A4 in points, and the margin round a photo.
const (
	a4Short     = 595.28
	a4Long      = 841.89
	photoMargin = 28.35 // a centimetre
)

// album of photos as a PDF: a page each, A4, upright or lying as the photo is.
type photoBook struct {
	b       bytes.Buffer
	offsets []int
	pages   []int // numbers of the page objects
}

// The first two objects are the catalogue and the tree of pages, which is written last.
func newPhotoBook() *photoBook {
	k := &photoBook{offsets: make([]int, 2)}
	k.b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	return k
}

// object begins the next object and gives its number.
func (k *photoBook) object() int {
	k.offsets = append(k.offsets, k.b.Len())
	fmt.Fprintf(&k.b, "%d 0 obj\n", len(k.offsets))
	return len(k.offsets)
}

func (k *photoBook) stream(dict string, data []byte) int {
	n := k.object()
	fmt.Fprintf(&k.b, "<<%s/Length %d>>\nstream\n", dict, len(data))
	k.b.Write(data)
	k.b.WriteString("\nendstream\nendobj\n")
	return n
}

// add writes the page of a photo.
func (k *photoBook) add(p photo) {
	color := "/DeviceRGB"
	if p.gray {
		color = "/DeviceGray"
	}
	picture := k.stream(fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace%s/BitsPerComponent 8/Filter/DCTDecode",
		p.wide, p.high, color), p.jpeg)
	paperWide, paperHigh, place := p.place()
	content := k.stream("", []byte("q "+place+" cm /F Do Q"))
	k.pages = append(k.pages, k.object())
	fmt.Fprintf(&k.b, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.2f %.2f]/Resources<</XObject<</F %d 0 R>>>>/Contents %d 0 R>>\nendobj\n",
		paperWide, paperHigh, picture, content)
}

// place is the paper of a photo, and the matrix that puts the picture upright in its middle.
func (p photo) place() (paperWide, paperHigh float64, matrix string) {
	wide, high := float64(p.wide), float64(p.high)
	if p.orientation >= 5 { // lies on its side
		wide, high = high, wide
	}
	paperWide, paperHigh = a4Short, a4Long
	if wide > high {
		paperWide, paperHigh = paperHigh, paperWide
	}
	scale := min((paperWide-2*photoMargin)/wide, (paperHigh-2*photoMargin)/high)
	wide, high = wide*scale, high*scale
	left, low := (paperWide-wide)/2, (paperHigh-high)/2
	right, top := left+wide, low+high
	m := [...][6]float64{
		1: {wide, 0, 0, high, left, low}, 2: {-wide, 0, 0, high, right, low},
		3: {-wide, 0, 0, -high, right, top}, 4: {wide, 0, 0, -high, left, top},
		5: {0, -high, -wide, 0, right, top}, 6: {0, -high, wide, 0, left, top},
		7: {0, high, wide, 0, left, low}, 8: {0, high, -wide, 0, right, low},
	}[p.orientation]
	return paperWide, paperHigh, fmt.Sprintf("%.2f %.2f %.2f %.2f %.2f %.2f", m[0], m[1], m[2], m[3], m[4], m[5])
}

// close ends the book and gives its bytes.
func (k *photoBook) close() []byte {
	k.offsets[0] = k.b.Len()
	k.b.WriteString("1 0 obj\n<</Type/Catalog/Pages 2 0 R/Lang(es-PE)>>\nendobj\n")
	k.offsets[1] = k.b.Len()
	k.b.WriteString("2 0 obj\n<</Type/Pages/Kids[")
	for _, n := range k.pages {
		fmt.Fprintf(&k.b, "%d 0 R ", n)
	}
	fmt.Fprintf(&k.b, "]/Count %d>>\nendobj\n", len(k.pages))
	table := k.b.Len()
	fmt.Fprintf(&k.b, "xref\n0 %d\n0000000000 65535 f \n", len(k.offsets)+1)
	for _, at := range k.offsets {
		fmt.Fprintf(&k.b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&k.b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(k.offsets)+1, table)
	return k.b.Bytes()
}
