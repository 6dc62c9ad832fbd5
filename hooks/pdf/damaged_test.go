package pdf

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"encoding/binary"
	"fmt"
	"strings"
)

// swap replaces every occurrence in a file; the file must have it.
func swap(content []byte, old, with string) []byte {
	if !bytes.Contains(content, []byte(old)) {
		panic("no " + old)
	}
	return bytes.ReplaceAll(content, []byte(old), []byte(with))
}

// unread spoils a file's table in a way that pdfcpu doesn't repair.
func unread(content []byte) []byte { return swap(content, "0000000000 65535 f", "000x000000 65535 f") }

// damagedSamples are shown by every viewer and were refused.
func damagedSamples() []sample {
	plain := paper{pages: 3}.bytes()
	table := bytes.LastIndex(plain, []byte("xref\n0 "))
	all := []sample{
		{name: "version 1.8", content: swap(plain, "%PDF-1.7", "%PDF-1.8"), folios: 3},
		{name: "version 1.9", content: swap(plain, "%PDF-1.7", "%PDF-1.9"), folios: 3},
		{name: "version 2.9", content: swap(plain, "%PDF-1.7", "%PDF-2.9"), folios: 3},
		{name: "version in letters", content: swap(plain, "%PDF-1.7", "%PDF-X.Y"), folios: 3},
		{name: "version without a point", content: swap(plain, "%PDF-1.7", "%PDF-17"), folios: 3},
		{name: "header without a hyphen", content: swap(plain, "%PDF-1.7", "%PDF1.7"), folios: 3},
		{name: "table that is lost", content: plain[:table], folios: 3},
		{name: "table with a line that is no number", content: unread(plain), folios: 3},
		{name: "table one byte off", content: swap(plain, "%\xe2\xe3\xcf\xd3\n", "%\xe2\xe3\xcf\xd3\xe2\xe3\n"), folios: 3},
		{name: "startxref in letters", content: swap(plain, "startxref\n", "startxref\nz"), folios: 3},
		{name: "no startxref", content: swap(plain, "startxref", "farbage"), folios: 3},
		{name: "trailer without a size", content: swap(plain, "/Size ", "/Talla "), folios: 3},
		{name: "trailer that doesn't parse", content: swap(plain, "/Root 1 0 R", "/Root 1 0 R/X ]"), folios: 3},
		{name: "trailer with an empty ID", content: paper{pages: 3, trailer: "/ID[  ]"}.bytes(), folios: 3},
		{name: "no trailer", content: swap(plain[:table], "endobj", "\nendobj"), folios: 3},
		{name: "objects without endobj", content: unread(swap(plain, "endobj", "")), folios: 3},
		{name: "filter that nobody knows", content: paper{pages: 1, extra: []string{"4",
			"<</Length 4/Filter/Nada/DecodeParms 4 0 R>>stream\nhola\nendstream",
			"<</Length 4/Filter(FlateDecode)>>stream\nhola\nendstream"}}.bytes(), folios: 1},
		{name: "picture behind a comment", content: unread(paper{pages: 1, extra: []string{
			"<</Length 4>>% nota\nstream\nhola\nendstream"}}.bytes()), folios: 1},
		{name: "stream whose length is wrong", content: unread(swap(paper{pages: 2, extra: []string{stream("", []byte("9 0 obj"))}}.bytes(),
			"/Length 7", "/Length 99")), folios: 2},
		{name: "object streams without a table", content: swap(packedPages(), "startxref", "x"), folios: 2},
		{name: "an update that replaced the tree", content: append(unread(plain),
			"2 0 obj\n<</Type/Pages/Count 1/Kids[4 0 R]>>\nendobj\n"...), folios: 1},
		{name: "owner protection without a key length", folios: 3, avisos: []Aviso{Proteccion},
			content: ownerAES128(3, "<</StdCF<</AuthEvent/DocOpen/CFM/AESV2>>>>", false)},
		{name: "owner protection in the trailer itself", folios: 3, avisos: []Aviso{Proteccion},
			content: ownerAES128(3, "<</StdCF<</CFM/AESV2/Length 16>>>>", true)},
	}
	return append(all, stillRefused(plain, table)...)
}

// stillRefused are damaged in the same ways and something is lost or hidden besides.
func stillRefused(plain []byte, table int) []sample {
	launch := paper{pages: 1, page: "/Annots[<</Subtype/Link/A<</S/Launch/F(a.pdf)>>>>]"}.bytes()
	return []sample{
		{name: "no table and a page lost", content: unread(swap(plain, "5 0 obj", "5 0 abc")), motivo: Danado},
		{name: "no table and the content lost", content: unread(swap(plain, "3 0 obj", "3 0 abc")), motivo: Danado},
		{name: "cut inside a stream", content: append(bytes.Clone(plain[:table]), "9 0 obj\n<</Length 900>>stream\nxx"...), motivo: Danado},
		{name: "cut inside an object", content: append(unread(plain), "9 0 obj\n<</A"...), motivo: Danado},
		{name: "a link and no table", content: unread(launch), motivo: AccionPeligrosa, folios: 1},
		{name: "danger in an object that nothing leads to, and no table", content: unread(paper{pages: 1, extra: []string{
			"<</S/L#61unch/F(x.exe)>>"}}.bytes()), motivo: AccionPeligrosa, folios: 1},
		{name: "a password and no table", content: swap(encrypted(plain, "abre", "amo"), "startxref", "x"), motivo: Contrasena},
	}
}

// linkSamples open a document of this computer when a person asks for it.
func linkSamples() []sample {
	link := func(action string) paper { return paper{pages: 1, page: "/Annots[<</Subtype/Link/A" + action + ">>]"} }
	var all []sample
	for name, p := range map[string]paper{
		"a string":       link("<</S/Launch/F(planos/Plano.DWG)>>"),
		"a dictionary":   link("<</S/Launch/F<</Type/Filespec/F(/Docs/anexo.pdf)/UF(/Docs/anexo.pdf)>>>>"),
		"a bookmark":     {pages: 1, catalog: "/Outlines<</First<</Title(a)/A<</S/Launch/F(a.jpeg)>>>>>>"},
		"after a GoTo":   {pages: 1, catalog: "/OpenAction[4 0 R/Fit]", page: "/Annots[<</Subtype/Link/A<</S/Launch/F(a.pdf)>>>>]"},
		"a GoTo, a page": {pages: 1, catalog: "/OpenAction<</S/GoTo/D[4 0 R/Fit]>>", page: "/Annots[<</Subtype/Link/A<</S/Launch/F(a.pdf)>>>>]"},
	} {
		all = append(all, sample{name: "link to a document: " + name, content: p.bytes(), folios: 1, avisos: []Aviso{EnlaceLocal}})
	}
	const document = "<</S/Launch/F(a.pdf)>>"
	for name, p := range map[string]paper{
		"a program":           link("<</S/Launch/F(a.exe)>>"),
		"no extension":        link("<</S/Launch/F(/bin/sh)>>"),
		"another machine":     link("<</S/Launch/F(\\\\\\\\equipo\\\\a.pdf)>>"),
		"an address":          link("<</S/Launch/F<</FS/URL/F(http://x/a.pdf)>>>>"),
		"two names":           link("<</S/Launch/F<</F(a.pdf)/UF(a.exe)>>>>"),
		"with parameters":     link("<</S/Launch/F(a.pdf)/Win<</F(cmd)/P(/c x)>>>>"),
		"nothing":             link("<</S/Launch>>"),
		"opening by itself":   {pages: 1, catalog: "/OpenAction" + document},
		"second of a chain":   {pages: 1, catalog: "/OpenAction<</S/GoTo/D[4 0 R/Fit]/Next[" + document + "]>>"},
		"event of a page":     {pages: 1, page: "/AA<</O" + document + ">>"},
		"event of a field":    {pages: 1, page: "/Annots[<</Subtype/Widget/AA<</E 4 0 R>>>>]", extra: []string{document}},
		"beside a script":     {pages: 1, catalog: "/OpenAction" + someJS, page: "/Annots[<</Subtype/Link/A" + document + ">>]"},
		"importing by itself": {pages: 1, catalog: "/OpenAction<</S/ImportData/F(a.fdf)>>"},
	} {
		all = append(all, sample{name: "link that is more: " + name, content: p.bytes(), motivo: AccionPeligrosa, folios: 1})
	}
	return all
}

// macBinary is what a Macintosh put before a file that it sent.
func macBinary(name string) []byte {
	head := make([]byte, 128)
	head[1] = byte(len(name))
	copy(head[2:], name)
	copy(head[65:], "PDF CARO")
	return head
}

// packedPages has its catalog, tree and two pages in an object stream.
func packedPages() []byte {
	objects := []string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"}
	var head, body strings.Builder
	for i, o := range objects {
		fmt.Fprintf(&head, "%d %d ", i+1, body.Len())
		body.WriteString(o + " ")
	}
	packed := stream(fmt.Sprintf("/Type/ObjStm/N %d/First %d/Filter/FlateDecode", len(objects), head.Len()),
		flate([]byte(head.String()+body.String())))
	return []byte("%PDF-1.5\n5 0 obj\n" + packed + "\nendobj\n6 0 obj\n" +
		stream("/Type/XRef/Size 7/W[1 2 1]/Root 1 0 R", []byte("nothing of use")) + "\nendobj\nstartxref\n9999\n%%EOF\n")
}

// ownerAES128 protects a paper by an owner's password alone (ISO 32000-1, 7.6.3), with
// the crypt filters as given and the dictionary in the trailer itself or apart.
func ownerAES128(pages int, filters string, direct bool) []byte {
	id, owner := []byte("0123456789abcdef"), bytes.Repeat([]byte("o"), 32)
	pad := []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08" +
		"\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")
	key := md5.Sum(append(append(append(bytes.Clone(pad), owner...), 0xFC, 0xFF, 0xFF, 0xFF), id...))
	for range 50 {
		key = md5.Sum(key[:])
	}
	sum := md5.Sum(append(bytes.Clone(pad), id...))
	user := sum[:]
	for n := range 20 {
		turned := bytes.Clone(key[:])
		for i := range turned {
			turned[i] ^= byte(n)
		}
		c, _ := rc4.NewCipher(turned)
		c.XORKeyStream(user, user)
	}
	guard := fmt.Sprintf("<</Filter/Standard/V 4/R 4/Length 128/P -4/O<%x>/U<%x%x>/StmF/StdCF/StrF/StdCF/CF%s>>",
		owner, user, make([]byte, 16), filters)
	secret := stream("", aesStream(key[:], 4, []byte("texto de la solicitud")))
	p := paper{pages: pages, extra: []string{secret}, trailer: fmt.Sprintf("/ID[<%x><%x>]/Encrypt ", id, id)}
	if direct {
		p.trailer += guard
	} else {
		p.extra = append(p.extra, guard)
		p.trailer += "5 0 R"
	}
	content := p.bytes()
	content = swap(content, stream("", []byte("0 0 m 100 100 l S")), stream("", nil)) // an empty stream needs no cipher
	return content
}

// aesStream encrypts a body of an object with generation 0.
func aesStream(key []byte, number int, body []byte) []byte {
	n := binary.LittleEndian.AppendUint32(nil, uint32(number))
	own := md5.Sum(append(append(append(bytes.Clone(key), n[:3]...), 0, 0), "sAlT"...))
	block, _ := aes.NewCipher(own[:])
	rest := aes.BlockSize - len(body)%aes.BlockSize
	body = append(bytes.Clone(body), bytes.Repeat([]byte{byte(rest)}, rest)...)
	out := make([]byte, aes.BlockSize+len(body))
	cipher.NewCBCEncrypter(block, out[:aes.BlockSize]).CryptBlocks(out[aes.BlockSize:], body)
	return out
}
