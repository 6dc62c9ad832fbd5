package pdf

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"regexp"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// pdfcpu reads /Encrypt only when its value is a reference. It ignores a
// dictionary written directly into the trailer, so that an encrypted file passes
// as a plain one with unreadable text. Therefore this file searches the raw
// bytes as well.
var (
	encryptKey   = []byte("/Encrypt")
	encryptEntry = regexp.MustCompile(`^/Encrypt[\x00\t\n\f\r ]*(<<|\d+[\x00\t\n\f\r ]+\d+[\x00\t\n\f\r ]+R)`)
)

const (
	scanChunk   = 256 << 10 // bytes read at once
	scanOverlap = 128       // bytes read twice, because an entry may lie across two chunks
	scanEnough  = 1000      // places after which the search stops
	scanSkip    = 64 << 10  // bytes of the smallest stream body that is not read
)

// declaresEncryption tells whether the raw file has an /Encrypt entry. When x is
// known, entries inside stream bodies don't count, because a text about
// encryption or an embedded PDF declares nothing for this file. Bodies of
// scanSkip bytes or more are not even read: of a scan of 100 MB some kilobytes
// remain to be searched.
func declaresEncryption(file io.ReaderAt, size int64, x *model.XRefTable) (bool, error) {
	var bodies []span
	if x != nil {
		bodies = streamBodies(x)
	}
	var places []int64
	from := int64(0)
	for _, body := range append(bodies, span{size, size}) {
		if body.from < from || body.to-body.from < scanSkip && body.from < size {
			continue
		}
		found, err := encryptOffsets(file, from, min(body.from, size))
		if err != nil {
			return false, err
		}
		places = append(places, found...)
		from = body.to
	}
	return anyOutside(places, bodies), nil
}

// encryptOffsets finds where the raw file seems to declare encryption.
func encryptOffsets(file io.ReaderAt, from, to int64) ([]int64, error) {
	var found []int64
	buf := make([]byte, max(0, min(to-from, scanChunk)))
	for off := from; off < to && len(found) < scanEnough; off += int64(len(buf)) - scanOverlap {
		n, err := file.ReadAt(buf[:min(int64(len(buf)), to-off)], off)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		last := off+int64(n) >= to || n < len(buf)
		for at := 0; ; at += len(encryptKey) {
			i := bytes.Index(buf[at:n], encryptKey)
			if i < 0 {
				break
			}
			at += i
			// An entry that begins in the overlap is found in the next chunk.
			if (last || at < n-scanOverlap) && encryptEntry.Match(buf[at:n]) {
				found = append(found, off+int64(at))
			}
		}
		if last {
			break
		}
	}
	return found, nil
}

// span is a stretch of the file.
type span struct{ from, to int64 }

// streamBodies lists the stream bodies of x in the order of the file.
func streamBodies(x *model.XRefTable) []span {
	var all []span
	for _, entry := range x.Table {
		if from, length, ok := streamBody(entry.Object); ok {
			all = append(all, span{from, from + length})
		}
	}
	slices.SortFunc(all, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	return all
}

// anyOutside tells whether at least one place lies in no body. places ascend.
func anyOutside(places []int64, bodies []span) bool {
	inside := make(map[int64]bool, len(places))
	for _, body := range bodies {
		i, _ := slices.BinarySearch(places, body.from)
		for ; i < len(places) && places[i] < body.to; i++ {
			inside[places[i]] = true
		}
	}
	return len(inside) < len(places)
}

func streamBody(o types.Object) (start, length int64, ok bool) {
	switch s := o.(type) {
	case types.StreamDict:
		return s.StreamOffset, int64(len(s.Raw)), true
	case types.ObjectStreamDict:
		return s.StreamOffset, int64(len(s.Raw)), true
	case types.XRefStreamDict:
		return s.StreamOffset, int64(len(s.Raw)), true
	}
	return 0, 0, false
}
