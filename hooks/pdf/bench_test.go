package pdf

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
)

// scan is like what a scanner makes: pages that are one JPEG each.
func scan(pages, bytesPerPage int) []byte {
	chance := rand.NewChaCha8([32]byte{7})
	image := make([]byte, bytesPerPage)
	r := rawFile{objects: []string{"<</Type/Catalog/Pages 2 0 R>>", ""}}
	var kids bytes.Buffer
	for i := range pages {
		_, _ = chance.Read(image)
		n := 3 + 3*i
		fmt.Fprintf(&kids, "%d 0 R ", n)
		r.objects = append(r.objects,
			fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</XObject<</I %d 0 R>>>>>>", n+1, n+2),
			stream("", []byte("595 0 0 842 0 0 cm /I Do")),
			stream("/Type/XObject/Subtype/Image/Width 2480/Height 3508/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode", image))
	}
	r.objects[1] = fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", pages, kids.String())
	return r.bytes()
}

func benchmarkInspect(b *testing.B, content []byte, folios int) {
	f := file(b, content)
	i := NewInspector()
	defer i.Close()
	inspect := func() {
		v, err := i.Inspect(b.Context(), f, 0)
		if err != nil || !v.Admitido || v.Folios != folios {
			b.Fatalf("%+v, %v", v, err)
		}
	}
	inspect()
	b.SetBytes(int64(len(content)))
	for b.Loop() {
		inspect()
	}
	if len(i.idle) > 0 {
		b.ReportMetric(peakMB(i.idle[0]), "child-MB")
	}
}

func BenchmarkScan100MB(b *testing.B) { benchmarkInspect(b, scan(400, 262_000), 400) }

func BenchmarkSmallFile(b *testing.B) { benchmarkInspect(b, paper{pages: 3}.bytes(), 3) }

func BenchmarkManyPages(b *testing.B) { benchmarkInspect(b, paper{pages: 5000}.bytes(), 5000) }

// BenchmarkSHA256 is what admission is measured against.
func BenchmarkSHA256(b *testing.B) {
	content := scan(400, 262_000)
	f := file(b, content)
	b.SetBytes(int64(len(content)))
	for b.Loop() {
		if _, err := hashFile(b.Context(), f, int64(len(content))); err != nil {
			b.Fatal(err)
		}
	}
}

// peakMB is the most memory a worker ever had; 0 where the system won't say.
func peakMB(w *worker) float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", w.cmd.Process.Pid))
	_, line, ok := bytes.Cut(text, []byte("VmHWM:"))
	if err != nil || !ok {
		return 0
	}
	var kB float64
	_, _ = fmt.Sscan(string(line), &kB)
	return kB / 1024
}
