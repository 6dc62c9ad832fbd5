package pdf

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// sample is a file and what is to be said about it.
type sample struct {
	name    string
	content []byte
	motivo  Motivo
	folios  int
	avisos  []Aviso
	firmas  int
}

// samples are made once: encrypting costs a few milliseconds each.
var samples = sync.OnceValue(func() []sample {
	var all []sample
	all = append(all, goodSamples()...)
	all = append(all, damagedSamples()...)
	all = append(all, linkSamples()...)
	all = append(all, refusedSamples()...)
	all = append(all, dangerousSamples()...)
	return append(all, hostileSamples()...)
})

const someJS = "<</S/JavaScript/JS(app.alert\\(1\\))>>"

func goodSamples() []sample {
	plain := paper{pages: 3}.bytes()
	signature := "<</Type/Sig/Filter/Adobe.PPKLite/ByteRange[0 1 2 3]/Contents<00>>>"
	return []sample{
		{name: "plain", content: plain, folios: 3},
		{name: "one page", content: paper{pages: 1}.bytes(), folios: 1},
		{name: "behind a byte order mark", content: append([]byte("\xef\xbb\xbf"), plain...), folios: 3},
		{name: "behind white space", content: append([]byte("\r\n \t\x00"), plain...), folios: 3},
		{name: "behind a printer's messages", content: append([]byte("GPL Ghostscript 10.02\nPage 1\n"), plain...), folios: 3},
		{name: "behind half a line", content: append([]byte("hola --__"), plain...), folios: 3},
		{name: "in a Macintosh's envelope", content: append(macBinary("carta.pdf"), plain...), folios: 3},
		{name: "harmless opening action", content: paper{pages: 1, catalog: "/OpenAction[4 0 R/Fit]"}.bytes(), folios: 1},
		{name: "object streams", content: objectStreams([]byte("<</I<</Title(x)>>>>")), folios: 1},
		{name: "page shared by two kids", content: rawFile{objects: []string{
			"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 2/Kids[3 0 R 3 0 R]>>",
			"<</Type/Page/MediaBox[0 0 9 9]>>"}}.bytes(), folios: 2, avisos: []Aviso{PaginaEnBlanco}},
		{name: "lying count", content: paper{pages: 2, count: 10_000_000}.bytes(), folios: 2},
		{name: "negative count", content: paper{pages: 2, count: -7}.bytes(), folios: 2},
		{name: "deleted page", content: rawFile{objects: []string{
			"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[9 0 R 3 0 R]>>",
			"<</Type/Page/MediaBox[0 0 9 9]>>"}}.bytes(), folios: 1, avisos: []Aviso{PaginaEnBlanco}},
		{name: "speaks of encryption", content: paper{pages: 1, extra: []string{
			stream("", []byte("(/Encrypt << /Filter /Standard >>) Tj (/Encrypt 5 0 R) Tj"))}}.bytes(), folios: 1},

		{name: "speaks of encryption at length", content: paper{pages: 1, extra: []string{
			stream("", append(bytes.Repeat([]byte("x"), 300<<10), "/Encrypt 5 0 R"...))}}.bytes(), folios: 1},

		{name: "opening script", content: paper{pages: 1, catalog: "/OpenAction" + someJS}.bytes(), folios: 1, avisos: []Aviso{JavaScript}},
		{name: "script in the names", content: paper{pages: 1, catalog: "/Names<</JavaScript<</Names[(a)4 0 R]>>>>",
			extra: []string{someJS}}.bytes(), folios: 1, avisos: []Aviso{JavaScript}},
		{name: "form", content: paper{pages: 1, catalog: "/AcroForm<</Fields[4 0 R]>>",
			extra: []string{"<</FT/Tx/T(a)>>"}}.bytes(), folios: 1, avisos: []Aviso{Formulario}},
		{name: "XFA form", content: paper{pages: 1, catalog: "/AcroForm<</Fields[]/XFA 4 0 R>>",
			extra: []string{stream("", []byte("<xdp/>"))}}.bytes(), folios: 1, avisos: []Aviso{Formulario}},
		{name: "attachment", content: paper{pages: 1, catalog: "/Names<</EmbeddedFiles<</Names[(a)4 0 R]>>>>",
			extra: []string{"<</Type/Filespec/F(a.txt)/EF<</F 5 0 R>>>>", stream("/Type/EmbeddedFile", []byte("hola"))}}.bytes(),
			folios: 1, avisos: []Aviso{Adjuntos}},
		{name: "owner protection", content: encrypted(plain, "", "amo"), folios: 3, avisos: []Aviso{Proteccion}},
		{name: "A3 lying", content: paper{pages: 1, box: "0 0 1191 842"}.bytes(), folios: 1},
		{name: "A2", content: paper{pages: 1, box: "0 0 1191 1684"}.bytes(), folios: 1, avisos: []Aviso{PaginasGrandes}},
		{name: "A4 in large units", content: paper{pages: 1, page: "/UserUnit 3"}.bytes(), folios: 1, avisos: []Aviso{PaginasGrandes}},
		{name: "A2 cropped to A4", content: paper{pages: 1, box: "0 0 1191 1684", page: "/CropBox[0 0 595 842]"}.bytes(), folios: 1},
		{name: "500 pages", content: paper{pages: 500}.bytes(), folios: 500},
		{name: "501 pages", content: paper{pages: 501}.bytes(), folios: 501, avisos: []Aviso{MuchasPaginas}},
		{name: "signed", content: paper{pages: 1, catalog: "/AcroForm<</SigFlags 3/Fields[4 0 R 5 0 R]>>",
			extra: []string{"<</FT/Sig/T(a)/V 6 0 R>>", "<</FT/Sig/T(b)/V 7 0 R>>", signature, signature}}.bytes(), folios: 1, firmas: 2},
		{name: "Adobe Reader's usage rights", content: paper{pages: 1, catalog: "/Perms<</UR3 4 0 R>>",
			extra: []string{signature}}.bytes(), folios: 1},
		{name: "field without a form", content: paper{pages: 1, page: "/Annots[<</Subtype/Widget/FT/Tx/T(a)>>]"}.bytes(), folios: 1},
		{name: "signature field left empty", content: paper{pages: 1, catalog: "/AcroForm<</Fields[4 0 R]>>",
			extra: []string{"<</FT/Sig/T(a)>>"}}.bytes(), folios: 1},
		{name: "several notices", content: paper{pages: 501, box: "0 0 3000 3000",
			catalog: "/OpenAction" + someJS + "/AcroForm<</Fields[4 0 R]>>", extra: []string{"<</FT/Tx/T(a)>>"}}.bytes(),
			folios: 501, avisos: []Aviso{JavaScript, Formulario, PaginasGrandes, MuchasPaginas}},
	}
}

func refusedSamples() []sample {
	plain := paper{pages: 3}.bytes()
	zip := append([]byte("PK\x03\x04\x14\x00\x00\x00\x00\x00"), plain...)
	return []sample{
		{name: "empty", content: nil, motivo: Vacio},
		{name: "text", content: []byte("Señores: solicito copia."), motivo: NoEsPDF},
		{name: "one byte", content: []byte("%"), motivo: NoEsPDF},
		{name: "HTML and then a PDF", content: append([]byte("<html><script>alert(1)</script>\n"), plain...), motivo: NoEsPDF},
		{name: "ZIP with a PDF in it", content: zip, motivo: NoEsPDF},
		{name: "program", content: append([]byte("MZ\x90\x00"), plain...), motivo: NoEsPDF},
		{name: "script and then a PDF", content: append([]byte("#!/bin/sh\necho hola\n"), plain...), motivo: NoEsPDF},
		{name: "PostScript and then a PDF", content: append([]byte("%!PS-Adobe-3.0\n"), plain...), motivo: NoEsPDF},
		{name: "markup far from the start", content: append([]byte("hola\n<b>hola</b>\n"), plain...), motivo: NoEsPDF},
		{name: "image and then a PDF", content: append([]byte("GIF89a\x01\x00\x01\x00\n"), plain...), motivo: NoEsPDF},
		{name: "white space without end", content: append(bytes.Repeat([]byte(" "), 5000), plain...), motivo: NoEsPDF},
		{name: "needs a password", content: encrypted(plain, "abre", "amo"), motivo: Contrasena},
		{name: "direct Encrypt in the trailer", content: paper{pages: 1,
			trailer: "/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/O(x)/U(y)/P -4>>"}.bytes(), motivo: Contrasena},
		{name: "direct Encrypt behind a large stream", content: paper{pages: 1, extra: []string{
			stream("", bytes.Repeat([]byte("x"), 300<<10))}, trailer: "/Encrypt<</Filter/Standard>>"}.bytes(), motivo: Contrasena},
		{name: "unknown protection", content: paper{pages: 1, extra: []string{"<</Filter/Adobe.PubSec/V 4>>"},
			trailer: "/ID[<00><00>]/Encrypt 4 0 R"}.bytes(), motivo: Contrasena},
		{name: "header alone", content: []byte("%PDF-1.4\n"), motivo: Danado},
		{name: "header and noise", content: append([]byte("%PDF-1.4\n"), bytes.Repeat([]byte("ruido "), 999)...), motivo: Danado},
		{name: "cut in the middle", content: plain[:len(plain)/2], motivo: Danado},
		{name: "catalog is a number", content: rawFile{objects: []string{"7"}}.bytes(), motivo: Danado},
		{name: "content behind the end", content: beyondEnd(), motivo: Danado},
		{name: "no pages entry", content: rawFile{objects: []string{"<</Type/Catalog>>"}}.bytes(), motivo: SinPaginas},
		{name: "no kids", content: paper{pages: 0}.bytes(), motivo: SinPaginas},
		{name: "lost page", content: rawFile{objects: []string{
			"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 2/Kids[9 0 R 3 0 R]>>",
			"<</Type/Page/MediaBox[0 0 9 9]>>"}}.bytes(), motivo: Danado},
		{name: "kids are no pages", content: rawFile{objects: []string{
			"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]>>", "<</Type/Font>>", "(hola)"}}.bytes(), motivo: SinPaginas},
		{name: "cyclic page tree", content: rawFile{objects: []string{
			"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>",
			"<</Type/Pages/Count 1/Kids[2 0 R]>>"}}.bytes(), motivo: SinPaginas},
		{name: "tree without bottom", content: deepTree(100), motivo: SinPaginas},
		{name: "10,000 pages", content: paper{pages: 10_000}.bytes(), folios: 10_000, avisos: []Aviso{MuchasPaginas}},
		{name: "10,001 pages", content: paper{pages: 10_001}.bytes(), motivo: DemasiadasPaginas},
		{name: "a billion pages by shared branches", content: sharedTree(10, 10), motivo: DemasiadasPaginas},
	}
}

// dangerousSamples hide an action in each place viewers look for one.
func dangerousSamples() []sample {
	const launch = "<</S/Launch/F(calc.exe)>>"
	var all []sample
	for place, p := range map[string]paper{
		"opening action":        {catalog: "/OpenAction" + launch},
		"opening, by reference": {catalog: "/OpenAction 4 0 R", extra: []string{launch}},
		"type by reference":     {catalog: "/OpenAction<</S 4 0 R/F(x)>>", extra: []string{"/Launch"}},
		"type in hexadecimal":   {catalog: "/OpenAction<</S/L#61unch/F(x)>>"},
		"document's events":     {catalog: "/AA<</WC" + launch + ">>"},
		"page's events":         {page: "/AA<</O" + launch + ">>"},
		"annotation":            {page: "/Annots[4 0 R]", extra: []string{"<</Subtype/Link/A" + launch + ">>"}},
		"annotation's events":   {page: "/Annots[<</Subtype/Widget/AA<</E" + launch + ">>>>]"},
		"second of a chain":     {catalog: "/OpenAction<</S/GoTo/D[4 0 R/Fit]/Next[<</S/Named/N/Print/Next 4 0 R>>]>>", extra: []string{launch}},
		"bookmark": {catalog: "/Outlines<</First 4 0 R>>",
			extra: []string{"<</Title(a)/Next 5 0 R>>", "<</Title(b)/A" + launch + "/Prev 4 0 R>>"}},
		"names":      {catalog: "/Names<</JavaScript<</Kids[<</Names[(a)4 0 R]>>]>>>>", extra: []string{launch}},
		"form field": {catalog: "/AcroForm<</Fields[4 0 R]>>", extra: []string{"<</FT/Btn/Kids[<</A" + launch + ">>]>>"}},
		"ImportData": {page: "/Annots[<</Subtype/Widget/A<</S/ImportData/F(x.fdf)>>>>]"},
	} {
		p.pages = 1
		all = append(all, sample{name: "danger in the " + place, content: p.bytes(), motivo: AccionPeligrosa, folios: 1})
	}
	return append(all, sample{name: "danger in an object stream",
		content: objectStreams([]byte("<</A" + launch + ">>")), motivo: AccionPeligrosa, folios: 1})
}

func encrypted(content []byte, user, owner string) []byte {
	conf := model.NewAESConfiguration(user, owner, 256)
	conf.WriteObjectStream = false
	var out bytes.Buffer
	if err := api.Encrypt(bytes.NewReader(content), &out, conf); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// beyondEnd is like a linearized file that was cut: a table at the start points
// behind the end, where the page's content was.
func beyondEnd() []byte {
	content := paper{pages: 1}.raw().bytes()
	from, to := bytes.Index(content, []byte("3 0 obj")), bytes.Index(content, []byte("4 0 obj"))
	lost := bytes.Replace(content, fmt.Appendf(nil, "%010d 00000 n", from), []byte("0000999999 00000 n"), 1)
	copy(lost[from:to], bytes.Repeat([]byte("\n"), to-from))
	return lost
}

func deepTree(depth int) []byte {
	objects := []string{"<</Type/Catalog/Pages 2 0 R>>"}
	for i := range depth {
		objects = append(objects, fmt.Sprintf("<</Type/Pages/Count 1/Kids[%d 0 R]>>", i+3))
	}
	return rawFile{objects: append(objects, "<</Type/Page/MediaBox[0 0 9 9]>>")}.bytes()
}

// sharedTree has levels nodes, each of which lists the next one width times.
func sharedTree(levels, width int) []byte {
	objects := []string{"<</Type/Catalog/Pages 2 0 R>>"}
	for i := range levels {
		objects = append(objects, fmt.Sprintf("<</Type/Pages/Kids[%s]>>", strings.Repeat(fmt.Sprintf("%d 0 R ", i+3), width)))
	}
	return rawFile{objects: append(objects, "<</Type/Page/MediaBox[0 0 9 9]>>")}.bytes()
}

func TestSamplesCoverEveryCode(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{string(Grande): true} // a matter of the limit: TestTooBig
	for _, s := range samples() {
		seen[string(s.motivo)] = true
		for _, a := range s.avisos {
			seen[string(a)] = true
		}
	}
	for _, m := range Motivos {
		if !seen[string(m)] {
			t.Errorf("no sample is refused as %q", m)
		}
	}
	for _, a := range Avisos {
		if !seen[string(a)] {
			t.Errorf("no sample has the notice %q", a)
		}
	}
}
