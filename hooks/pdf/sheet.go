package pdf

import (
	"math"

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
	media, crop []float64 // width and height in units; nil when there is no such box
	unit        float64   // points of one unit (UserUnit)
}

// inherit returns the sheet of a node below s.
func (s sheet) inherit(x *model.XRefTable, node types.Dict) sheet {
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
	wide, high := s.media[0], s.media[1]
	if s.crop != nil {
		wide, high = min(wide, s.crop[0]), min(high, s.crop[1])
	}
	wide, high = wide*s.unit, high*s.unit
	return min(wide, high) > a3Short || max(wide, high) > a3Long
}

// boxOf reads a rectangle and returns its width and height, or nil.
func boxOf(x *model.XRefTable, o types.Object) []float64 {
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
	wide, high := math.Abs(n[2]-n[0]), math.Abs(n[3]-n[1])
	if wide == 0 || high == 0 {
		return nil
	}
	return []float64{wide, high}
}
