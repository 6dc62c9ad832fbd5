package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

// headerWindow is how many bytes at the start of a file are searched for the
// header. In 99.5 % of good files it stands at byte 0.
const headerWindow = 1024

// quickLook refuses, without a parser or a child, a file that is empty, too large
// or not a PDF. A maxBytes of zero or less means no limit.
func quickLook(f *os.File, maxBytes int64) (size int64, why Motivo, err error) {
	info, err := f.Stat()
	if err != nil {
		return 0, "", fmt.Errorf("pdf: %w", err)
	}
	if !info.Mode().IsRegular() {
		return 0, "", fmt.Errorf("pdf: %s is not a regular file", info.Name())
	}
	size = info.Size()
	switch {
	case size == 0:
		return size, Vacio, nil
	case maxBytes > 0 && size > maxBytes:
		return size, Grande, nil
	}
	head := make([]byte, headerWindow)
	n, err := f.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return size, "", fmt.Errorf("pdf: %w", err)
	}
	if !StartsAsPDF(head[:n]) {
		return size, NoEsPDF, nil
	}
	return size, "", nil
}

// StartsAsPDF looks for the header in the first bytes of a file (1,024 are enough).
// pdfcpu looks for it anywhere and so takes an HTML page, a ZIP or a program that
// merely contains a PDF. Here nothing may stand before it but a byte order mark,
// white space, the envelope of an old Macintosh and, because real printers and mail
// programs leave their messages there and every viewer copes, plain text.
func StartsAsPDF(head []byte) bool {
	head = head[:min(len(head), headerWindow)]
	before, _, found := bytes.Cut(head, headerMark)
	if !found {
		return false
	}
	if isMacBinary(before) {
		return true
	}
	before = bytes.TrimPrefix(before, []byte("\xef\xbb\xbf"))
	before = bytes.TrimLeft(before, "\x00\t\n\f\r ")
	return len(before) == 0 || plainText(before)
}

// isMacBinary recognizes the 128 bytes that a Macintosh put before a file it sent: a
// zero, the name after its length, the type "PDF ".
func isMacBinary(before []byte) bool {
	return len(before) == 128 && before[0] == 0 && before[1] > 0 && before[1] < 64 && before[74] == 0 && string(before[65:69]) == "PDF "
}

// plainText accepts text that nothing takes for markup, a script or a program:
// printable ASCII, no angle bracket, no "#!".
func plainText(text []byte) bool {
	if bytes.HasPrefix(text, []byte("#!")) || bytes.HasPrefix(text, []byte("%!")) {
		return false
	}
	for _, c := range text {
		printable := c >= ' ' && c <= '~' || c == '\t' || c == '\n' || c == '\r'
		if !printable || c == '<' {
			return false
		}
	}
	return true
}
