package pdf

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

func TestInspeccionar(t *testing.T) {
	t.Parallel()
	good := file(t, paper{pages: 2}.bytes()).Name()
	bad := file(t, []byte("<b>hola</b>")).Name()
	none := filepath.Join(t.TempDir(), "no-existe.pdf")
	for _, c := range []struct {
		args  []string
		code  int
		lines int
	}{
		{[]string{good}, 0, 1},
		{[]string{good, bad}, 1, 2},
		{[]string{bad, good}, 1, 2},
		{[]string{none, bad, good}, 2, 2},
		{[]string{t.TempDir()}, 2, 0},
		{nil, 2, 0},
	} {
		var out, errw bytes.Buffer
		if code := Inspeccionar(c.args, 1<<20, &out, &errw); code != c.code {
			t.Errorf("%v: exit code %d, want %d", c.args, code, c.code)
		}
		if n := strings.Count(out.String(), "\n"); n != c.lines {
			t.Errorf("%v: %d lines, want %d", c.args, n, c.lines)
		}
		if said := errw.Len() > 0; said != (c.code == 2) {
			t.Errorf("%v: on standard error %q", c.args, errw.String())
		}
	}
}

func TestInspeccionarLine(t *testing.T) {
	t.Parallel()
	name := file(t, paper{pages: 2}.bytes()).Name()
	var out, errw bytes.Buffer
	Inspeccionar([]string{name}, 0, &out, &errw)
	var line map[string]any
	if err := json.Unmarshal(out.Bytes(), &line); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"archivo", "admitido", "motivo", "folios", "bytes", "sha256", "avisos", "firmas"} {
		if _, ok := line[key]; !ok {
			t.Errorf("no %q in %s", key, out.String())
		}
	}
	if len(line) != 8 || line["archivo"] != name || line["admitido"] != true || line["folios"] != 2.0 || line["avisos"] == nil {
		t.Errorf("line %s", out.String())
	}
}
