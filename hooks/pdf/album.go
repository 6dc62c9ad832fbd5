package pdf

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
)

// MaxFotos is how many photos may become one document.
const MaxFotos = 30

// An album is several files in one, so that photos travel, wait and are resumed like any
// upload: the files one after another, then the length of each (eight bytes, big-endian),
// their number (four) and albumMark. fotos.js writes the same.
const albumMark = "MESAFOTO"

const albumTail = 4 + int64(len(albumMark))

var errAlbum = errors.New("pdf: the index of the album is wrong")

// CloseAlbum writes the index behind files of these lengths.
func CloseAlbum(w io.Writer, lengths []int64) error {
	var index []byte
	for _, n := range lengths {
		index = binary.BigEndian.AppendUint64(index, uint64(n))
	}
	index = binary.BigEndian.AppendUint32(index, uint32(len(lengths)))
	_, err := w.Write(append(index, albumMark...))
	return err
}

// album gives the files of an album, or the one file that is none. An index that says
// what can't be is an error.
func album(file io.ReaderAt, size int64) ([]*io.SectionReader, error) {
	alone := []*io.SectionReader{io.NewSectionReader(file, 0, size)}
	tail := make([]byte, albumTail)
	if size < albumTail {
		return alone, nil
	}
	if _, err := file.ReadAt(tail, size-albumTail); err != nil {
		return nil, err
	}
	if string(tail[4:]) != albumMark {
		return alone, nil
	}
	n := int64(binary.BigEndian.Uint32(tail))
	switch {
	case n > MaxFotos:
		return nil, refusal(FotosDemasiadas)
	case n == 0 || 8*n+albumTail > size:
		return nil, errAlbum
	}
	index := make([]byte, 8*n)
	if _, err := file.ReadAt(index, size-albumTail-8*n); err != nil {
		return nil, err
	}
	files, at, end := make([]*io.SectionReader, 0, n), int64(0), size-albumTail-8*n
	for ; len(index) > 0; index = index[8:] {
		length := int64(binary.BigEndian.Uint64(index))
		if length < 0 || length > end-at {
			return nil, errAlbum
		}
		files = append(files, io.NewSectionReader(file, at, length))
		at += length
	}
	if at != end {
		return nil, errAlbum
	}
	return files, nil
}

// ArePhotos tells whether a file is a photo or an album, by its content.
func ArePhotos(f *os.File) (bool, error) {
	info, err := f.Stat()
	if err != nil {
		return false, fmt.Errorf("pdf: %w", err)
	}
	files, err := album(f, info.Size())
	if err != nil || len(files) > 1 {
		return true, nil //nolint:nilerr // the child says what is wrong with an album
	}
	return isPhoto(headOf(files[0])), nil
}

// headOf is the beginning of a file, enough to tell what it is.
func headOf(r io.ReaderAt) []byte {
	head := make([]byte, headerWindow)
	n, _ := r.ReadAt(head, 0)
	return head[:n]
}
