package cargo_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/cargo"
	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/pdf"

	"golang.org/x/mod/sumdb/tlog"
)

var signedAt = time.Date(2026, 3, 29, 14, 6, 0, 0, time.UTC)

// signed gives the PDF of a receipt with the office's signature.
func signed(t *testing.T, r *register, stamp func([]byte) ([]byte, error)) []byte {
	t.Helper()
	data, err := example().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	proof, err := cargo.Prueba(r.key, r.add(t, cargo.Hoja(data)), tlog.HashReaderFunc(r.read))
	if err != nil {
		t.Fatal(err)
	}
	key, c := hookstest.Certificate(t, signedAt.AddDate(1, 0, 0))
	s := pdf.Signature{Key: key, At: signedAt, Stamp: stamp}
	s.Chain = append(s.Chain, c)
	file, err := cargo.DrawSigned(r.key, data, proof, "https://mesa.ejemplo.pe", s)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func stampedBy(a *hookstest.TSA) func([]byte) ([]byte, error) {
	return func(sum []byte) ([]byte, error) { return pdf.TimeStamp(a.URL, sum) }
}

func TestASignedReceiptIsSealedToo(t *testing.T) {
	t.Parallel()
	r := grown(t, "mesa.ejemplo.pe/registro/1", 1, 9)
	file := signed(t, r, stampedBy(hookstest.NewTSA(t)))
	claves := r.claves()
	if got := cargo.Verify(file, claves); got.Veredicto != cargo.Autentico || got.Cargo.Numero != "321-2026" {
		t.Fatalf("%+v", got)
	}
	for at := 0; at < len(file); at += 17 {
		for _, bit := range []byte{1, 0x20} { // the second makes a small letter of a capital one
			was := file[at]
			file[at] ^= bit
			if got := cargo.Verify(file, claves); got.Veredicto.Genuine() || got.Cargo != nil {
				t.Fatalf("byte %d ^ %d of %d: %+v", at, bit, len(file), got)
			}
			file[at] = was
		}
	}
	gap := bytes.LastIndex(file, []byte("/Contents <"))
	for name, changed := range map[string][]byte{
		"cut": file[:len(file)-1], "longer": append(bytes.Clone(file), '\n'),
		"without its signature":  append(bytes.Clone(file[:gap]), file[gap+33000:]...),
		"the seal elsewhere too": append(bytes.Clone(file), file[gap:]...),
	} {
		if got := cargo.Verify(changed, claves); got.Veredicto.Genuine() {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestTheStampIsOfTheSignature(t *testing.T) {
	t.Parallel()
	file := signed(t, grown(t, "mesa.ejemplo.pe/registro/1", 1, 3), stampedBy(hookstest.NewTSA(t)))
	text := string(file[bytes.LastIndex(file, []byte("/Contents <"))+len("/Contents <"):])
	text, _, _ = strings.Cut(text, ">")
	cms, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	members := func(der []byte) []asn1.RawValue {
		t.Helper()
		list, err := pdf.Members(der)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	var whole asn1.RawValue
	if _, err := asn1.Unmarshal(cms, &whole); err != nil {
		t.Fatal(err)
	}
	data := members(members(members(whole.Bytes)[1].Bytes)[0].Bytes)
	signer := members(members(data[len(data)-1].Bytes)[0].Bytes)
	signature, unsigned := signer[len(signer)-2], signer[len(signer)-1]
	sum := sha256.Sum256(signature.Bytes)
	if unsigned.Tag != 1 || len(members(unsigned.Bytes)) != 2 || !bytes.Contains(unsigned.Bytes, sum[:]) {
		t.Errorf("%d attributes, none of which stamps the signature", len(members(unsigned.Bytes)))
	}
}

// Poppler and qpdf read a signed receipt as any other program would.
func TestOtherProgramsBelieveASignedReceipt(t *testing.T) {
	t.Parallel()
	r := grown(t, "mesa.ejemplo.pe/registro/1", 1, 9)
	for name, stamp := range map[string]func([]byte) ([]byte, error){"plain": nil, "stamped": stampedBy(hookstest.NewTSA(t))} {
		path := filepath.Join(t.TempDir(), name+".pdf")
		if to := os.Getenv("MESA_CARGO"); to != "" {
			path = to + "-" + name + ".pdf"
		}
		if err := os.WriteFile(path, signed(t, r, stamp), 0o600); err != nil {
			t.Fatal(err)
		}
		run := func(wants []string, program string, args ...string) {
			t.Helper()
			if _, err := exec.LookPath(program); err != nil {
				t.Logf("NOTE: %s is not here, so it read no signed receipt", program)
				return
			}
			out, err := exec.Command(program, append(args, path)...).CombinedOutput()
			for _, want := range wants {
				if !strings.Contains(string(out), want) {
					t.Errorf("%s, %s says %s, %v; want %q", name, program, out, err, want)
				}
			}
		}
		run([]string{"Signature is Valid", "Total document signed", "Oficina de Prueba", "ETSI.CAdES.detached"}, "pdfsig", "-nocert")
		run([]string{"No syntax or stream encoding errors found"}, "qpdf", "--check")
		run([]string{"cargo.json", "cargo.tlog-proof"}, "pdfdetach", "-list")
	}
}

func TestABadAuthorityStampsNothing(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	a := hookstest.NewTSA(t)
	sum := sha256.Sum256(nil)
	if token, err := pdf.TimeStamp(a.URL, sum[:]); err != nil || len(token) == 0 {
		t.Fatal(err)
	}
	for name, mode := range map[string]int32{
		"garbage": hookstest.TSAGarbage, "another sum": hookstest.TSAAnother, "refuses": hookstest.TSARefuses, "floods": hookstest.TSAFloods,
		"hangs": hookstest.TSAHangs,
	} {
		a.Mode.Store(mode)
		began := time.Now()
		if token, err := pdf.TimeStamp(a.URL, sum[:]); err == nil || token != nil {
			t.Errorf("%s: %d bytes", name, len(token))
		}
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("%s: an answer after %v", name, took)
		}
	}
	a.Close()
	if _, err := pdf.TimeStamp(a.URL+"/?llave=secreta", sum[:]); err == nil || strings.Contains(err.Error(), "secreta") {
		t.Errorf("without an authority: %v", err)
	}
}
