package pdf

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/carlos7ags/folio/sign"
)

// Signature is what a PDF is signed with (PAdES, ETSI EN 319 142-1).
type Signature struct {
	Key          crypto.Signer       // RSA or ECDSA
	Chain        []*x509.Certificate // the signer's own first
	At           time.Time
	Name, Reason string
	// Stamp asks a time stamping authority for its token over a SHA-256; nil for a signature
	// of level B-B.
	Stamp func(sum []byte) (token []byte, err error)
	// Spare are unsigned attributes in DER. They lie in the gap that the signature leaves in
	// the file, so their values may be written afterwards.
	Spare [][]byte
}

// CanSign tells whether a key is of a certificate and of a kind that signs PDFs.
func CanSign(key crypto.Signer, c *x509.Certificate) bool {
	public, ok := key.Public().(interface{ Equal(crypto.PublicKey) bool })
	_, err := sign.NewLocalSigner(key, []*x509.Certificate{c})
	return err == nil && ok && public.Equal(c.PublicKey)
}

// contentsMark begins the gap of a signature, a string of hexadecimal signs.
const contentsMark = "/Contents <"

var (
	errSigned = errors.New("pdf: the signature has no form that is known")
	// oidStamp is id-aa-signatureTimeStampToken of RFC 3161, appendix A.
	oidStamp = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 14}
)

// Sign signs the bytes of a PDF. The library signs at level B-B. Its own level B-T stamps the
// hash of the document, where RFC 3161, appendix A, wants that of the signature, so the stamp
// is asked for and put in here.
func Sign(pdf []byte, s Signature) ([]byte, error) {
	signer, err := sign.NewLocalSigner(s.Key, s.Chain)
	if err != nil {
		return nil, err
	}
	signed, err := sign.SignPDF(pdf, sign.Options{Signer: signer, Name: s.Name, Reason: s.Reason, SigningTime: s.At})
	if err != nil {
		return nil, err
	}
	at := bytes.LastIndex(signed, []byte(contentsMark)) + len(contentsMark)
	length := bytes.IndexByte(signed[at:], '>')
	if at < len(pdf) || length < 0 {
		return nil, errSigned
	}
	gap := signed[at : at+length]
	cms := make([]byte, hex.DecodedLen(len(gap)))
	if _, err := hex.Decode(cms, gap); err != nil {
		return nil, err
	}
	if cms, err = addUnsigned(cms, s); err != nil {
		return nil, err
	}
	text := strings.ToUpper(hex.EncodeToString(cms))
	if len(text) > len(gap) {
		return nil, errors.New("pdf: the signature is too large for its place")
	}
	copy(gap, text+strings.Repeat("0", len(gap)-len(text)))
	return signed, nil
}

// addUnsigned puts the stamp of the signature and the spare attributes into its CMS (RFC 5652),
// as unsigned attributes of the only signer.
func addUnsigned(cms []byte, s Signature) ([]byte, error) {
	attributes := slices.Clone(s.Spare)
	return inside(cms, []int{1, 0, -1, 0}, func(signer []asn1.RawValue) ([]asn1.RawValue, error) {
		last := signer[len(signer)-1]
		if last.Class != asn1.ClassUniversal || last.Tag != asn1.TagOctetString {
			return nil, errSigned
		}
		if s.Stamp != nil {
			sum := sha256.Sum256(last.Bytes)
			token, err := s.Stamp(sum[:])
			if err != nil {
				return nil, err
			}
			attribute, err := Attribute(oidStamp, token)
			if err != nil {
				return nil, err
			}
			attributes = append(attributes, attribute)
		}
		if len(attributes) == 0 {
			return signer, nil
		}
		slices.SortFunc(attributes, bytes.Compare) // DER orders the members of a set
		return append(signer, asn1.RawValue{
			Class: asn1.ClassContextSpecific, Tag: 1, IsCompound: true, Bytes: bytes.Join(attributes, nil),
		}), nil
	})
}

// Attribute is an attribute of CMS with one value, in DER.
func Attribute(oid asn1.ObjectIdentifier, value []byte) ([]byte, error) {
	return asn1.Marshal(struct {
		Type   asn1.ObjectIdentifier
		Values []asn1.RawValue `asn1:"set"`
	}{oid, []asn1.RawValue{{FullBytes: value}}})
}

// inside changes the members of an element of a DER tree; path leads to it, by places among
// the members, -1 for the last one.
func inside(der []byte, path []int, change func([]asn1.RawValue) ([]asn1.RawValue, error)) ([]byte, error) {
	var whole asn1.RawValue
	if _, err := asn1.Unmarshal(der, &whole); err != nil {
		return nil, err
	}
	parts, err := Members(whole.Bytes)
	if err != nil {
		return nil, err
	}
	if len(path) == 0 {
		if parts, err = change(parts); err != nil {
			return nil, err
		}
	} else {
		at := (path[0] + len(parts)) % max(len(parts), 1)
		if len(parts) == 0 || path[0] >= len(parts) {
			return nil, errSigned
		}
		changed, err := inside(parts[at].FullBytes, path[1:], change)
		if err != nil {
			return nil, err
		}
		parts[at] = asn1.RawValue{FullBytes: changed}
	}
	var content []byte
	for _, part := range parts {
		one, err := asn1.Marshal(part)
		if err != nil {
			return nil, err
		}
		content = append(content, one...)
	}
	return asn1.Marshal(asn1.RawValue{Class: whole.Class, Tag: whole.Tag, IsCompound: whole.IsCompound, Bytes: content})
}

// Members are the elements of DER that stand in a row.
func Members(der []byte) (list []asn1.RawValue, err error) {
	for len(der) > 0 {
		var one asn1.RawValue
		if der, err = asn1.Unmarshal(der, &one); err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, nil
}
