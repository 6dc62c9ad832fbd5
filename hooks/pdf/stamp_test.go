package pdf

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

var testStamp = Stamp{[]string{"MUNICIPALIDAD DE ÑAÑA · SELLO DE RECEPCIÓN", "Solicitud N° 7-2026 · Folio {i} de {n}"}}

// stamped stamps a file and gives the update, and the whole copy.
func stamped(t *testing.T, i *Inspector, content []byte) (got Stamped, update, whole []byte) {
	t.Helper()
	out, err := os.Create(filepath.Join(t.TempDir(), "sello"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if got, err = i.Stamp(t.Context(), Sender{}, file(t, content), out, testStamp); err != nil {
		t.Fatal(err)
	}
	if update, err = os.ReadFile(out.Name()); err != nil || int64(len(update)) != got.Bytes {
		t.Fatalf("%d bytes of %d: %v", len(update), got.Bytes, err)
	}
	return got, update, append(bytes.Clone(content), update...)
}

func TestEveryPageOfACopyHasItsStamp(t *testing.T) {
	t.Parallel()
	i := NewInspector()
	defer i.Close()
	for name, content := range map[string][]byte{
		"one page": paper{pages: 1}.bytes(), "400 pages": paper{pages: 400}.bytes(),
		"rotated": paper{pages: 2, page: "/Rotate 90"}.bytes(), "landscape": paper{pages: 1, box: "0 0 842 595"}.bytes(),
		"cropped": paper{pages: 1, page: "/CropBox[100 100 300 400]"}.bytes(), "tiny": paper{pages: 1, box: "0 0 3 13"}.bytes(),
		"without a box":      paper{pages: 1, box: "0 0 0 0"}.bytes(),
		"shared resources":   paper{pages: 3, extra: []string{"<</Font<<>>>>"}, page: "/Resources 4 0 R"}.bytes(),
		"several contents":   paper{pages: 1, page: "/Contents[3 0 R 3 0 R]"}.bytes(),
		"objects in streams": objectStreams([]byte("99 0 null")),
	} {
		t.Run(name, func(t *testing.T) {
			before, err := i.Inspect(t.Context(), file(t, content), 0)
			if err != nil || !before.Admitido {
				t.Fatalf("%+v, %v", before, err)
			}
			got, update, whole := stamped(t, i, content)
			if got.Motivo != "" {
				t.Fatalf("refused: %s", got.Motivo)
			}
			if after, err := i.Inspect(t.Context(), file(t, whole), 0); err != nil || !after.Admitido || after.Folios != before.Folios {
				t.Errorf("the copy: %+v, %v", after, err)
			}
			face, err := newStampFace()
			if err != nil {
				t.Fatal(err)
			}
			for page := range before.Folios {
				last := fmt.Sprintf("%X", face.encode(fmt.Sprintf("%d de %d", page+1, before.Folios)))
				if name != "tiny" && !bytes.Contains(update, []byte(last)) {
					t.Errorf("no page says %d de %d", page+1, before.Folios)
				}
			}
			if !bytes.Contains(update, []byte(fmt.Sprintf("%X", face.encode("ÑAÑA")))) {
				t.Error("the stamp lacks its accents")
			}
		})
	}
}

func TestWhatTakesNoStampIsRefusedWithItsReason(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("takes ten seconds: make test runs it")
	}
	i := NewInspector()
	defer i.Close()
	good := paper{pages: 2}.bytes()
	for name, c := range map[string]struct {
		content []byte
		want    Motivo
	}{
		"a table that leads nowhere": {regexp.MustCompile(`startxref\n\d+`).ReplaceAll(good, []byte("startxref\n7")), SelloImposible},
		"no file of a kind":          {[]byte("%PDF-1.7 nada"), SelloImposible},
		"a page in two places": {
			bytes.Replace(good, []byte("Kids[4 0 R 5 0 R ]"), []byte("Kids[4 0 R 4 0 R ]"), 1), SelloImposible,
		},
		"far from the origin": {paper{pages: 1, box: "0 0 5 9000000"}.bytes(), SelloImposible},
	} {
		t.Run(name, func(t *testing.T) {
			if got, update, _ := stamped(t, i, c.content); got.Motivo != c.want || len(update) > 0 {
				t.Errorf("%+v with %d bytes, want %s", got, len(update), c.want)
			}
		})
	}
	for _, s := range samples() {
		if got, _, whole := stamped(t, i, s.content); got.Motivo == "" && s.motivo == "" {
			if v, err := i.Inspect(t.Context(), file(t, whole), 0); err != nil || v.Folios != s.folios {
				t.Errorf("%s: %d folios, %v", s.name, v.Folios, err)
			}
		} else if strings.Contains(fmt.Sprint(s.avisos), string(Proteccion)) && got.Motivo != SelloProtegido && got.Motivo != SelloImposible {
			t.Errorf("%s: %q, and its author allows no change", s.name, got.Motivo)
		}
	}
}

// The strip grows at the side that viewers show at the top, and text runs along it.
func TestTheStripStandsAtTheTopOfWhatIsShown(t *testing.T) {
	t.Parallel()
	face, err := newStampFace()
	if err != nil {
		t.Fatal(err)
	}
	x := &model.XRefTable{}
	for rotate, want := range map[float64]struct {
		grows rect // by how much each side moves, as a sign
		place [6]float64
	}{
		0:   {rect{0, 0, 0, 1}, [6]float64{1, 0, 0, 1, 10, 700}},
		90:  {rect{-1, 0, 0, 0}, [6]float64{0, 1, -1, 0, 10, 20}},
		180: {rect{0, -1, 0, 0}, [6]float64{-1, 0, 0, -1, 500, 20}},
		270: {rect{0, 0, 1, 0}, [6]float64{0, -1, 1, 0, 500, 700}},
		-90: {rect{0, 0, 1, 0}, [6]float64{0, -1, 1, 0, 500, 700}},
	} {
		shown := rect{10, 20, 500, 700}
		p, err := newStrip(x, sheet{media: &rect{0, 0, 595, 842}, crop: &shown, unit: 1, rotate: types.Float(rotate)}, face, testStamp.Lines)
		if err != nil {
			t.Fatal(err)
		}
		h := p.high
		grown := rect{shown.x0 + h*want.grows.x0, shown.y0 + h*want.grows.y0, shown.x1 + h*want.grows.x1, shown.y1 + h*want.grows.y1}
		if p.place != want.place || p.shown != grown || h < 20 || h > 60 {
			t.Errorf("turned by %v: %v %v, %v high", rotate, p.place, p.shown, h)
		}
	}
}

// The widest line fits between the margins, however long the name of the office is.
func TestALongNameIsBrokenToTheWidthOfThePage(t *testing.T) {
	t.Parallel()
	face, err := newStampFace()
	if err != nil {
		t.Fatal(err)
	}
	for _, wide := range []float64{40, 226, 595, 2384} {
		p, err := newStrip(&model.XRefTable{}, sheet{media: &rect{0, 0, wide, 842}, unit: 1}, face,
			[]string{strings.Repeat("MINISTERIO ", 30), "https://mesa.ejemplo.pe/v/ABCDEFGHIJKLMNOP"})
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range p.lines {
			if room := wide - 2*p.margin; face.width(line)*p.size > room*1.001 {
				t.Errorf("%v wide: %q takes %v of %v", wide, line, face.width(line)*p.size, room)
			}
		}
	}
}
