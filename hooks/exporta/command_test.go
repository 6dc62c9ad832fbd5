package exporta_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"mesadepartes/hooks/exporta"
	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/registro"
)

func TestWhatTheCommandTakesAndSays(t *testing.T) {
	t.Parallel()
	o, dest := hookstest.New(t, workday), t.TempDir()
	o.Filed(t, nil)
	o.Registro.Open(o.App)
	run := func(args ...string) (said string, exit int, err error) {
		var out bytes.Buffer
		c := exporta.Command(o.App, o.Now, func() *registro.Room { return o.Registro }, &exit)
		c.SetArgs(args)
		c.SetOut(&out)
		c.SetErr(&out)
		err = c.Execute()
		return out.String(), exit, err
	}
	for _, args := range [][]string{
		{}, {"1-2026"}, {"--a", dest}, {"1-2026", "--desde", "2026-01-01", "--a", dest}, {"hola", "--a", dest}, {"--desde", "ayer", "--a", dest},
		{"9-2026", "--a", dest},
	} {
		if _, _, err := run(args...); err == nil {
			t.Errorf("%v is taken", args)
		}
	}
	said, exit, err := run("N° 1-2026", "--a", filepath.Join(dest, "nueva"))
	if err != nil || exit != 0 || !strings.Contains(said, "1 solicitud exportada") || !strings.Contains(said, "100 %") {
		t.Errorf("%v %d %s", err, exit, said)
	}
	said, exit, err = run("--desde", "2026-03-24", "--a", filepath.Join(dest, "nueva"))
	if err != nil || exit != 0 || !strings.Contains(said, "ya estaban: 1") {
		t.Errorf("%v %d %s", err, exit, said)
	}
	if said, _, err = run("--desde", "2026-03-25", "--a", dest); err != nil || !strings.Contains(said, "0 solicitudes") {
		t.Errorf("%v %s", err, said)
	}
}
