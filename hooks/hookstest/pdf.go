package hookstest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/pocketbase/pocketbase/tools/filesystem"
)

// PDF makes a document of so many pages.
func PDF(pages int) []byte { return PDFOfSize(pages, 0) }

// PDFOfSize is PDF with a stream of about size bytes, like the image of a scan.
func PDFOfSize(pages, size int) []byte {
	var b bytes.Buffer
	var at []int
	object := func(body []byte) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n", len(at))
		b.Write(body)
		b.WriteString("\nendobj\n")
	}
	b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	kids := ""
	for i := range pages {
		kids += fmt.Sprintf("%d 0 R ", 4+i)
	}
	object([]byte("<< /Type /Catalog /Pages 2 0 R >>"))
	object(fmt.Appendf(nil, "<< /Type /Pages /Kids [%s] /Count %d >>", kids, pages))
	fill := append([]byte("0 0 m 99 99 l S\n"), bytes.Repeat([]byte("scan"), size/4)...) // a line, so that no page is blank
	object(append(append(fmt.Appendf(nil, "<< /Length %d >>\nstream\n", len(fill)), fill...), "\nendstream"...))
	for range pages {
		object([]byte("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R >>"))
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, xref)
	return b.Bytes()
}

// File wraps bytes as an upload.
func File(name string, data []byte) *filesystem.File {
	f, err := filesystem.NewFileFromBytes(data, name)
	if err != nil {
		panic(err)
	}
	return f
}

// SHA256 is the hash of a file as documents hold it.
func SHA256(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
