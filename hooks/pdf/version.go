package pdf

import (
	"bytes"
	"io"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// headerMark is how a PDF begins. Viewers ask for no more, pdfcpu for a version
// that exists, although no reader does anything with it.
var headerMark = []byte("%PDF")

const knownVersion = "%PDF-1.7"

// withKnownVersion is the file, under a header that pdfcpu knows when its own says
// 1.8, 2.9 or X.Y. Offsets stay as they are.
func withKnownVersion(file io.ReaderAt, size int64) io.ReaderAt {
	head := make([]byte, min(size, headerWindow))
	n, _ := file.ReadAt(head, 0) // a failing disk shows itself in the reading that follows
	at := bytes.Index(head[:n], headerMark)
	if at < 0 || at+len(knownVersion) > n {
		return file
	}
	if head[at+4] == '-' {
		if _, err := model.PDFVersion(string(head[at+5 : at+8])); err == nil {
			return file
		}
	}
	return reheaded{file, int64(at)}
}

// reheaded is a file with another header at a place.
type reheaded struct {
	io.ReaderAt
	at int64
}

// ReadAt implements io.ReaderAt.
func (r reheaded) ReadAt(p []byte, off int64) (int, error) {
	n, err := r.ReaderAt.ReadAt(p, off)
	for i := range knownVersion {
		if at := r.at + int64(i) - off; at >= 0 && at < int64(n) {
			p[at] = knownVersion[i]
		}
	}
	return n, err
}
