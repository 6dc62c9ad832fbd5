package pdf

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// corpusRow is a line of a corpus's index.csv.
type corpusRow struct {
	file, verdict string
	pages         int
	encrypted     bool
}

// TestCorpus inspects a folder of files: a small one that the test makes, and
// after it the real one named by MESA_CORPUS (see `make corpus`). No good file
// may be refused, none that needs a password admitted, and no bad one may make
// Inspect fail.
func TestCorpus(t *testing.T) {
	t.Run("made", func(t *testing.T) { tryCorpus(t, madeCorpus(t)) })
	if dir := os.Getenv("MESA_CORPUS"); dir != "" {
		t.Run("real", func(t *testing.T) { tryCorpus(t, dir) })
	}
}

func tryCorpus(t *testing.T, dir string) {
	i := NewInspector()
	defer i.Close()
	tally := map[string]int{}
	for _, row := range readIndex(t, dir) {
		f, err := os.Open(filepath.Join(dir, row.file))
		if err != nil {
			t.Fatal(err)
		}
		v, err := i.Inspect(t.Context(), f, 0)
		_ = f.Close()
		if err != nil {
			t.Fatalf("%s: %v", row.file, err)
		}
		if wrong := row.judge(v); wrong != "" {
			t.Errorf("%s: %s", row.file, wrong)
			tally["wrong"]++
		}
		tally[row.verdict]++
	}
	fmt.Printf("corpus %s: %d good, %d with password, %d bad; %d wrong\n",
		dir, tally["good"], tally["password"], tally["bad"], tally["wrong"])
}

// judge says what is wrong with the verdict, if anything is.
func (r corpusRow) judge(v Verdict) string {
	protected := false
	for _, a := range v.Avisos {
		protected = protected || a == Proteccion
	}
	switch {
	case r.verdict == "good" && (!v.Admitido || v.Folios != r.pages):
		return fmt.Sprintf("motivo %q with %d folios, poppler has %d pages", v.Motivo, v.Folios, r.pages)
	case r.verdict == "good" && r.encrypted != protected:
		return fmt.Sprintf("encrypted %v, notices %v", r.encrypted, v.Avisos)
	case r.verdict == "password" && v.Motivo != Contrasena && !protected:
		return fmt.Sprintf("motivo %q, a password is needed", v.Motivo)
	}
	return ""
}

func readIndex(t *testing.T, dir string) (rows []corpusRow) {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, "index.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil || len(lines) < 2 {
		t.Fatalf("index.csv has %d lines: %v", len(lines), err)
	}
	for _, l := range lines[1:] { // file,bytes,pages_by_poppler,encrypted,verdict
		pages, _ := strconv.Atoi(l[2])
		rows = append(rows, corpusRow{file: l[0], pages: pages, encrypted: l[3] == "yes", verdict: l[4]})
	}
	return rows
}

// madeCorpus writes the samples the way a corpus is kept.
func madeCorpus(t *testing.T) string {
	dir := t.TempDir()
	index, err := os.Create(filepath.Join(dir, "index.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	fmt.Fprintln(index, "file,bytes,pages_by_poppler,encrypted,verdict")
	for n, s := range append(goodSamples(), refusedSamples()...) {
		verdict, encrypted, name := "bad", "no", fmt.Sprintf("%02d.pdf", n)
		switch s.motivo {
		case "":
			verdict = "good"
		case Contrasena:
			verdict, encrypted = "password", "yes"
		}
		for _, a := range s.avisos {
			if a == Proteccion {
				encrypted = "yes"
			}
		}
		if err := os.WriteFile(filepath.Join(dir, name), s.content, 0o600); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(index, "%s,%d,%d,%s,%s\n", name, len(s.content), s.folios, encrypted, verdict)
	}
	return dir
}
