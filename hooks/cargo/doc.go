// Package cargo is the receipt (*cargo*) of an act: what it says, how it is drawn, and how
// anybody proves years later that it is genuine, with no network and no office.
//
// A Cargo is JSON whose exact bytes are stored once. Their hash is a leaf of the office's
// public register, a Merkle tree in the C2SP formats, and Prueba proves it: tlog-proof with
// a checkpoint that the office signed. Draw makes the PDF from both, byte for byte the
// same each time, and Seal signs those bytes in a comment of the file, so that one changed
// byte is noticed without reading a PDF of a stranger. DrawSigned adds the digital signature
// of an office that has a certificate (PAdES) and puts the seal into its gap: those bytes
// can't be made again, so they are stored. Verify is the one function
// behind the page, the command and the tests; the page that works without a network does
// the same in the browser.
//
// The package may not know the base, the key's place, or the clock.
package cargo
