package pdf

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/draw"
	"image/jpeg"
	_ "image/png" // photos that an iPhone or a screen hands over
	"io"
	"time"

	_ "golang.org/x/image/webp" // what messengers hand over
)

// Limits of a photo, and of the page that it becomes.
const (
	maxPixels  = 50_000_000 // of one photo: what telephones take at most without being told to
	pageSide   = 2400       // pixels of a page's long edge, 200 dots an inch on A4
	pageBytes  = 600 << 10  // of a page
	exifWindow = 128 << 10  // bytes at the start of a photo where its orientation stands

	// A photo may take this time of the processor, and so much more for each million pixels.
	photoCPU     = time.Second
	photoCPUEach = 60 * time.Millisecond
)

// photo is one photo as a page shows it.
type photo struct {
	jpeg        []byte
	wide, high  int // of the picture as it is stored in jpeg
	gray        bool
	orientation int // EXIF 1 to 8: how the picture is turned to stand upright
}

// readPhoto makes a page's picture of a photo. Its pixels are taken and written anew, so
// nothing else of the file is left: no place, no camera, no comment, nothing appended.
func readPhoto(r *io.SectionReader) (photo, error) {
	head := make([]byte, min(r.Size(), exifWindow))
	n, _ := r.ReadAt(head, 0)
	head = head[:n]
	if isAnimated(head) {
		return photo{}, refusal(FotoAnimada)
	}
	// Only a photo's header is read here: a picture of 420 kB may ask for gigabytes.
	c, _, err := image.DecodeConfig(bufio.NewReader(io.NewSectionReader(r, 0, r.Size())))
	switch {
	case err != nil, c.Width <= 0, c.Height <= 0:
		return photo{}, refusal(FotoIlegible)
	case int64(c.Width)*int64(c.Height) > maxPixels:
		return photo{}, refusal(FotoGrande)
	}
	budgetCPU(photoBudget(c))
	picture, _, err := image.Decode(bufio.NewReaderSize(io.NewSectionReader(r, 0, r.Size()), 64<<10))
	if err != nil {
		return photo{}, refusal(FotoIlegible)
	}
	p := photo{orientation: orientationOf(exifOf(r, head))}
	return p, p.draw(picture)
}

// photoBudget is the processor time for a photo of such a size.
func photoBudget(c image.Config) time.Duration {
	if raceBuild {
		return cpuSeconds * time.Second
	}
	return photoCPU + photoCPUEach*time.Duration(int64(c.Width)*int64(c.Height)/1e6)
}

// draw fits a picture into a page's pixels and bytes.
func (p *photo) draw(picture image.Image) error {
	for side := pageSide; side > 1; side = side * 3 / 4 {
		picture = fit(picture, side)
		_, p.gray = picture.(*image.Gray)
		for _, quality := range []int{75, 60, 45} {
			var b bytes.Buffer
			if err := jpeg.Encode(&b, picture, &jpeg.Options{Quality: quality}); err != nil {
				return err
			}
			if b.Len() <= pageBytes {
				p.jpeg, p.wide, p.high = b.Bytes(), picture.Bounds().Dx(), picture.Bounds().Dy()
				return nil
			}
		}
	}
	return errors.New("pdf: a picture of a few pixels fills a page")
}

// fit is a picture whose long edge has at most so many pixels, of a kind that the JPEG
// writer knows. What shines through is white, like paper.
func fit(picture image.Image, side int) image.Image {
	b := picture.Bounds()
	long := max(b.Dx(), b.Dy())
	if long > side {
		return shrink(picture, max(1, b.Dx()*side/long), max(1, b.Dy()*side/long))
	}
	switch picture.(type) {
	case *image.YCbCr, *image.Gray:
		return picture
	}
	flat := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(flat, flat.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(flat, flat.Bounds(), picture, b.Min, draw.Over)
	return flat
}

// isAnimated recognizes a PNG with several pictures, of which a page would show one.
func isAnimated(head []byte) bool {
	_, found := pngChunk(head, "acTL")
	return found
}

// exifOf finds the EXIF block of a photo; nil when there is none.
func exifOf(file io.ReaderAt, head []byte) []byte {
	if tiff, found := pngChunk(head, "eXIf"); found {
		return tiff
	}
	if tiff, found := jpegExif(head); found {
		return tiff
	}
	return webpExif(file)
}

// webpExif finds the EXIF chunk of a WebP, which stands behind the picture.
func webpExif(file io.ReaderAt) []byte {
	head := make([]byte, 12)
	if n, _ := file.ReadAt(head, 0); n < len(head) || string(head[:4]) != "RIFF" || string(head[8:]) != "WEBP" {
		return nil
	}
	at := int64(len(head))
	for range 64 { // chunks
		if n, _ := file.ReadAt(head[:8], at); n < 8 {
			return nil
		}
		length := int64(binary.LittleEndian.Uint32(head[4:]))
		if string(head[:4]) == "EXIF" {
			tiff := make([]byte, min(length, exifWindow))
			n, _ := file.ReadAt(tiff, at+8)
			return bytes.TrimPrefix(tiff[:n], []byte("Exif\x00\x00"))
		}
		at += 8 + length + length%2
	}
	return nil
}

// orientationOf is the orientation that an EXIF block tells, 1 when it tells none.
func orientationOf(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if string(tiff[:2]) == "II" {
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	entries := tiff[at:]
	for n := order.Uint16(entries); n > 0 && len(entries) >= 2+12; n-- {
		if order.Uint16(entries[2:]) == 0x0112 {
			if o := int(order.Uint16(entries[10:])); o >= 1 && o <= 8 {
				return o
			}
			return 1
		}
		entries = entries[12:]
	}
	return 1
}

// jpegExif finds the EXIF block among the segments before the picture.
func jpegExif(head []byte) ([]byte, bool) {
	if !bytes.HasPrefix(head, []byte("\xff\xd8")) {
		return nil, false
	}
	for rest := head[2:]; len(rest) >= 4 && rest[0] == 0xff && rest[1] != 0xda; {
		end := 2 + int(binary.BigEndian.Uint16(rest[2:]))
		if end > len(rest) || end < 4 {
			break
		}
		if tiff, found := bytes.CutPrefix(rest[4:end], []byte("Exif\x00\x00")); found && rest[1] == 0xe1 {
			return tiff, true
		}
		rest = rest[end:]
	}
	return nil, false
}

// pngChunk finds a chunk of a PNG before its pixels.
func pngChunk(head []byte, name string) ([]byte, bool) {
	rest, found := bytes.CutPrefix(head, []byte("\x89PNG\r\n\x1a\n"))
	for found && len(rest) >= 12 && string(rest[4:8]) != "IDAT" {
		length := int64(binary.BigEndian.Uint32(rest))
		if 12+length > int64(len(rest)) {
			break
		}
		if string(rest[4:8]) == name {
			return rest[8 : 8+length], true
		}
		rest = rest[12+length:]
	}
	return nil, false
}
