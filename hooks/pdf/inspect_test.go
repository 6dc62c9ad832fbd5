package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"
)

func TestInspectSamples(t *testing.T) {
	t.Parallel()
	i := NewInspector()
	defer i.Close()
	for _, s := range samples() {
		t.Run(s.name, func(t *testing.T) {
			v, err := i.Inspect(t.Context(), file(t, s.content), 0)
			if err != nil {
				t.Fatal(err)
			}
			checkVerdict(t, v, s)
		})
	}
}

func checkVerdict(t *testing.T, v Verdict, s sample) {
	t.Helper()
	if v.Motivo != s.motivo || v.Admitido != (s.motivo == "") {
		t.Errorf("motivo %q, admitted %v; want %q", v.Motivo, v.Admitido, s.motivo)
	}
	if v.Folios != s.folios || v.Firmas != s.firmas {
		t.Errorf("%d folios and %d signatures, want %d and %d", v.Folios, v.Firmas, s.folios, s.firmas)
	}
	if v.Avisos == nil || !slices.Equal(v.Avisos, s.avisos) {
		t.Errorf("notices %#v, want %v", v.Avisos, s.avisos)
	}
	sum := sha256.Sum256(s.content)
	if v.Bytes != int64(len(s.content)) || v.SHA256 != hex.EncodeToString(sum[:]) {
		t.Errorf("%d bytes with hash %s, want %d with %x", v.Bytes, v.SHA256, len(s.content), sum)
	}
}

func TestTooBig(t *testing.T) {
	t.Parallel()
	i := NewInspector()
	defer i.Close()
	content := paper{pages: 1}.bytes()
	size := int64(len(content))
	for limit, want := range map[int64]Motivo{size - 1: Grande, size: "", size + 1: "", 0: ""} {
		v, err := i.Inspect(t.Context(), file(t, content), limit)
		if err != nil || v.Motivo != want {
			t.Errorf("limit %d of %d: motivo %q, %v; want %q", limit, size, v.Motivo, err, want)
		}
		if read := v.SHA256 != ""; read == (want == Grande) {
			t.Errorf("limit %d of %d: hash %q; what is too big is not read", limit, size, v.SHA256)
		}
	}
}

func TestCheapRefusalsStartNoProcess(t *testing.T) {
	t.Parallel()
	i := NewInspector()
	defer i.Close()
	for _, content := range [][]byte{nil, []byte("hola"), bytes.Repeat([]byte("%PDF-1.4"), 100)} {
		if _, err := i.Inspect(t.Context(), file(t, content), 500); err != nil {
			t.Fatal(err)
		}
	}
	if i.launcher != nil {
		t.Error("a process was started for a file that needed none")
	}
}

func TestInspectLeavesPositionAlone(t *testing.T) {
	t.Parallel()
	i := NewInspector()
	defer i.Close()
	f := file(t, paper{pages: 2}.bytes())
	if _, err := f.Seek(17, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	v, err := i.Inspect(t.Context(), f, 0)
	if err != nil || v.Folios != 2 {
		t.Fatalf("%+v, %v", v, err)
	}
	if at, _ := f.Seek(0, io.SeekCurrent); at != 17 {
		t.Errorf("the position moved to %d", at)
	}
}

func TestUnusableFilesAreErrors(t *testing.T) {
	t.Parallel()
	i := NewInspector()
	defer i.Close()
	closed := file(t, paper{pages: 1}.bytes())
	_ = closed.Close()
	if _, err := i.Inspect(t.Context(), closed, 0); err == nil {
		t.Error("a closed file got a verdict")
	}
	folder, err := openFolder(t)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := i.Inspect(t.Context(), folder, 0); err == nil {
		t.Error("a folder got a verdict")
	}
}

func TestVerdictAsJSON(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(Verdict{Archivo: "a.pdf", Avisos: []Aviso{}})
	want := `{"archivo":"a.pdf","admitido":false,"motivo":"","folios":0,"bytes":0,"sha256":"","avisos":[],"firmas":0}`
	if err != nil || strings.TrimSpace(string(text)) != want {
		t.Errorf("%s, %v; want %s", text, err, want)
	}
}
