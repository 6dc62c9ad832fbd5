package pdf

import (
	"bytes"
	"fmt"
	"strings"
)

// hostileSamples exhaust a reader without limits.
func hostileSamples() []sample {
	all := []sample{
		{name: "a filter that refers to itself", content: selfFilter(), motivo: Complejo},
		{name: "branches without leaves", content: barrenTree(20, 10), motivo: Complejo},
		{name: "object stream bomb", content: objectStreams(bomb(80 << 20)), motivo: Complejo, folios: 1},
		{name: "many names for one big stream", content: aliases(2000, 4<<20), motivo: Complejo},
		{name: "nesting without end", content: paper{pages: 1, catalog: "/Names" + strings.Repeat("[", 200_000)}.bytes(), motivo: Danado},
		{name: "actions in a circle", content: paper{pages: 1, catalog: "/OpenAction 4 0 R",
			extra: []string{"<</S/GoTo/Next 5 0 R>>", "<</S/GoTo/Next 4 0 R>>"}}.bytes(), folios: 1},
		{name: "a reference to itself", content: paper{pages: 1, catalog: "/Names 4 0 R/OpenAction 4 0 R",
			extra: []string{"4 0 R"}}.bytes(), folios: 1},
	}
	if !raceBuild { // without RLIMIT_DATA (see setLimits) these take the machine's memory
		big, many := bomb(60<<20), [][]byte{}
		for range 16 {
			many = append(many, big)
		}
		all = append(all, sample{name: "sixteen object stream bombs", content: objectStreams(many...), motivo: Complejo})
	}
	return all
}

// selfFilter is the file that overflows pdfcpu's stack.
func selfFilter() []byte {
	return rawFile{objects: []string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Count 1/Kids[3 0 R]>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R>>",
		"<</Length 4/Filter 4 0 R>>stream\nq Q\n\nendstream",
	}}.bytes()
}

// barrenTree multiplies branches and has no page.
func barrenTree(levels, width int) []byte {
	return bytes.Replace(sharedTree(levels, width), []byte("<</Type/Page/MediaBox[0 0 9 9]>>"), []byte("<</Type/Pages/Kids[]          >>"), 1)
}

// bomb is a dictionary that is mostly spaces.
func bomb(size int) []byte {
	return []byte("<</A" + strings.Repeat(" ", size) + "1>>")
}

// aliases gives one stream many object numbers: each is read anew.
func aliases(names, size int) []byte {
	content := paper{pages: 1, extra: []string{stream("", bytes.Repeat([]byte("x"), size))}}.bytes()
	at := bytes.Index(content, []byte("\n4 0 obj")) + 1
	table := bytes.Index(content, []byte("\nxref\n")) + 1
	var b bytes.Buffer
	b.Write(content[:table])
	fmt.Fprintf(&b, "xref\n0 6\n0000000000 65535 f \n")
	for _, n := range []string{"\n1 0 obj", "\n2 0 obj", "\n3 0 obj", "\n4 0 obj", "\n5 0 obj"} {
		fmt.Fprintf(&b, "%010d 00000 n \n", bytes.Index(content, []byte(n))+1)
	}
	fmt.Fprintf(&b, "6 %d\n", names)
	for range names {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", names+6, table)
	return b.Bytes()
}
