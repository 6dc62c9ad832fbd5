package pdf

import (
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
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
// Inspect fail. Good files that an earlier version refused stand in its folder
// refused, and what becomes of them is reported by cause.
func TestCorpus(t *testing.T) {
	t.Parallel()
	t.Run("made", func(t *testing.T) { tryCorpus(t, madeCorpus(t)) })
	dir := os.Getenv("MESA_CORPUS")
	if dir == "" {
		return
	}
	t.Run("real", func(t *testing.T) { tryCorpus(t, dir) })
	if refused := filepath.Join(dir, "refused"); isFolder(refused) {
		t.Run("refused", func(t *testing.T) { reportRefused(t, refused) })
	}
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// reportRefused prints how many files of each cause are admitted now, and which are
// not. A file admitted with other pages than poppler's is an error.
func reportRefused(t *testing.T, dir string) {
	i := NewInspector()
	defer i.Close()
	before, admitted := map[string]int{}, map[string]int{}
	for _, l := range readLines(t, dir) { // file,refused_as,pages,bytes
		v := inspectFile(t, i, filepath.Join(dir, l[0]))
		before[l[1]]++
		switch {
		case !v.Admitido:
			fmt.Printf("  still refused as %s: %s (%s before)\n", v.Motivo, l[0], l[1])
		case strconv.Itoa(v.Folios) != l[2]:
			t.Errorf("%s: %d folios, poppler has %s pages", l[0], v.Folios, l[2])
		default:
			admitted[l[1]]++
		}
	}
	for _, cause := range slices.Sorted(maps.Keys(before)) {
		fmt.Printf("refused as %s before: %d, admitted now: %d\n", cause, before[cause], admitted[cause])
	}
}

func inspectFile(t *testing.T, i *Inspector, name string) Verdict {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	v, err := i.Inspect(t.Context(), f, 0)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return v
}

func tryCorpus(t *testing.T, dir string) {
	i := NewInspector()
	defer i.Close()
	tally := map[string]int{}
	for _, row := range readIndex(t, dir) {
		v := inspectFile(t, i, filepath.Join(dir, row.file))
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
	case r.verdict == "bad" && v.Admitido:
		return "a bad file was admitted"
	case r.verdict == "password" && v.Motivo != Contrasena && !protected:
		return fmt.Sprintf("motivo %q, a password is needed", v.Motivo)
	}
	return ""
}

func readIndex(t *testing.T, dir string) (rows []corpusRow) {
	t.Helper()
	for _, l := range readLines(t, dir) { // file,bytes,pages_by_poppler,encrypted,verdict
		pages, _ := strconv.Atoi(l[2])
		rows = append(rows, corpusRow{file: l[0], pages: pages, encrypted: l[3] == "yes", verdict: l[4]})
	}
	return rows
}

// readLines reads an index without its headings.
func readLines(t *testing.T, dir string) [][]string {
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
	return lines[1:]
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
	for n, s := range slices.Concat(goodSamples(), damagedSamples(), refusedSamples()) {
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
