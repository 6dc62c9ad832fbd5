package web

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Picture is an image with its size in pixels, which keeps a page from jumping
// when the image comes.
type Picture struct {
	URL         string
	Ancho, Alto int
}

// Picture is a WebP among the assets; an error when there is none of that name
// or its size can't be read.
func (a *Assets) Picture(name string) (*Picture, error) {
	url := a.urls[name]
	width, height, err := webpSize(a.files[url].data)
	if err != nil {
		return nil, fmt.Errorf("picture %s: %w", name, err)
	}
	return &Picture{URL: url, Ancho: width, Alto: height}, nil
}

var errNoWebP = errors.New("no WebP")

// webpSize reads a WebP's width and height from its first chunk (RFC 9649, 2.4 to
// 2.7): VP8 is lossy, VP8L lossless, VP8X has a header for what the others lack.
func webpSize(data []byte) (width, height int, err error) {
	if len(data) < 30 || string(data[:4]) != "RIFF" || string(data[8:12]) != "WEBP" {
		return 0, 0, errNoWebP
	}
	little, chunk := binary.LittleEndian, data[20:]
	switch string(data[12:16]) {
	case "VP8 ": // a key frame: three bytes, a start code, and 14 bits for each side
		if string(chunk[3:6]) == "\x9d\x01\x2a" {
			return int(little.Uint16(chunk[6:]) & 0x3fff), int(little.Uint16(chunk[8:]) & 0x3fff), nil
		}
	case "VP8L": // a signature, and 14 bits for each side less one
		if bits := little.Uint32(chunk[1:]); chunk[0] == 0x2f {
			return int(bits&0x3fff) + 1, int(bits>>14&0x3fff) + 1, nil
		}
	case "VP8X": // flags, and 24 bits for each side less one
		return int(little.Uint32(chunk[3:])>>8) + 1, int(little.Uint32(chunk[6:])>>8) + 1, nil
	}
	return 0, 0, errNoWebP
}
