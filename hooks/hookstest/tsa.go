package hookstest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"
)

// Certificate makes an ECDSA key and a certificate of its own that ends at an instant.
func Certificate(t testing.TB, ends time.Time) (crypto.Signer, *x509.Certificate) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key, certify(t, key, ends)
}

// rsaKey is of the kind that certificates of Peru's offices have. Making one takes long.
var rsaKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

func certify(t testing.TB, key crypto.Signer, ends time.Time) *x509.Certificate {
	t.Helper()
	c := &x509.Certificate{
		SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "Oficina de Prueba"}, NotBefore: ends.AddDate(-2, 0, 0), NotAfter: ends,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	if c, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	return c
}

// P12 writes a certificate with its RSA key into a file under a password.
func P12(t testing.TB, ends time.Time, password string) (path string) {
	t.Helper()
	key, err := rsaKey()
	if err != nil {
		t.Fatal(err)
	}
	data, err := pkcs12.Modern.Encode(key, certify(t, key, ends), nil, password)
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "oficina.p12")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// How a TSA answers.
const (
	TSAStamps  int32 = iota // as RFC 3161 wants
	TSAHangs                // never
	TSAGarbage              // with something else
	TSAAnother              // with a stamp of another sum
	TSARefuses              // with a refusal
	TSAFloods               // without an end
)

// TSA is a time stamping authority whose tokens nobody signed.
type TSA struct {
	*httptest.Server
	Mode  atomic.Int32
	Asked atomic.Int32
}

// NewTSA starts a time stamping authority.
func NewTSA(t testing.TB) *TSA {
	a := &TSA{}
	a.Server = httptest.NewServer(http.HandlerFunc(a.answer))
	t.Cleanup(a.Close)
	return a
}

func (a *TSA) answer(w http.ResponseWriter, r *http.Request) {
	a.Asked.Add(1)
	body, _ := io.ReadAll(r.Body)
	var asked struct {
		Version int
		Imprint asn1.RawValue
		Certs   bool
	}
	_, _ = asn1.Unmarshal(body, &asked)
	switch a.Mode.Load() {
	case TSAHangs:
		<-r.Context().Done()
	case TSAGarbage:
		_, _ = w.Write([]byte("<html>no es un sello</html>"))
	case TSAAnother:
		last := len(asked.Imprint.FullBytes) - 1
		asked.Imprint.FullBytes[last] ^= 1
		_, _ = w.Write(stampOf(asked.Imprint))
	case TSARefuses:
		refusal, _ := asn1.Marshal(struct{ Status struct{ Status int } }{struct{ Status int }{2}})
		_, _ = w.Write(refusal)
	case TSAFloods:
		for r.Context().Err() == nil {
			if _, err := w.Write(make([]byte, 32<<10)); err != nil {
				return
			}
		}
	default:
		_, _ = w.Write(stampOf(asked.Imprint))
	}
}

// stampOf is a TimeStampResp with a token of that imprint.
func stampOf(imprint asn1.RawValue) []byte {
	marshal := func(v any) []byte {
		der, err := asn1.Marshal(v)
		if err != nil {
			panic(err)
		}
		return der
	}
	explicit := func(der []byte) asn1.RawValue {
		return asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: der}
	}
	info := marshal(struct {
		Version int
		Policy  asn1.ObjectIdentifier
		Imprint asn1.RawValue
		Serial  int
		Time    time.Time `asn1:"generalized"`
	}{1, asn1.ObjectIdentifier{1, 2, 3}, asn1.RawValue{FullBytes: imprint.FullBytes}, 1, time.Date(2026, 3, 24, 15, 0, 0, 0, time.UTC)})
	type content struct {
		Type asn1.ObjectIdentifier
		Held asn1.RawValue
	}
	none := asn1.RawValue{Tag: asn1.TagSet, IsCompound: true}
	data := marshal(struct {
		Version int
		Digests asn1.RawValue
		Content content
		Signers asn1.RawValue
	}{3, none, content{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}, explicit(marshal(info))}, none})
	token := marshal(content{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}, explicit(data)})
	return marshal(struct {
		Status struct{ Status int }
		Token  asn1.RawValue
	}{struct{ Status int }{0}, asn1.RawValue{FullBytes: token}})
}
