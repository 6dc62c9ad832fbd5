package web

import (
	"encoding/binary"
	"encoding/hex"
	"io/fs"
	"os"
	"testing"
)

// frame is the size that the picture inside an extended file tells, chunk by chunk.
func frame(t *testing.T, data []byte) (width, height int) {
	t.Helper()
	for at := 12; at+30 <= len(data); {
		size := int(binary.LittleEndian.Uint32(data[at+4:]))
		if kind := string(data[at : at+4]); kind == "VP8 " || kind == "VP8L" {
			alone := append([]byte("RIFF\x00\x00\x00\x00WEBP"), data[at:at+30]...)
			width, height, err := webpSize(alone)
			if err != nil {
				t.Fatal(err)
			}
			return width, height
		}
		at += 8 + size + size%2
	}
	t.Fatal("there is no picture inside")
	return 0, 0
}

func TestThePicturesOfTheManualHaveTheirSize(t *testing.T) {
	t.Parallel()
	const phone = 585 // `make manual` takes them 390 points wide, one and a half pixels to each
	static := os.DirFS("../static")
	names, err := fs.Glob(static, "img/manual/*.webp")
	if err != nil || len(names) < 8 {
		t.Fatalf("%d pictures: %v", len(names), err)
	}
	a := &Assets{urls: map[string]string{}, files: map[string]asset{}}
	for _, name := range names {
		data, err := fs.ReadFile(static, name)
		if err != nil {
			t.Fatal(err)
		}
		a.add(name, data)
		p, err := a.Picture(name)
		if err != nil {
			t.Fatal(err)
		}
		width, height := frame(t, data)
		if p.URL != a.URL(name) || p.Ancho != phone || p.Ancho != width || p.Alto != height {
			t.Errorf("%s is %d by %d at %q; the picture inside is %d by %d", name, p.Ancho, p.Alto, p.URL, width, height)
		}
	}
}

// The beginnings of pictures whose size another program told.
func TestTheSizeOfEachKindOfWebP(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, head    string
		width, height int
	}{
		{"lossy", "5249464654750000574542505650382048750000707102" + "9d012a4902f5053ed1", 585, 1525},
		{"extended", "524946462c88000057454250565038580a00000020000000" + "480200d1080049434350", 585, 2258},
		{"lossless", "52494646d8740000574542505650384ccc7400002f" + "818162108d408c2439", 386, 395},
	} {
		data, err := hex.DecodeString(c.head)
		if err != nil {
			t.Fatal(err)
		}
		width, height, err := webpSize(data[:min(len(data), 30)])
		if err != nil || width != c.width || height != c.height {
			t.Errorf("%s: %d by %d, %v; want %d by %d", c.name, width, height, err, c.width, c.height)
		}
	}
}

func TestWhatIsNoWebPHasNoSize(t *testing.T) {
	t.Parallel()
	good, err := hex.DecodeString("5249464654750000574542505650382048750000707102" + "9d012a4902f5053ed1")
	if err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func([]byte) []byte{
		"nothing":               func([]byte) []byte { return nil },
		"one that breaks off":   func(b []byte) []byte { return b[:29] },
		"another container":     func(b []byte) []byte { copy(b, "RIFX"); return b },
		"a sound":               func(b []byte) []byte { copy(b[8:], "WAVE"); return b },
		"an unknown chunk":      func(b []byte) []byte { copy(b[12:], "VP9 "); return b },
		"no start code":         func(b []byte) []byte { b[23] = 0; return b },
		"no lossless signature": func(b []byte) []byte { copy(b[12:], "VP8L"); return b },
	} {
		if width, height, err := webpSize(spoil(append([]byte{}, good...))); err == nil {
			t.Errorf("%s is %d by %d", name, width, height)
		}
	}
	if p, err := (&Assets{}).Picture("img/nada.webp"); err == nil {
		t.Errorf("a picture that does not exist is %v", p)
	}
}
