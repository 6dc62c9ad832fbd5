package e2e

import (
	"bytes"
	"encoding/binary"
)

// forwarder is a Windows library without code: its one function is another one's.
// Wine before 9 has no bcryptprimitives.dll, from which Go takes its random bytes.
func forwarder(library, function, to string) []byte {
	const headers, section = 0x200, 0x1000 // where the only section lies in the file, and in memory
	le := binary.LittleEndian
	file := make([]byte, 2*headers)
	copy(file, "MZ")
	le.PutUint32(file[60:], 64)
	copy(file[64:], "PE\x00\x00")
	coff := file[68:]
	le.PutUint16(coff, 0x8664)      // amd64
	le.PutUint16(coff[2:], 1)       // sections
	le.PutUint16(coff[16:], 240)    // bytes of the optional header
	le.PutUint16(coff[18:], 0x2022) // a library
	opt := coff[20:]
	le.PutUint16(opt, 0x20b)            // 64 bits
	le.PutUint64(opt[24:], 0x180000000) // preferred address
	le.PutUint32(opt[32:], section)     // alignment in memory
	le.PutUint32(opt[36:], headers)     // alignment in the file
	le.PutUint16(opt[40:], 6)           // system
	le.PutUint16(opt[48:], 6)           // subsystem
	le.PutUint32(opt[56:], 2*section)   // bytes in memory
	le.PutUint32(opt[60:], headers)     // bytes of headers
	le.PutUint16(opt[68:], 3)           // console
	le.PutUint32(opt[108:], 16)         // directories, of which the first names the exports
	le.PutUint32(opt[112:], section)    // where the exports are
	le.PutUint32(opt[116:], headers)    // and how many bytes
	head := opt[240:]                   // the section
	copy(head, ".edata")                //
	le.PutUint32(head[8:], headers)     // bytes in memory
	le.PutUint32(head[12:], section)    //
	le.PutUint32(head[16:], headers)    // bytes in the file
	le.PutUint32(head[20:], headers)    //
	le.PutUint32(head[36:], 0x40000040) // readable data
	exports(file[headers:], section, library, function, to)
	return file
}

// exports writes the export directory, whose addresses count from base.
func exports(dir []byte, base uint32, library, function, to string) {
	le := binary.LittleEndian
	var names bytes.Buffer
	at := func(text string) uint32 {
		defer func() { names.WriteString(text + "\x00") }()
		return base + 64 + uint32(names.Len())
	}
	le.PutUint32(dir[12:], at(library))
	le.PutUint32(dir[16:], 1)       // first ordinal
	le.PutUint32(dir[20:], 1)       // functions
	le.PutUint32(dir[24:], 1)       // names
	le.PutUint32(dir[28:], base+40) // the functions' addresses
	le.PutUint32(dir[32:], base+44) // the names' addresses
	le.PutUint32(dir[36:], base+48) // the names' ordinals
	le.PutUint32(dir[40:], at(to))  // an address in the directory itself is a forward
	le.PutUint32(dir[44:], at(function))
	copy(dir[64:], names.Bytes())
}
