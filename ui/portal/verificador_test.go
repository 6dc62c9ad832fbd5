package portal_test

import (
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"mesadepartes/hooks/cargo"
	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/registro"

	"github.com/pocketbase/pocketbase/core"
)

// outsider builds the program of .ci/verificador, which uses none of our code.
func outsider(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "verificador")
	build := exec.Command("go", "build", "-o", program, ".")
	build.Dir = "../../.ci/verificador"
	if out, err := build.CombinedOutput(); err != nil {
		if os.Getenv("MESA_VERIFICADOR") == "required" {
			t.Fatalf("%v\n%s", err, out)
		}
		t.Skipf("NOTE: the independent verifier can't be built here, so the register was read by our own code alone: %s", out)
	}
	return program
}

// lengthen appends leaves that are of no filing, so that the register has a full tile.
func (v *visit) lengthen(leaves int) {
	v.t.Helper()
	err := v.office.RunInTransaction(func(tx core.App) error {
		for i := range leaves {
			hash := cargo.Hoja([]byte(fmt.Sprint(i)))
			if err := registro.Append(tx, &registro.Hoja{Movimiento: fmt.Sprint("apertura/", i), Hash: hash[:]}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		v.t.Fatal(err)
	}
}

// pastTheRules writes into the base past every rule and trigger, as somebody with the disk could.
func (v *visit) pastTheRules(statements ...string) {
	v.t.Helper()
	var triggers []string
	err := v.office.DB().NewQuery("SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger'").Column(&triggers)
	if err != nil {
		v.t.Fatal(err)
	}
	for _, s := range append(triggers, statements...) {
		if _, err := v.office.DB().NewQuery(s).Execute(); err != nil {
			v.t.Fatal(err)
		}
	}
}

// rebuild builds the whole register anew over a line that was changed, with the same key, as
// an office with the disk could.
func (v *visit) rebuild() {
	v.t.Helper()
	v.pastTheRules("UPDATE movimientos SET observaciones = 'otra cosa' WHERE etapa = 'RECEPCION'",
		"DELETE FROM registro_hojas", "DELETE FROM registro_nodos", "DELETE FROM registro_claves WHERE n = 0")
	if err := v.office.Registro.Fill(v.office.App); err != nil {
		v.t.Fatal(err)
	}
}

// attached are the bytes and the proof that a receipt carries in its seal, as files.
func attached(t *testing.T, pdf []byte) (cargoFile, proofFile string) {
	t.Helper()
	_, rest, _ := strings.Cut(string(pdf), "\n%mesadepartes-sello-1 ")
	parts, dir := strings.Split(rest, " "), t.TempDir()
	for i, name := range []string{"cargo.json", "cargo.tlog-proof"} {
		data, err := base64.StdEncoding.DecodeString(parts[1+i])
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "cargo.json"), filepath.Join(dir, "cargo.tlog-proof")
}

func TestAStrangersProgramVerifiesTheRegister(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	program, v := outsider(t), newVisit(t)
	_, pdf := v.receipt()
	data, proof := attached(t, pdf)
	v.lengthen(300)
	clave := v.claves()
	yesterday := filepath.Join(t.TempDir(), "checkpoint")
	if err := os.WriteFile(yesterday, []byte(v.Get("/registro/checkpoint").Body), 0o600); err != nil {
		t.Fatal(err)
	}
	says := func(want string, args ...string) {
		t.Helper()
		args = append([]string{"-registro=" + v.site.URL + "/registro", "-clave=" + clave}, args...)
		out, err := exec.Command(program, args...).CombinedOutput()
		if !strings.Contains(string(out), want) || (err != nil) != strings.HasPrefix(want, "NO: ") {
			t.Errorf("%v says %s, %v; want %q", args, out, err, want)
		}
	}
	v.office.Clock.Set("2026-03-25T10:00:00-05:00")
	for range 3 {
		v.office.Filed(t, nil)
	}
	says("checkpoint: 304 leaves")
	says("consistency: the first 301 leaves are the same", "-ayer="+yesterday)
	says("receipt: leaf 0", "-ayer="+yesterday, "-cargo="+data, "-prueba="+proof)
	says("NO: receipt", "-cargo="+yesterday, "-prueba="+proof)

	v.rebuild()
	says("NO: consistency: it had 301 leaves and has 4", "-ayer="+yesterday)
	v.lengthen(300)
	says("checkpoint: 304 leaves")
	says("NO: consistency", "-ayer="+yesterday)
	says("NO: receipt: leaf 0 is another one now", "-cargo="+data, "-prueba="+proof)
}

func (v *visit) claves() string {
	v.t.Helper()
	claves, err := cargo.ReadClaves([]byte(v.Get("/.well-known/mesadepartes.json").Body))
	if err != nil {
		v.t.Fatal(err)
	}
	return claves.Registros[0].Clave
}
