package cargo_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"mesadepartes/hooks/cargo"
	"mesadepartes/hooks/hookstest"
)

// A patient stranger has receipts of ours, every tool, and no key.
func TestNothingThatIsTakenFromAReceiptLeavesItGenuine(t *testing.T) {
	t.Parallel()
	r := grown(t, "mesa.ejemplo.pe/registro/1", 1, 9)
	claves := r.claves()
	for kind, file := range map[string][]byte{
		"sealed": drawn(t, r, example()), "signed": signed(t, r, stampedBy(hookstest.NewTSA(t))),
	} {
		for kept := range len(file) {
			if kept%97 != 0 && kept < len(file)-200 {
				continue
			}
			if got := cargo.Verify(file[:kept], claves); got.Veredicto.Genuine() {
				t.Fatalf("%s, the first %d bytes: %+v", kind, kept, got)
			}
		}
		for at := 0; at < len(file)-400; at += 997 {
			for name, changed := range map[string][]byte{
				"without 400 bytes": append(bytes.Clone(file[:at]), file[at+400:]...),
				"400 bytes twice":   append(bytes.Clone(file[:at+400]), file[at:]...),
			} {
				if got := cargo.Verify(changed, claves); got.Veredicto.Genuine() {
					t.Fatalf("%s, %s at %d: %+v", kind, name, at, got)
				}
			}
		}
		if got := cargo.Verify(withoutFiles(t, file), claves); got.Veredicto.Genuine() {
			t.Errorf("%s, without its files: %+v", kind, got)
		}
	}
}

// withoutFiles removes the files from a receipt, as people's programs do.
func withoutFiles(t *testing.T, file []byte) []byte {
	t.Helper()
	if _, err := exec.LookPath("qpdf"); err != nil {
		t.Log("NOTE: qpdf is not here, so no program removed the files of a receipt")
		return bytes.ReplaceAll(file, []byte("/EmbeddedFiles"), []byte("/EmbeddedFilex"))
	}
	path := filepath.Join(t.TempDir(), "cargo.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	less := path + ".menos"
	out, err := exec.Command("qpdf", "--remove-attachment=cargo.json", "--remove-attachment=cargo.tlog-proof", path, less).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	data, err := os.ReadFile(less)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// The parts of one genuine receipt make no other one genuine.
func TestPartsOfReceiptsMakeNoReceipt(t *testing.T) {
	t.Parallel()
	r := grown(t, "mesa.ejemplo.pe/registro/1", 1, 9)
	other := example()
	other.Numero, other.Codigo = "322-2026", "PONMLKJIHGFEDCBA"
	one, two := drawn(t, r, example()), drawn(t, r, other)
	split := func(file []byte) (before string, seal []string, after string) {
		before, rest, _ := strings.Cut(string(file), "\n%mesadepartes-sello-1 ")
		line, after, _ := strings.Cut(rest, "\n")
		return before, strings.Split(line, " "), "\n" + after
	}
	b1, s1, a1 := split(one)
	b2, s2, a2 := split(two)
	join := func(before string, seal []string, after string) []byte {
		return []byte(before + "\n%mesadepartes-sello-1 " + strings.Join(seal, " ") + after)
	}
	if got := cargo.Verify(join(b1, s1, a1), r.claves()); got.Veredicto != cargo.Autentico {
		t.Fatalf("the parts are taken apart wrongly: %+v", got)
	}
	for name, file := range map[string][]byte{
		"the paper of another": join(b2, s1, a1), "the end of another": join(b1, s1, a2[:len(a2)-3]), "the seal of another": join(b1, s2, a1),
		"the data of another":   join(b1, []string{s1[0], s2[1], s1[2], s1[3]}, a1),
		"the proof of another":  join(b1, []string{s1[0], s1[1], s2[2], s1[3]}, a1),
		"a signature elsewhere": join(b1, []string{s1[0], s1[1], s1[2], "PAdES"}, a1),
		"no signature":          join(b1, []string{s1[0], s1[1], s1[2], ""}, a1),
		"a seal alone":          join("", s1, "\n"), "spaces": join(b1, append(s1, ""), a1),
		"two seals": append(join(b1, s1, ""), join("", s1, a1)...),
		"no key":    join(b1, []string{"", s1[1], s1[2], s1[3]}, a1), "a key that is none": join(b1, []string{"a+b+c", s1[1], s1[2], s1[3]}, a1),
	} {
		if got := cargo.Verify(file, r.claves()); got.Veredicto.Genuine() {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// A proof of the register that was written by hand.
func TestAProofThatIsNoneProvesNothing(t *testing.T) {
	t.Parallel()
	r := grown(t, "mesa.ejemplo.pe/registro/1", 1, 9)
	data, err := example().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	head := "\n\nmesa.ejemplo.pe/registro/1\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n— mesa.ejemplo.pe/registro/1 AAAA\n"
	for _, proof := range []string{
		"", "c2sp.org/tlog-proof@v1\n", "c2sp.org/tlog-proof@v1\nindex 0" + head, "c2sp.org/tlog-proof@v1\nindex -1" + head,
		"c2sp.org/tlog-proof@v1\nindex 99999999999999999999" + head, "c2sp.org/tlog-proof@v1\nindex 0\nAAAA" + head,
		"c2sp.org/tlog-proof@v1\nindex 0\n" + strings.Repeat("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", 10_000) + head,
		strings.Repeat("\n", 100_000),
	} {
		if got := cargo.VerifyCargo(data, []byte(proof), r.claves().Registros[0]); got.Veredicto.Genuine() {
			t.Errorf("%.60q: %+v", proof, got)
		}
	}
}
