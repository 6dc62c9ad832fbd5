package cargo_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"mesadepartes/hooks/cargo"
	"mesadepartes/hooks/pdf"
)

// authority is OpenSSL as a time stamping authority, in a folder with its certificate.
type authority struct {
	t   *testing.T
	dir string
}

func (a authority) path(name string) string { return filepath.Join(a.dir, name) }

func (a authority) write(name string, data []byte) {
	a.t.Helper()
	if err := os.WriteFile(a.path(name), data, 0o600); err != nil {
		a.t.Fatal(err)
	}
}

func (a authority) openssl(args ...string) ([]byte, error) {
	cmd := exec.Command("openssl", args...)
	cmd.Dir = a.dir
	return cmd.CombinedOutput()
}

func newAuthority(t *testing.T) authority {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("NOTE: openssl is not here, so no real authority stamped a receipt")
	}
	a := authority{t, t.TempDir()}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	timeStamping := pkix.Extension{Id: []int{2, 5, 29, 37}, Critical: true, Value: []byte{0x30, 0x0A, 6, 8, 0x2B, 6, 1, 5, 5, 7, 3, 8}}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Autoridad de Prueba"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageDigitalSignature, ExtraExtensions: []pkix.Extension{timeStamping},
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	a.write("tsa.crt", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	a.write("tsa.key", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}))
	a.write("serial", []byte("01\n"))
	a.write("tsa.cnf", []byte("[tsa]\ndefault_tsa=one\n[one]\nserial=serial\nsigner_cert=tsa.crt\nsigner_key=tsa.key\nsigner_digest=sha256\n"+
		"default_policy=1.2.3.4\ndigests=sha256\ness_cert_id_alg=sha256\n"))
	return a
}

// answer implements http.HandlerFunc.
func (a authority) answer(w http.ResponseWriter, r *http.Request) {
	query, _ := io.ReadAll(r.Body)
	a.write("query", query)
	if out, err := a.openssl("ts", "-reply", "-queryfile", "query", "-config", "tsa.cnf", "-out", "reply"); err != nil {
		http.Error(w, fmt.Sprintf("%v %s", err, out), http.StatusInternalServerError)
		return
	}
	http.ServeFile(w, r, a.path("reply"))
}

// OpenSSL stamps a receipt, and believes both its stamp and the signature that was stamped.
func TestARealAuthorityStampsASignedReceipt(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	site := httptest.NewServer(http.HandlerFunc(a.answer))
	t.Cleanup(site.Close)
	r := grown(t, "mesa.ejemplo.pe/registro/1", 1, 9)
	var token, sum []byte
	file := signed(t, r, func(asked []byte) (_ []byte, err error) {
		sum = asked
		token, err = pdf.TimeStamp(site.URL, asked)
		return token, err
	})
	if got := cargo.Verify(file, r.claves()); got.Veredicto != cargo.Autentico {
		t.Fatalf("%+v", got)
	}
	a.write("token", token)
	out, err := a.openssl("ts", "-verify", "-digest", hex.EncodeToString(sum), "-in", "token", "-token_in", "-CAfile", "tsa.crt")
	if err != nil || !bytes.Contains(out, []byte("Verification: OK")) {
		t.Errorf("the stamp: %v %s", err, out)
	}
	gap := bytes.LastIndex(file, []byte("/Contents <")) + len("/Contents ")
	end := gap + bytes.IndexByte(file[gap:], '>')
	cms, err := hex.DecodeString(string(file[gap+1 : end]))
	if err != nil || !bytes.Contains(cms, token) {
		t.Fatalf("%v, the stamp is in the signature: %v", err, bytes.Contains(cms, token))
	}
	a.write("cms", cms)
	a.write("content", append(bytes.Clone(file[:gap]), file[end+1:]...))
	out, err = a.openssl("cms", "-verify", "-inform", "DER", "-in", "cms", "-content", "content", "-binary", "-noverify", "-out", "same")
	if err != nil {
		t.Errorf("the signature: %v %s", err, out)
	}
}
