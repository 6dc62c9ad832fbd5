package cargo

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"mesadepartes/hooks/pdf"
)

// sealMark begins the comment that seals a receipt's PDF. It stands before `startxref`,
// where ISO 32000-1 § 7.2.3 lets a comment be and nothing points past it:
//
//	%mesadepartes-sello-1 KEY CARGO PROOF SIGNATURE
//
// all but KEY in base64. The signature is of all bytes of the file but its own. Of a receipt
// that bears a digital signature too, it stands elsewhere: see inSignature.
const sealMark = "\n%mesadepartes-sello-1 "

const sealed = "mesadepartes sello 1\n"

// inSignature stands for SIGNATURE in the seal of a receipt that bears a digital signature
// (PAdES) too. That one is of all bytes but the gap that it leaves in the file for itself, so
// the seal's lies in the gap: as an unsigned attribute of the CMS, after gapMark. gapMark is
// the DER of that attribute in hexadecimal, from its name (an UUID, arc 2.25 of X.667) to the
// length of its value.
const (
	inSignature = "PAdES"
	gapName     = "061369B1C0CCBC8CE0A2A2AFA2ADF2BEBDE3E7A45E"
	gapMark     = gapName + "31420440"
	gapSigns    = 2 * ed25519.SignatureSize
)

var anchor = []byte("\nstartxref\n")

// Seal signs the bytes of a drawn receipt.
func Seal(k *Llave, drawn, cargo, prueba []byte) ([]byte, error) {
	at := bytes.LastIndex(drawn, anchor)
	if at < 0 || bytes.Contains(drawn, []byte(sealMark)) {
		return nil, errors.New("cargo: the PDF can't be sealed")
	}
	enc := base64.StdEncoding
	before := append(bytes.Clone(drawn[:at]), sealMark+k.Publica()+" "+enc.EncodeToString(cargo)+" "+enc.EncodeToString(prueba)+" "...)
	signature := ed25519.Sign(k.secret, sealedBytes(before, drawn[at:]))
	return append(append(before, enc.EncodeToString(signature)...), drawn[at:]...), nil
}

// sealInSignature seals a drawn receipt and signs it with the certificate of the office.
func sealInSignature(k *Llave, drawn, cargo, prueba []byte, s pdf.Signature) ([]byte, error) {
	at := bytes.LastIndex(drawn, anchor)
	if at < 0 || bytes.Contains(drawn, []byte(sealMark)) {
		return nil, errors.New("cargo: the PDF can't be sealed")
	}
	enc := base64.StdEncoding
	comment := sealMark + k.Publica() + " " + enc.EncodeToString(cargo) + " " + enc.EncodeToString(prueba) + " " + inSignature
	whole := slices.Concat(drawn[:at], []byte(comment), drawn[at:])
	attribute, err := hex.DecodeString("3059" + gapMark + strings.Repeat("0", gapSigns))
	if err != nil {
		return nil, err
	}
	s.Spare = append(s.Spare, attribute)
	signed, err := pdf.Sign(whole, s)
	if err != nil {
		return nil, err
	}
	before, after, ok := gapOf(signed)
	if !ok {
		return nil, errors.New("cargo: the signature has no place for the seal")
	}
	signature := ed25519.Sign(k.secret, sealedBytes(before, after))
	copy(signed[len(before):], hexOf(signature))
	return signed, nil
}

// gapOf takes apart what stands before and after the seal's signature in that of a PDF.
func gapOf(signed []byte) (before, after []byte, ok bool) {
	at := bytes.Index(signed, []byte(gapMark)) + len(gapMark)
	if bytes.Count(signed, []byte(gapMark)) != 1 || at+gapSigns > len(signed) {
		return nil, nil, false
	}
	return signed[:at], signed[at+gapSigns:], true
}

func hexOf(data []byte) string { return strings.ToUpper(hex.EncodeToString(data)) }

func sealedBytes(before, after []byte) []byte {
	h := sha256.New()
	h.Write(before)
	h.Write(after)
	return h.Sum([]byte(sealed))
}

// sello is what the seal of a file says, not yet believed.
type sello struct {
	clave         string
	cargo, prueba []byte
	whole         bool // the signature is of these very bytes
}

// readSeal finds the seal of a file; ok tells whether it has one.
func readSeal(file []byte) (s sello, ok bool) {
	if bytes.Count(file, []byte(sealMark)) != 1 {
		return s, false
	}
	at := bytes.Index(file, []byte(sealMark)) + len(sealMark)
	length := bytes.IndexByte(file[at:], '\n')
	if length < 0 {
		return s, false
	}
	parts := strings.Split(string(file[at:at+length]), " ")
	if len(parts) != 4 {
		return s, false
	}
	s.clave = parts[0]
	var errs [2]error
	s.cargo, errs[0] = base64.StdEncoding.DecodeString(parts[1])
	s.prueba, errs[1] = base64.StdEncoding.DecodeString(parts[2])
	_, public, err := publicOf(s.clave)
	if errors.Join(err, errs[0], errs[1]) != nil {
		return s, true
	}
	before, after, found := file[:at+length-len(parts[3])], file[at+length:], true
	encode, decode, text := base64.StdEncoding.EncodeToString, base64.StdEncoding.DecodeString, parts[3]
	if text == inSignature {
		if before, after, found = gapOf(file); !found {
			return s, true
		}
		encode, decode, text = hexOf, hex.DecodeString, string(file[len(before):len(before)+gapSigns])
	}
	signature, err := decode(text)
	s.whole = err == nil && encode(signature) == text && ed25519.Verify(public, sealedBytes(before, after), signature)
	return s, true
}
