package pdf

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"strconv"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// A stamp stands in a strip that is added above what a page shows, so it covers nothing of
// it. Sizes are those of an A4 page; a page of another size has them in proportion.
const (
	stampSize    = 7.5      // points of the letters
	stampLeading = 1.3      // lines
	stampMargin  = 14.0     // points at the left and at the right
	stampPad     = 5.0      // above and below
	stampLeast   = 0.8      // of the size, on a small page
	stampMost    = 6.0      // of the size, on a plan
	farthest     = 1e6      // no page lies farther from its origin
	stampFont    = "FSello" // its name among the fonts of a page
)

// stamp writes each page anew: larger by the strip, with the stamp drawn last.
func (u *update) stamp(pages []leaf, s Stamp) error {
	face, err := newStampFace()
	if err != nil {
		return err
	}
	font := face.write(u)
	begin := u.stream("", []byte("q\n"))
	seen := map[int]bool{}
	for i, page := range pages {
		number := page.ref.ObjectNumber.Value()
		if !page.own || seen[number] || u.buf.Len() > maxStamped {
			return refusal(SelloImposible) // a page with two places would need two stamps
		}
		seen[number] = true
		strip, err := newStrip(u.x, page.sheet, face, linesOf(s, i+1, len(pages)))
		if err != nil {
			return err
		}
		end := u.stream("", strip.draw())
		u.drawn = append(u.drawn, end)
		d := maps.Clone(page.dict)
		d["Contents"] = append(append(types.Array{begin}, contents(u.x, page.dict)...), end)
		d["MediaBox"], d["CropBox"] = strip.media.array(), strip.shown.array()
		d["Resources"] = u.withFont(page.resources, font)
		u.object(page.ref, d.PDFString())
	}
	return nil
}

func linesOf(s Stamp, i, n int) (lines []string) {
	places := strings.NewReplacer("{i}", strconv.Itoa(i), "{n}", strconv.Itoa(n))
	for _, line := range s.Lines {
		lines = append(lines, places.Replace(line))
	}
	return lines
}

// contents are the parts of what a page draws.
func contents(x *model.XRefTable, page types.Dict) types.Array {
	o := page["Contents"]
	if list, _ := resolve(x, o); list != nil {
		if list, ok := list.(types.Array); ok {
			return list
		}
	}
	if _, ok := o.(types.IndirectRef); !ok {
		return nil
	}
	return types.Array{o}
}

// withFont is a page's resources with the letters of the stamp. Resources that pages share
// are written once.
func (u *update) withFont(resources types.Object, font types.IndirectRef) types.Object {
	ref, shared := resources.(types.IndirectRef)
	if again, ok := u.shared[ref]; shared && ok {
		return again
	}
	old, _ := dictOf(u.x, resources)
	fonts, _ := dictOf(u.x, old["Font"])
	d, f := types.Dict{}, types.Dict{}
	maps.Copy(d, old)
	maps.Copy(f, fonts)
	f[stampFont] = font
	d["Font"] = f
	if !shared {
		return d
	}
	u.shared[ref] = u.add(d.PDFString())
	return u.shared[ref]
}

// strip is where the stamp of a page stands and what it says.
type strip struct {
	media, shown rect
	place        [6]float64 // of the strip's lower left corner, its direction and its size
	wide, high   float64
	margin, pad  float64
	size         float64
	lines        []string
	face         *stampFace
}

// newStrip finds the side of a page that is shown at the top, and how large the letters are.
func newStrip(x *model.XRefTable, s sheet, face *stampFace, lines []string) (*strip, error) {
	shown := rect{0, 0, 612, 792} // what viewers take for a page without a box
	if s.media != nil {
		shown = *s.media
	}
	media := shown
	if s.crop != nil {
		if both := media.and(*s.crop); both.wide() > 0 && both.high() > 0 {
			shown = both
		}
	}
	for _, n := range []float64{media.x0, media.y0, media.x1, media.y1} {
		if !(math.Abs(n) < farthest) {
			return nil, refusal(SelloImposible)
		}
	}
	turned, _ := numberOf(x, s.rotate)
	quarter := ((int(turned)/90)%4 + 4) % 4
	p := &strip{face: face, wide: shown.wide()}
	if quarter%2 == 1 {
		p.wide = shown.high()
	}
	scale := min(max(min(shown.wide(), shown.high())*s.unit/a4Short, stampLeast), stampMost) / s.unit
	p.fit(lines, scale)
	p.turn(shown, quarter)
	p.media = media.or(p.shown)
	return p, nil
}

// fit breaks the lines to the width of the page; letters shrink until the longest word fits.
func (p *strip) fit(lines []string, scale float64) {
	margin := min(stampMargin*scale, p.wide/20)
	room := p.wide - 2*margin
	p.size = stampSize * scale
	for _, line := range lines {
		for word := range strings.FieldsSeq(line) {
			p.size = min(p.size, room/p.face.width(word))
		}
	}
	for _, line := range lines {
		row := ""
		for word := range strings.FieldsSeq(line) {
			longer := strings.TrimSpace(row + " " + word)
			if row != "" && p.face.width(longer)*p.size > room {
				p.lines = append(p.lines, row)
				longer = word
			}
			row = longer
		}
		p.lines = append(p.lines, row)
	}
	p.high = p.size*stampLeading*float64(len(p.lines)) + 2*stampPad*scale
	p.margin, p.pad = margin, stampPad*scale
}

// turn puts the strip at the side that viewers show at the top of a page that is turned
// clockwise by so many quarters.
func (p *strip) turn(s rect, quarter int) {
	switch quarter {
	case 0:
		p.place = [6]float64{1, 0, 0, 1, s.x0, s.y1}
		s.y1 += p.high
	case 1:
		p.place = [6]float64{0, 1, -1, 0, s.x0, s.y0}
		s.x0 -= p.high
	case 2:
		p.place = [6]float64{-1, 0, 0, -1, s.x1, s.y0}
		s.y0 -= p.high
	default:
		p.place = [6]float64{0, -1, 1, 0, s.x1, s.y1}
		s.x1 += p.high
	}
	p.shown = s
}

// draw is the stamp as content of a page: after what the page draws, and no part of its text
// for who reads it aloud.
func (p *strip) draw() []byte {
	var b bytes.Buffer
	b.WriteString("\nQ /Artifact BMC q")
	for _, n := range p.place {
		b.WriteString(" " + decimal(n))
	}
	fmt.Fprintf(&b, " cm\n1 g 0 0 %s %s re f\n", decimal(p.wide), decimal(p.high))
	fmt.Fprintf(&b, ".3 G %s w 0 0 m %s 0 l S\n", decimal(p.size/10), decimal(p.wide))
	fmt.Fprintf(&b, "BT 0 g /%s %s Tf %s TL %s %s Td\n", stampFont, decimal(p.size), decimal(p.size*stampLeading),
		decimal(p.margin), decimal(p.high-p.pad-p.size))
	for i, line := range p.lines {
		if i > 0 {
			b.WriteString("T* ")
		}
		fmt.Fprintf(&b, "<%X> Tj\n", p.face.encode(line))
	}
	b.WriteString("ET Q EMC\n")
	return b.Bytes()
}

func (r rect) and(o rect) rect {
	return rect{max(r.x0, o.x0), max(r.y0, o.y0), min(r.x1, o.x1), min(r.y1, o.y1)}
}

func (r rect) or(o rect) rect {
	return rect{min(r.x0, o.x0), min(r.y0, o.y0), max(r.x1, o.x1), max(r.y1, o.y1)}
}

func (r rect) array() types.Array {
	var a types.Array
	for _, n := range []float64{r.x0, r.y0, r.x1, r.y1} {
		a = append(a, types.Float(n))
	}
	return a
}

// decimal writes a number as PDF takes it, which knows no exponents.
func decimal(n float64) string { return strconv.FormatFloat(n, 'f', 4, 64) }
