package registro_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/cargo"
	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/pdf"
	"mesadepartes/hooks/registro"

	"github.com/pocketbase/dbx"
)

const p12Password = "contraseña-de-prueba"

// inForce ends after workday.
var inForce = time.Date(2027, 3, 24, 0, 0, 0, 0, time.UTC)

// signing is an office with a certificate, and the code of a receipt of it.
func signing(t *testing.T, f registro.Firma) (*hookstest.Office, string) {
	t.Helper()
	o := hookstest.New(t, workday)
	o.Registro.Firma = f
	return o, codeOf(t, o)
}

func codeOf(t *testing.T, o *hookstest.Office) string {
	t.Helper()
	all, err := o.Registro.Cargos(o.App, o.Filed(t, nil).Id)
	if err != nil {
		t.Fatal(err)
	}
	return all[0].Codigo
}

func handedOut(t *testing.T, o *hookstest.Office, codigo string) []byte {
	t.Helper()
	file, err := o.Registro.PDF(o.App, codigo)
	if err != nil {
		t.Fatal(err)
	}
	if found := cargo.Verify(file, claves(t, o)); found.Veredicto != cargo.Autentico {
		t.Fatalf("%+v", found)
	}
	return file
}

func isSigned(file []byte) bool { return bytes.Contains(file, []byte("/ETSI.CAdES.detached")) }

// believed has poppler look at the signature, which is of an RSA key here.
func believed(t *testing.T, file []byte) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "cargo.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath("pdfsig"); err != nil {
		t.Log("NOTE: pdfsig is not here, so it read no signed receipt")
		return
	}
	out, err := exec.Command("pdfsig", "-nocert", path).CombinedOutput()
	if !bytes.Contains(out, []byte("Signature is Valid")) || !bytes.Contains(out, []byte("Total document signed")) {
		t.Errorf("%v %s", err, out)
	}
}

func salud(t *testing.T, o *hookstest.Office, want string) {
	t.Helper()
	state, why := o.Registro.SaludFirma(context.Background(), o.App)
	if (state == mesa.Bien) != (want == "") || !strings.Contains(why, want) {
		t.Errorf("health: %v %q, want %q", state, why, want)
	}
}

func TestASignedReceiptIsTheSameBytesLater(t *testing.T) {
	t.Parallel()
	a := hookstest.NewTSA(t)
	o, codigo := signing(t, registro.Firma{P12: hookstest.P12(t, inForce, p12Password), Clave: p12Password, TSA: a.URL})
	first := handedOut(t, o, codigo)
	if !isSigned(first) || !bytes.Equal(first, handedOut(t, o, codigo)) || a.Asked.Load() != 1 {
		t.Errorf("signed: %v, stamped %d times", isSigned(first), a.Asked.Load())
	}
	salud(t, o, "")
	believed(t, first)
	o.Registro.Firma = registro.Firma{}
	if !bytes.Equal(first, handedOut(t, o, codigo)) {
		t.Error("without the certificate it is another file")
	}
	if isSigned(handedOut(t, o, codeOf(t, o))) {
		t.Error("a signature without a certificate")
	}
}

func TestTwoWhoAskAtOnceGetTheSameReceipt(t *testing.T) {
	t.Parallel()
	o, codigo := signing(t, registro.Firma{P12: hookstest.P12(t, inForce, p12Password), Clave: p12Password})
	files := make(chan []byte, 4)
	for range cap(files) {
		go func() {
			file, _ := o.Registro.PDF(o.App, codigo)
			files <- file
		}()
	}
	first := <-files
	for range cap(files) - 1 {
		if !bytes.Equal(first, <-files) {
			t.Error("two receipts of one code")
		}
	}
	if !isSigned(first) {
		t.Error("not signed")
	}
}

func TestWithoutItsStampAReceiptLeavesAndIsSignedLater(t *testing.T) {
	t.Parallel()
	for name, mode := range map[string]int32{"hangs": hookstest.TSAHangs, "garbage": hookstest.TSAGarbage} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := hookstest.NewTSA(t)
			a.Mode.Store(mode)
			o, codigo := signing(t, registro.Firma{P12: hookstest.P12(t, inForce, p12Password), Clave: p12Password, TSA: a.URL})
			began := time.Now()
			if file := handedOut(t, o, codigo); isSigned(file) || time.Since(began) > 8*time.Second {
				t.Errorf("signed: %v, after %v", isSigned(file), time.Since(began))
			}
			handedOut(t, o, codigo)
			handedOut(t, o, codeOf(t, o))
			if n := a.Asked.Load(); n != 1 {
				t.Errorf("an authority that failed was asked %d times at once", n)
			}
			if err := o.Registro.SignWaiting(context.Background(), o.App); err != nil || isSigned(handedOut(t, o, codigo)) {
				t.Error("signed while the authority fails", err)
			}
			old := time.Now().Add(-2 * time.Hour)
			if err := os.Chtimes(filepath.Join(o.DataDir(), "cargos", "pendientes", codigo), old, old); err != nil {
				t.Fatal(err)
			}
			salud(t, o, "esperan su firma")

			a.Mode.Store(hookstest.TSAStamps)
			o.Registro.Forgive()
			if err := o.Registro.SignWaiting(context.Background(), o.App); err != nil || !isSigned(handedOut(t, o, codigo)) {
				t.Error("not signed later", err)
			}
			salud(t, o, "")
		})
	}
}

func TestACertificateThatIsNoUseStopsNobody(t *testing.T) {
	t.Parallel()
	good := hookstest.P12(t, inForce, p12Password)
	write := func(data []byte) string {
		t.Helper()
		path := filepath.Join(t.TempDir(), "archivo")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	lasting := func(ends time.Time) registro.Firma {
		return registro.Firma{P12: hookstest.P12(t, ends, p12Password), Clave: p12Password}
	}
	noise := make([]byte, 3000)
	_, _ = rand.Read(noise)
	for name, c := range map[string]struct {
		firma registro.Firma
		want  string
	}{
		"another password":   {registro.Firma{P12: good, Clave: "secreto-que-no-es"}, mesa.TextCertificadoClaveMala},
		"no password":        {registro.Firma{P12: good}, mesa.TextCertificadoClaveMala},
		"no file":            {registro.Firma{P12: good + "x", Clave: p12Password}, mesa.TextCertificadoNoLee},
		"a folder":           {registro.Firma{P12: t.TempDir(), Clave: p12Password}, mesa.TextCertificadoNoLee},
		"noise":              {registro.Firma{P12: write(noise), Clave: p12Password}, mesa.TextCertificadoNoSirve},
		"empty":              {registro.Firma{P12: write(nil), Clave: p12Password}, mesa.TextCertificadoNoSirve},
		"no password's file": {registro.Firma{P12: good, ClaveFile: good + "x"}, mesa.TextCertificadoSinClave},
		"it ended":           {lasting(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)), "Instale uno vigente"},
		"it begins later":    {lasting(inForce.AddDate(3, 0, 0)), "Instale uno vigente"},
		"password in a file": {registro.Firma{P12: good, ClaveFile: write([]byte(p12Password + "\r\n"))}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o, codigo := signing(t, c.firma)
			if file := handedOut(t, o, codigo); isSigned(file) != (c.want == "") {
				t.Errorf("signed: %v", isSigned(file))
			}
			salud(t, o, c.want)
		})
	}
}

// keptHead keeps a head of the register as it is now, and tells its leaves.
func keptHead(t *testing.T, o *hookstest.Office) int64 {
	t.Helper()
	if err := o.Registro.Head(o.App); err != nil {
		t.Fatal(err)
	}
	head, err := registro.LastHead(o.App)
	if err != nil {
		t.Fatal(err)
	}
	return head.N
}

func TestAHeadIsStampedWhenTheAuthorityAnswers(t *testing.T) {
	t.Parallel()
	a := hookstest.NewTSA(t)
	o, _ := signing(t, registro.Firma{TSA: a.URL})
	n := keptHead(t, o)
	stamped := func() []byte {
		t.Helper()
		if err := o.Registro.StampHeads(t.Context(), o.App); err != nil {
			t.Fatal(err)
		}
		head, token, err := o.Registro.KeptHead(o.App, n)
		if err != nil || len(head) == 0 {
			t.Fatalf("%q %v", head, err)
		}
		if sum := sha256.Sum256(head); token != nil && !pdf.Stamps(token, sum[:]) {
			t.Error("the stamp is of something else")
		}
		return token
	}
	for _, mode := range []int32{hookstest.TSARefuses, hookstest.TSAAnother, hookstest.TSAGarbage, hookstest.TSAFloods} {
		a.Mode.Store(mode)
		if stamped() != nil {
			t.Errorf("stamped by an authority of manner %d", mode)
		}
	}
	a.Mode.Store(hookstest.TSAStamps)
	if stamped() == nil {
		t.Fatal("not stamped")
	}
	asked := a.Asked.Load()
	if stamped(); a.Asked.Load() != asked {
		t.Error("a head is stamped twice")
	}
	if fault := audited(t, o); fault != "" {
		t.Error(fault)
	}
}

func TestTheAuditFindsAStampOfSomethingElse(t *testing.T) {
	t.Parallel()
	o, _ := signing(t, registro.Firma{})
	n := keptHead(t, o)
	if _, err := o.DB().Insert("registro_sellos", dbx.Params{"n": n, "sello": []byte("ajeno")}).Execute(); err != nil {
		t.Fatal(err)
	}
	if fault := audited(t, o); !strings.Contains(fault, "sello de tiempo") {
		t.Error(fault)
	}
}
