package pdf

import (
	"image"
	"image/draw"
)

// shrink draws a picture smaller, each pixel the mean of the area that it covers, so that
// thin letters stay. It holds one row of the picture at a time, not a second picture.
func shrink(picture image.Image, wide, high int) *image.RGBA {
	b := picture.Bounds()
	small := image.NewRGBA(image.Rect(0, 0, wide, high))
	row := image.NewRGBA(image.Rect(0, 0, b.Dx(), 1))
	line, sum := make([]uint32, 3*wide), make([]float32, 3*wide)
	_, opaque := picture.(*image.YCbCr)
	y := 0
	for sy := range b.Dy() {
		if !opaque {
			draw.Draw(row, row.Bounds(), image.White, image.Point{}, draw.Src)
		}
		draw.Draw(row, row.Bounds(), picture, image.Pt(b.Min.X, b.Min.Y+sy), draw.Over)
		narrow(row.Pix, line, b.Dx(), wide)
		// The row covers [sy·high, (sy+1)·high) of a height in which each row of small covers b.Dy().
		begin, end, border := sy*high, (sy+1)*high, (y+1)*b.Dy()
		add(sum, line, min(end, border)-begin)
		if end < border {
			continue
		}
		put(small.Pix[y*small.Stride:], sum, 1/float32(b.Dx()*b.Dy()))
		clear(sum)
		y++
		add(sum, line, end-border)
	}
	return small
}

// narrow adds the pixels of a row up into wide pixels, each by the part that it covers.
func narrow(pix []byte, line []uint32, from, wide int) {
	clear(line)
	x, border := 0, from
	for sx := range from {
		begin, end := sx*wide, (sx+1)*wide
		p := pix[4*sx : 4*sx+3 : 4*sx+3]
		in := uint32(min(end, border) - begin)
		for c, v := range p {
			line[3*x+c] += in * uint32(v)
		}
		if end < border {
			continue
		}
		x, border = x+1, border+from
		if rest := uint32(end - border + from); rest > 0 {
			for c, v := range p {
				line[3*x+c] += rest * uint32(v)
			}
		}
	}
}

func add(sum []float32, line []uint32, weight int) {
	if weight == 0 {
		return
	}
	for i, v := range line {
		sum[i] += float32(v) * float32(weight)
	}
}

// put writes a row of opaque pixels.
func put(pix []byte, sum []float32, scale float32) {
	for i, at := 0, 0; i < len(sum); i, at = i+3, at+4 {
		for c := range 3 {
			pix[at+c] = byte(min(255, sum[i+c]*scale+0.5))
		}
		pix[at+3] = 255
	}
}
