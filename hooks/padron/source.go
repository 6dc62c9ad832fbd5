package padron

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"strings"

	"mesadepartes/hooks/mesa"
)

// maxSource is the most bytes of text taken for a registry: ten times SUNAT's.
const maxSource = 16 << 30

// source is the text of the registry, out of a zip or as it is.
type source struct {
	io.Reader
	size   int64 // bytes of text
	zipped bool
	close  []io.Closer
}

// openSource opens a zip or a text, told apart by content.
func openSource(path string) (*source, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fault(mesa.TextPadronNoLee, err)
	}
	s, err := readSource(f)
	if err == nil && s.size > maxSource {
		err = fault(mesa.TextPadronGrande, nil)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return s, nil
}

func readSource(f *os.File) (*source, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, fault(mesa.TextPadronNoLee, err)
	}
	head := make([]byte, 4)
	n, err := f.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fault(mesa.TextPadronNoLee, err)
	}
	if !bytes.HasPrefix(head[:n], []byte("PK")) {
		return &source{Reader: f, size: info.Size(), close: []io.Closer{f}}, nil
	}
	z, err := zip.NewReader(f, info.Size())
	if err != nil { // a zip's list of contents stands at its end, so a cut zip has none
		return nil, fault(mesa.TextPadronZip, err)
	}
	for _, entry := range z.File {
		if !strings.HasSuffix(strings.ToLower(entry.Name), ".txt") || entry.Flags&encrypted != 0 {
			continue
		}
		text, err := entry.Open()
		if err != nil {
			return nil, fault(mesa.TextPadronZip, err)
		}
		return &source{Reader: text, size: int64(min(entry.UncompressedSize64, maxSource+1)), zipped: true, close: []io.Closer{text, f}}, nil
	}
	return nil, fault(mesa.TextPadronZipOtro, nil)
}

// encrypted is the flag of a zip's entry that asks for a password (bit 0 of
// section 4.4.4 in PKWARE's APPNOTE).
const encrypted = 1

// broken explains a source that could not be read to its end.
func (s *source) broken(err error) error {
	if s.zipped {
		return fault(mesa.TextPadronZip, err)
	}
	return fault(mesa.TextPadronNoLee, err)
}

// Close closes the file.
func (s *source) Close() error {
	var errs []error
	for _, c := range s.close {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}
