package pdf

import (
	"bytes"
	"encoding/binary"
	"io"
	"unicode/utf8"
)

// Kind is what a file is that is no PDF, as far as its bytes tell; "" for what nobody knows.
type Kind string

// The kinds that people take for a PDF, or send in its place.
const (
	Foto        Kind = "foto" // JPEG, PNG, WebP
	HEIC        Kind = "heic" // an iPhone's photo
	Imagen      Kind = "imagen"
	Word        Kind = "word"
	Excel       Kind = "excel"
	PowerPoint  Kind = "powerpoint"
	OpenOffice  Kind = "odf"
	ZIP         Kind = "zip"
	RAR         Kind = "rar"
	SieteZip    Kind = "7z"
	Video       Kind = "video"
	Texto       Kind = "texto"
	Desconocido Kind = ""
)

// Kinds lists every kind, so that tests elsewhere can ask for a text each.
var Kinds = []Kind{
	Foto, HEIC, Imagen, Word, Excel, PowerPoint, OpenOffice, ZIP, RAR, SieteZip, Video, Texto, Desconocido,
}

// beginnings are the kinds that their first bytes tell.
var beginnings = []struct {
	mark string
	kind Kind
}{
	{"GIF8", Imagen}, {"II*\x00", Imagen}, {"MM\x00*", Imagen}, {"BM", Imagen}, {"{\\rtf", Word},
	{"Rar!\x1a\x07", RAR}, {"7z\xbc\xaf\x27\x1c", SieteZip}, {"\x1a\x45\xdf\xa3", Video}, {"MZ", Desconocido},
}

// KindOf says what a file is that is no PDF.
func KindOf(r io.ReaderAt, size int64) Kind {
	head := headOf(r)
	if isPhoto(head) {
		return Foto
	}
	for _, b := range beginnings {
		if bytes.HasPrefix(head, []byte(b.mark)) {
			return b.kind
		}
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return zipKind(head, r, size)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return oleKind(head, r)
	case len(head) >= 12 && string(head[4:8]) == "ftyp":
		return boxKind(string(head[8:12]))
	}
	return textKind(head)
}

// isPhoto tells a picture that can become a page.
func isPhoto(head []byte) bool {
	return bytes.HasPrefix(head, []byte("\xff\xd8\xff")) || bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")) ||
		len(head) >= 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP"
}

// zipDirectory is how much of a ZIP's end is searched for the names of what is in it.
const zipDirectory = 64 << 10

// zipKind tells documents of Office from archives by the names inside.
func zipKind(head []byte, r io.ReaderAt, size int64) Kind {
	if bytes.Contains(head, []byte("application/vnd.oasis.opendocument")) {
		return OpenOffice
	}
	end := make([]byte, min(size, zipDirectory))
	n, _ := r.ReadAt(end, size-int64(len(end)))
	names := append(bytes.Clone(head), end[:n]...)
	for _, inside := range []struct {
		name string
		kind Kind
	}{{"word/", Word}, {"xl/", Excel}, {"ppt/", PowerPoint}} {
		if bytes.Contains(names, []byte(inside.name)) && bytes.Contains(names, []byte("[Content_Types].xml")) {
			return inside.kind
		}
	}
	return ZIP
}

// oleKind tells documents of old Office apart by the names in their directory, which are
// UTF-16 and stand in the sector that the header names.
func oleKind(head []byte, r io.ReaderAt) Kind {
	if len(head) < 52 {
		return Desconocido
	}
	directory := make([]byte, 4<<10)
	n, _ := r.ReadAt(directory, (int64(binary.LittleEndian.Uint32(head[48:]))+1)*512)
	names := bytes.ReplaceAll(directory[:n], []byte{0}, nil)
	switch {
	case bytes.Contains(names, []byte("Workbook")), bytes.Contains(names, []byte("Book")):
		return Excel
	case bytes.Contains(names, []byte("PowerPoint Document")):
		return PowerPoint
	case bytes.Contains(names, []byte("WordDocument")):
		return Word
	}
	return Desconocido
}

// boxKind reads the brand of a file of boxes (ISO 14496-12): photos of iPhones, videos.
func boxKind(brand string) Kind {
	switch brand {
	case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1":
		return HEIC
	case "avif", "avis":
		return Imagen
	}
	return Video
}

func textKind(head []byte) Kind {
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), "\t\r\n ")
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && len(text)-i >= utf8.UTFMax || r < ' ' && r != '\t' && r != '\r' && r != '\n' && r != '\f' {
			return Desconocido
		}
		i += n
	}
	if len(text) == 0 || text[0] == '<' { // a page of the web, which is no document to print
		return Desconocido
	}
	return Texto
}
