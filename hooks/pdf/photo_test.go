package pdf

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// corners is a picture whose four corners have a colour each: red, green, then below blue,
// white.
func corners(wide, high int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, wide, high))
	for i, c := range []color.Color{color.RGBA{R: 255, A: 255}, color.RGBA{G: 255, A: 255}, color.RGBA{B: 255, A: 255}, color.White} {
		x, y := i%2*wide/2, i/2*high/2
		draw.Draw(m, image.Rect(x, y, x+wide/2, y+high/2), image.NewUniform(c), image.Point{}, draw.Src)
	}
	return m
}

// noise is a picture that no writer makes small.
func noise(wide, high int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, wide, high))
	_, _ = rand.NewChaCha8([32]byte{7}).Read(m.Pix)
	for i := 3; i < len(m.Pix); i += 4 {
		m.Pix[i] = 255
	}
	return m
}

func asJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// segment is a marker segment of a JPEG.
func segment(marker byte, content string) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(content)+2)), content...)
}

// exif is an EXIF block with an orientation, and a secret place behind it.
func exif(order binary.AppendByteOrder, orientation uint16) string {
	b := []byte("MM\x00*\x00\x00\x00\x08")
	if order == binary.AppendByteOrder(binary.LittleEndian) {
		b = []byte("II*\x00\x08\x00\x00\x00")
	}
	b = order.AppendUint16(b, 2)
	b = order.AppendUint32(order.AppendUint16(order.AppendUint16(b, 0x010f), 2), 4)
	b = append(b, "Lab\x00"...)
	b = order.AppendUint32(order.AppendUint16(order.AppendUint16(b, 0x0112), 3), 1)
	b = order.AppendUint16(order.AppendUint16(b, orientation), 0)
	return "Exif\x00\x00" + string(append(b, "\x00\x00\x00\x00GPS-12.0464"...))
}

// noted is a JPEG with what cameras and programs write beside the picture.
func noted(t testing.TB, m image.Image, orientation uint16, order binary.AppendByteOrder) []byte {
	t.Helper()
	plain := asJPEG(t, m)
	return bytes.Join([][]byte{
		plain[:2], segment(0xe1, exif(order, orientation)), segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>GPS</x:xmpmeta>"),
		segment(0xed, "Photoshop 3.0\x00GPS"), segment(0xfe, "GPS in a comment"), plain[2:], []byte("PK\x03\x04GPS appended"),
	}, nil)
}

// albumOf puts files into an album.
func albumOf(t testing.TB, files ...[]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	var lengths []int64
	for _, f := range files {
		b.Write(f)
		lengths = append(lengths, int64(len(f)))
	}
	if err := CloseAlbum(&b, lengths); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// joined has a child join photos and gives the PDF.
func joined(t testing.TB, i *Inspector, content []byte) (Joined, []byte) {
	t.Helper()
	out, err := os.Create(filepath.Join(t.TempDir(), "out.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	j, err := i.Join(t.Context(), Sender{}, file(t, content), out)
	if err != nil {
		t.Fatal(err)
	}
	made, err := os.ReadFile(out.Name())
	if err != nil || int64(len(made)) != j.Bytes {
		t.Fatalf("%d bytes written, %d told: %v", len(made), j.Bytes, err)
	}
	return j, made
}

func inspector(t testing.TB) *Inspector {
	t.Helper()
	i := NewInspector()
	t.Cleanup(func() { _ = i.Close() })
	return i
}

// upright is where the corners of a photo stand once it is turned, by its orientation:
// top left, top right, bottom left, bottom right. R, G, B and W are the corners as stored.
var upright = map[uint16]string{1: "RGBW", 2: "GRWB", 3: "WBGR", 4: "BWRG", 5: "RBGW", 6: "BRWG", 7: "WGBR", 8: "GWRB"}

func TestPhotosStandUprightAndTellNothing(t *testing.T) {
	t.Parallel()
	i := inspector(t)
	for o, want := range upright {
		for name, order := range map[string]binary.AppendByteOrder{"Intel": binary.LittleEndian, "Motorola": binary.BigEndian} {
			_, made := joined(t, i, noted(t, corners(800, 600), o, order))
			for _, secret := range []string{"Exif", "GPS", "Photoshop", "xap", "comment", "PK\x03\x04", "Lab\x00"} {
				if bytes.Contains(made, []byte(secret)) {
					t.Errorf("orientation %d: the PDF holds %q", o, secret)
				}
			}
			lies := bytes.Contains(made, []byte("MediaBox[0 0 841.89 595.28]"))
			if lies != (o <= 4) {
				t.Errorf("orientation %d, %s: the paper lies: %v", o, name, lies)
			}
			if got := cornersOf(t, made); got != "" && got != want {
				t.Errorf("orientation %d, %s: the corners are %s, want %s", o, name, got, want)
			}
			if v, err := i.Inspect(t.Context(), file(t, made), 0); err != nil || !v.Admitido || v.Folios != 1 || len(v.Avisos) > 0 {
				t.Errorf("what was made is not admitted: %+v, %v", v, err)
			}
		}
	}
}

// cornersOf draws a page and names the colour near each corner of its photo; "" where
// poppler is not installed.
func cornersOf(t *testing.T, made []byte) (found string) {
	t.Helper()
	if _, err := exec.LookPath("pdftoppm"); err != nil {
		return ""
	}
	cmd := exec.Command("pdftoppm", "-r", "20", "-png", "-")
	cmd.Stdin = bytes.NewReader(made)
	drawn, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(drawn))
	if err != nil {
		t.Fatal(err)
	}
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	for _, at := range []image.Point{{w * 4 / 10, h * 4 / 10}, {w * 6 / 10, h * 4 / 10}, {w * 4 / 10, h * 6 / 10}, {w * 6 / 10, h * 6 / 10}} {
		r, g, b, _ := m.At(at.X, at.Y).RGBA()
		bits := 0
		for n, v := range []uint32{r, g, b} {
			if v > 0x8000 {
				bits |= 1 << n
			}
		}
		found += map[int]string{1: "R", 2: "G", 4: "B", 7: "W"}[bits]
	}
	return found
}

func TestPhotosBecomePagesInTheirOrder(t *testing.T) {
	t.Parallel()
	i := inspector(t)
	many := make([][]byte, MaxFotos)
	for n := range many {
		many[n] = asJPEG(t, corners(300+n, 200))
	}
	j, made := joined(t, i, albumOf(t, many...))
	if j.Motivo != "" {
		t.Fatalf("%+v", j)
	}
	at := 0
	for n := range many {
		next := bytes.Index(made[at:], fmt.Appendf(nil, "/Width %d/Height 200", 300+n))
		if next < 0 {
			t.Fatalf("photo %d is not behind the one before", n+1)
		}
		at += next
	}
	if v, err := i.Inspect(t.Context(), file(t, made), 0); err != nil || !v.Admitido || v.Folios != MaxFotos {
		t.Errorf("%+v, %v", v, err)
	}
}

// Pages are bounded in pixels and bytes whatever the photo is.
func TestPagesAreSmall(t *testing.T) {
	t.Parallel()
	cmyk := image.NewCMYK(image.Rect(0, 0, 500, 400))
	clear := image.NewNRGBA64(image.Rect(0, 0, 2600, 300)) // transparent: paper shines through
	for name, m := range map[string]image.Image{
		"noise": noise(3000, 2000), "gray": image.NewGray(image.Rect(0, 0, 2500, 100)), "clear": clear, "narrow": corners(5000, 2),
		"one pixel": image.NewRGBA(image.Rect(0, 0, 1, 1)), "inks": cmyk,
	} {
		p := photo{orientation: 1}
		if err := p.draw(m); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		c, err := jpeg.DecodeConfig(bytes.NewReader(p.jpeg))
		if err != nil || len(p.jpeg) > pageBytes || max(c.Width, c.Height) > pageSide || c.Width != p.wide || c.Height != p.high {
			t.Errorf("%s: %d bytes, %+v, %v", name, len(p.jpeg), c, err)
		}
		back, err := jpeg.Decode(bytes.NewReader(p.jpeg))
		if err != nil {
			t.Fatal(err)
		}
		if r, _, _, _ := back.At(back.Bounds().Dx()/2, 0).RGBA(); name == "clear" && r < 0xf000 {
			t.Error("what is transparent is not white")
		}
	}
}

func TestShrinkTakesTheMean(t *testing.T) {
	t.Parallel()
	board := image.NewRGBA(image.Rect(0, 0, 400, 400)) // a chess board of single pixels is grey from afar
	for n := range 400 * 400 {
		board.Set(n%400, n/400, color.Gray{Y: uint8((n%400 + n/400) % 2 * 255)})
	}
	small := shrink(board, 100, 100)
	if c := small.RGBAAt(50, 50); c.R < 126 || c.R > 129 || c.A != 255 {
		t.Errorf("%v", c)
	}
	odd := shrink(corners(999, 777), 100, 77)
	if odd.RGBAAt(0, 0).R != 255 || odd.RGBAAt(99, 76).B != 255 || odd.RGBAAt(99, 0).G != 255 || odd.RGBAAt(0, 76).B != 255 {
		t.Error("a corner is lost")
	}
}

// pngBomb is a PNG that announces so many pixels and brings few.
func pngBomb(wide, high uint32) []byte {
	header := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte("IHDR"), wide), high)
	header = append(header, 8, 2, 0, 0, 0)
	b := binary.BigEndian.AppendUint32([]byte("\x89PNG\r\n\x1a\n"), uint32(len(header)-4))
	return append(binary.BigEndian.AppendUint32(append(b, header...), crc32.ChecksumIEEE(header)), make([]byte, 400_000)...)
}

// animated is a PNG with the chunk that announces several pictures.
func animated(t *testing.T) []byte {
	t.Helper()
	whole := asPNG(t, corners(60, 40))
	const header = 8 + 12 + 13
	chunk := []byte("acTL\x00\x00\x00\x02\x00\x00\x00\x00")
	b := append(bytes.Clone(whole[:header]), 0, 0, 0, 8)
	b = binary.BigEndian.AppendUint32(append(b, chunk...), crc32.ChecksumIEEE(chunk))
	return append(b, whole[header:]...)
}

func TestPhotosThatAreRefused(t *testing.T) {
	t.Parallel()
	i := inspector(t)
	good := asJPEG(t, corners(400, 300))
	heic := append([]byte("\x00\x00\x00\x18ftypheic"), make([]byte, 4096)...)
	var moving bytes.Buffer
	if err := gif.Encode(&moving, corners(20, 20), nil); err != nil {
		t.Fatal(err)
	}
	tooMany := make([][]byte, MaxFotos+1)
	for n := range tooMany {
		tooMany[n] = good
	}
	whole := albumOf(t, good, good)
	for name, c := range map[string]struct {
		content []byte
		want    Joined
	}{
		"bomb":          {pngBomb(12_000, 12_000), Joined{Motivo: FotoGrande, Foto: 1}},
		"half a photo":  {albumOf(t, good, good[:len(good)/2]), Joined{Motivo: FotoIlegible, Foto: 2}},
		"no pixels":     {pngBomb(400, 300), Joined{Motivo: FotoIlegible, Foto: 1}},
		"heic":          {albumOf(t, good, heic), Joined{Motivo: FotoNoEs, Foto: 2, Es: HEIC}},
		"gif":           {albumOf(t, good, moving.Bytes()), Joined{Motivo: FotoNoEs, Foto: 2, Es: Imagen}},
		"animated":      {animated(t), Joined{Motivo: FotoAnimada, Foto: 1}},
		"31":            {albumOf(t, tooMany...), Joined{Motivo: FotosDemasiadas}},
		"with a PDF":    {albumOf(t, good, paper{pages: 1}.bytes()), Joined{Motivo: FotosMezcladas}},
		"two PDFs":      {albumOf(t, paper{pages: 1}.bytes(), paper{pages: 1}.bytes()), Joined{Motivo: FotosMezcladas}},
		"empty photo":   {albumOf(t, good, nil), Joined{Motivo: FotoNoEs, Foto: 2}},
		"lying index":   {append(bytes.Clone(whole[:len(whole)-20]), whole[len(whole)-12:]...), Joined{Motivo: FotoIlegible}},
		"only an index": {albumOf(t), Joined{Motivo: FotoIlegible}},
	} {
		if j, made := joined(t, i, c.content); j != c.want || len(made) > 0 {
			t.Errorf("%s: %+v and %d bytes, want %+v", name, j, len(made), c.want)
		}
	}
}

func TestKindsAreNamed(t *testing.T) {
	t.Parallel()
	office := func(name string) string {
		return "PK\x03\x04....[Content_Types].xml" + strings.Repeat("x", 3000) + name
	}
	ole := func(name string) string {
		head := make([]byte, 512+512)
		copy(head, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
		for _, c := range name {
			head = append(head, byte(c), 0)
		}
		binary.LittleEndian.PutUint32(head[48:], 1)
		return string(head)
	}
	for content, want := range map[string]Kind{
		office("word/document.xml"): Word, office("xl/workbook.xml"): Excel, office("ppt/slides"): PowerPoint,
		"PK\x03\x04word/": ZIP, "PK\x03\x04\x14mimetypeapplication/vnd.oasis.opendocument.text": OpenOffice,
		ole("WordDocument"): Word, ole("Workbook"): Excel, ole("Cosas"): Desconocido, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": Desconocido,
		"{\\rtf1": Word, "Rar!\x1a\x07\x00": RAR, "7z\xbc\xaf\x27\x1c": SieteZip, "\x00\x00\x00 ftypmif1": HEIC,
		"\x00\x00\x00 ftypisom": Video, "GIF89a": Imagen, "\xff\xd8\xff\xe0": Foto, "RIFF....WEBPVP8 ": Foto, "MZ\x90": Desconocido,
		"<!DOCTYPE html>": Desconocido, "Señor director:\n pido…": Texto, "\x01\x02\x03": Desconocido, "": Desconocido, "   ": Desconocido,
		strings.Repeat("a", headerWindow-1) + "ñandú": Texto,
	} {
		if got := KindOf(strings.NewReader(content), int64(len(content))); got != want {
			t.Errorf("%.30q is %q, want %q", content, got, want)
		}
	}
}

func TestOrientationOfStrangeBlocks(t *testing.T) {
	t.Parallel()
	plain := asJPEG(t, corners(20, 20))
	for name, block := range map[string]string{
		"none": "", "short": "Exif\x00\x00MM", "far away": "Exif\x00\x00MM\x00*\xff\xff\xff\xff", "nine": exif(binary.BigEndian, 9),
		"endless": "Exif\x00\x00MM\x00*\x00\x00\x00\x08\xff\xff", "zero": exif(binary.LittleEndian, 0),
	} {
		content := bytes.Join([][]byte{plain[:2], segment(0xe1, block), plain[2:]}, nil)
		if o := orientationOf(exifOf(bytes.NewReader(content), content)); o != 1 {
			t.Errorf("%s: %d", name, o)
		}
	}
	whole := asPNG(t, corners(60, 40))
	tiff := strings.TrimPrefix(exif(binary.BigEndian, 6), "Exif\x00\x00")
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(tiff)))
	chunk = append(append(chunk, "eXIf"...), tiff...)
	content := bytes.Join([][]byte{whole[:33], chunk, {0, 0, 0, 0}, whole[33:]}, nil)
	if o := orientationOf(exifOf(bytes.NewReader(content), content)); o != 6 {
		t.Errorf("a PNG's orientation is %d", o)
	}
}

// A WebP tells its orientation behind the picture, far from the head that is read.
func TestOrientationOfAWebP(t *testing.T) {
	t.Parallel()
	webp := func(chunks ...string) string {
		var b []byte
		for i := 0; i < len(chunks); i += 2 {
			b = binary.LittleEndian.AppendUint32(append(b, chunks[i]...), uint32(len(chunks[i+1])))
			b = append(b, chunks[i+1]...)
			b = append(b, make([]byte, len(chunks[i+1])%2)...)
		}
		return string(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(b)+4))) + "WEBP" + string(b)
	}
	picture := strings.Repeat("v", 200_001)
	turned := exif(binary.LittleEndian, 8)
	bare := strings.TrimPrefix(turned, "Exif\x00\x00")
	for name, c := range map[string]struct {
		file string
		want int
	}{
		"as the format says":  {webp("VP8X", strings.Repeat("\x00", 10), "VP8 ", picture, "EXIF", bare), 8},
		"as some programs do": {webp("VP8X", strings.Repeat("\x00", 10), "VP8L", picture, "EXIF", turned), 8},
		"none":                {webp("VP8 ", picture), 1},
		"cut off":             {webp("VP8 ", picture, "EXIF", bare)[:200_030], 1},
		"claims gigabytes":    {webp("VP8 ", picture) + "EXIF\xff\xff\xff\xff", 1},
		"endless":             {webp() + strings.Repeat("JUNK\x00\x00\x00\x00", 1000) + webp("EXIF", bare)[12:], 1},
	} {
		content := []byte(c.file)
		if o := orientationOf(exifOf(bytes.NewReader(content), content[:min(len(content), exifWindow)])); o != c.want {
			t.Errorf("%s: %d, want %d", name, o, c.want)
		}
	}
}

// A full disk is the machine's fault, not the photos'.
func TestPhotosOnAFullDiskAreNotRefused(t *testing.T) {
	t.Parallel()
	full, err := os.OpenFile("/dev/full", os.O_RDWR, 0)
	if err != nil {
		t.Skip("no /dev/full here")
	}
	defer full.Close()
	j, err := inspector(t).Join(t.Context(), Sender{}, file(t, asJPEG(t, corners(400, 300))), full)
	if err == nil {
		t.Errorf("%+v", j)
	}
}

// photograph is like what a telephone takes: letters, shadows and some noise.
func photograph(b testing.TB) []byte {
	m := image.NewRGBA(image.Rect(0, 0, 4000, 3000))
	chance := rand.New(rand.NewPCG(1, 2))
	for at := 0; at < len(m.Pix); at += 4 {
		x, y := at/4%4000, at/4/4000
		v := 150 + 60*x/4000 + chance.IntN(12)
		if y%80 < 30 && (x/14+y/80*7)%5 < 3 && x%14 < 6 {
			v = 40 + chance.IntN(12)
		}
		m.Pix[at], m.Pix[at+1], m.Pix[at+2], m.Pix[at+3] = byte(v), byte(v-4), byte(v-10), 255
	}
	return asJPEG(b, m)
}

// BenchmarkFivePhotos joins five photos of 12 million pixels.
func BenchmarkFivePhotos(b *testing.B) {
	one := photograph(b)
	content := albumOf(b, one, one, one, one, one)
	f := file(b, content)
	out, err := os.Create(filepath.Join(b.TempDir(), "out.pdf"))
	if err != nil {
		b.Fatal(err)
	}
	defer out.Close()
	i := inspector(b)
	peak, made := 0.0, int64(0)
	for b.Loop() {
		w, err := i.take()
		if err != nil {
			b.Fatal(err)
		}
		ans, err := w.do(b.Context(), request{job: jobJoin, file: f, size: int64(len(content)), out: out})
		if err != nil || ans.Motivo != "" {
			b.Fatalf("%+v, %v", ans, err)
		}
		peak, made = max(peak, peakMB(w)), ans.Bytes
		w.stop()
	}
	b.ReportMetric(peak, "child-MB")
	b.ReportMetric(float64(len(content))/(1<<20), "in-MB")
	b.ReportMetric(float64(made)/(1<<20), "out-MB")
}
