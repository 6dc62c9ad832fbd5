package pdf

import (
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// A3 in points, with a centimetre of tolerance for scanners.
const (
	sheetSlack = 10 * 72 / 25.4
	a3Short    = 297*72/25.4 + sheetSlack
	a3Long     = 420*72/25.4 + sheetSlack
)

// sheet is the paper of a page; its boxes are inherited down the page tree.
type sheet struct {
	media, crop *rect   // nil when there is no such box
	unit        float64 // points of one unit (UserUnit)

	resources, rotate types.Object // as they stand, in the page or above
}

// inherit returns the sheet of a node below s.
func (s sheet) inherit(x *model.XRefTable, node types.Dict) sheet {
	if o := node["Resources"]; o != nil {
		s.resources = o
	}
	if o := node["Rotate"]; o != nil {
		s.rotate = o
	}
	if b := boxOf(x, node["MediaBox"]); b != nil {
		s.media = b
	}
	if b := boxOf(x, node["CropBox"]); b != nil {
		s.crop = b
	}
	if u, ok := numberOf(x, node["UserUnit"]); ok && u > 0 {
		s.unit = u
	}
	return s
}

// largerThanA3 measures what is shown: the crop box when there is one, never
// beyond the media box.
func (s sheet) largerThanA3() bool {
	if s.media == nil {
		return false
	}
	wide, high := s.media.wide(), s.media.high()
	if s.crop != nil {
		wide, high = min(wide, s.crop.wide()), min(high, s.crop.high())
	}
	wide, high = wide*s.unit, high*s.unit
	return min(wide, high) > a3Short || max(wide, high) > a3Long
}

// rect is a rectangle of a page: its lower left and its upper right corner as the page is
// stored, before it is rotated.
type rect struct{ x0, y0, x1, y1 float64 }

func (r rect) wide() float64 { return r.x1 - r.x0 }
func (r rect) high() float64 { return r.y1 - r.y0 }

// boxOf reads a rectangle that has an area, or nil.
func boxOf(x *model.XRefTable, o types.Object) *rect {
	o, err := resolve(x, o)
	corners, ok := o.(types.Array)
	if err != nil || !ok || len(corners) != 4 {
		return nil
	}
	var n [4]float64
	for i, c := range corners {
		if n[i], ok = numberOf(x, c); !ok {
			return nil
		}
	}
	r := rect{min(n[0], n[2]), min(n[1], n[3]), max(n[0], n[2]), max(n[1], n[3])}
	if r.wide() == 0 || r.high() == 0 {
		return nil
	}
	return &r
}
