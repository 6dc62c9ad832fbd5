package pdf

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestEncryptIsFoundAcrossChunks(t *testing.T) {
	t.Parallel()
	const entry = "/Encrypt  12 0 R"
	for shift := -len(entry) - 2; shift <= 2; shift++ {
		at := scanChunk - scanOverlap + shift
		for _, at := range []int{at, at + scanOverlap, 2*scanChunk + shift} {
			text := bytes.Repeat([]byte{'.'}, 3*scanChunk)
			copy(text[at:], entry)
			places, err := encryptOffsets(bytes.NewReader(text), 0, int64(len(text)))
			if err != nil || len(places) != 1 || places[0] != int64(at) {
				t.Fatalf("at %d: found %v, %v", at, places, err)
			}
		}
	}
}

func TestWhatDeclaresEncryption(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"/Encrypt<<":                       1,
		"/Encrypt \r\n<</Filter":           1,
		"/Encrypt 3 0 R":                   1,
		"/Encrypt\x003\x000\x00R":          1,
		"/EncryptMetadata true":            0,
		"/Encrypt true":                    0,
		"/Encrypt":                         0,
		"Encrypt 3 0 R":                    0,
		"/Encrypt 3 0 R /Encrypt 3 0 R":    2,
		strings.Repeat("/Encrypt<<", 5000): scanEnough,
	} {
		places, err := encryptOffsets(strings.NewReader(text), 0, int64(len(text)))
		if err != nil || min(len(places), scanEnough) != want {
			t.Errorf("%.40q: %d places, %v; want %d", text, len(places), err, want)
		}
	}
}

func TestGuardCountsSmallReads(t *testing.T) {
	t.Parallel()
	g := newGuard(strings.NewReader("0123456789"), 10)
	one := make([]byte, 1)
	for n := 0; g.err == nil; n++ {
		if n > smallReads {
			t.Fatal("no end of small reads")
		}
		_, _ = g.Seek(1, io.SeekStart)
		_, _ = g.Read(one)
	}
	if _, err := g.Read(one); !errors.Is(err, errBudget) {
		t.Errorf("the error doesn't stick: %v", err)
	}
}

func TestGuardCountsBulkReads(t *testing.T) {
	t.Parallel()
	content := bytes.Repeat([]byte("x"), 1<<20)
	g := newGuard(bytes.NewReader(content), int64(len(content)))
	whole := make([]byte, len(content))
	rounds := 0
	for g.err == nil && rounds < 100 {
		g.begun = false
		_, _ = g.Seek(0, io.SeekStart)
		_, _ = g.Read(whole)
		rounds++
	}
	if want := bulkFactor + int(bulkExtra>>20) + 1; rounds != want || !errors.Is(g.err, errBudget) {
		t.Errorf("%d rounds and %v, want %d", rounds, g.err, want)
	}
}

// A failing disk is no reason to refuse a file.
func TestGuardKeepsReadErrors(t *testing.T) {
	t.Parallel()
	failing := readerAt{iotest.ErrReader(errors.New("disk"))}
	if ans := examine(failing, 10); ans.Fault == "" || ans.Motivo != "" {
		t.Errorf("%+v", ans)
	}
	g := newGuard(failing, 10)
	if _, err := g.Read(make([]byte, 5)); err == nil || g.err == nil {
		t.Errorf("%v, kept %v", err, g.err)
	}
	g = newGuard(strings.NewReader("x"), 1)
	if _, err := io.ReadAll(g); err != nil || g.err != nil {
		t.Errorf("the end is not an error: %v, kept %v", err, g.err)
	}
}

type readerAt struct{ io.Reader }

func (r readerAt) ReadAt(p []byte, _ int64) (int, error) { return r.Read(p) }

// A file on which pdfcpu panics is damaged, and its worker must not take another.
func TestExamineSurvivesPanics(t *testing.T) {
	t.Parallel()
	ans := examine(panicReader{}, 10)
	if ans.Motivo != Danado || !ans.Replace {
		t.Errorf("%+v", ans)
	}
}

type panicReader struct{}

func (panicReader) ReadAt([]byte, int64) (int, error) { panic("as pdfcpu does") }

func TestFirstWordsOfADyingChildAreKept(t *testing.T) {
	t.Parallel()
	var w excerpt
	n, err := io.Copy(&w, strings.NewReader("fatal error\n"+strings.Repeat("x", 1<<20)))
	if err != nil || n < 1<<20 || len(w.text) > 1024 || !strings.HasPrefix(w.String(), "fatal error") {
		t.Errorf("%d bytes, %v, kept %d", n, err, len(w.text))
	}
}

// pdfcpu goes back to the start of a file only to repair it, which this package does
// in its place.
func TestPdfcpuStillRepairsFromTheStart(t *testing.T) {
	whole := paper{pages: 2}.bytes()
	for damaged, content := range map[bool][]byte{false: whole, true: swap(whole, "startxref", "farbage")} {
		_, g, err := readThrough(bytes.NewReader(content), int64(len(content)))
		if errors.Is(g.err, errGuess) != damaged || (err == nil) == damaged {
			t.Errorf("damaged %v: %v, %v", damaged, g.err, err)
		}
	}
}
