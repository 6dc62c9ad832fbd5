package libro_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks"
	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/libro"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"
	"mesadepartes/hooks/servidor"

	"github.com/pocketbase/pocketbase/core"
)

// drill is the test binary as a program that may be killed: MESA_DRILL is what it
// does, MESA_DRILL_DIR its data folder.
func drill() int {
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: os.Getenv("MESA_DRILL_DIR"), DBConnect: servidor.OpenDatabase})
	desk, err := hooks.Register(app, hooks.Config{Now: time.Now, Files: hookstest.Files(), Out: io.Discard})
	if err == nil {
		err = app.Bootstrap()
	}
	if err == nil && os.Getenv("MESA_DRILL") == "recover" {
		desk.Libro.SetBatch(5)
		err = desk.Libro.Recover(app, libro.Options{Out: io.Discard, Reservar: os.Getenv("MESA_DRILL_RESERVAR") != ""})
	} else if err == nil {
		err = fileOn(app)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// fileOn files until it is killed, and prints each number once it is acknowledged.
func fileOn(app core.App) error {
	for {
		draft, doc, err := ready(app, hookstest.PDF(1))
		if err != nil {
			return err
		}
		s, err := create(app, mesa.ColSolicitudes, map[string]any{"borrador": draft})
		if err != nil {
			return err
		}
		fmt.Printf("%s %s %s/%s\n", s.GetString("numero"), s.Id, doc.BaseFilesPath(), doc.GetString("archivo"))
	}
}

// ready prepares a draft that can be filed. Its document is put into storage as an
// admitted upload is; no PDF is inspected.
func ready(app core.App, content []byte) (id string, doc *core.Record, err error) {
	draft, err := create(app, mesa.ColBorradores, map[string]any{"persona": mesa.PersonaNatural, "terminos_en": time.Now(), "secreto": "x"})
	if err != nil {
		return "", nil, err
	}
	draft.Load(map[string]any{
		"tipo_documento": "DNI", "numero_documento": "11111111", "nombres": "JUAN", "apellidos": "PEREZ", "telefono": "987654321",
		"correo": "juan@ejemplo.pe", "domicilio": "Lima", "autorizo": true, "tramite": "tramite00000001", "asunto": "Prueba",
		"parte": mesa.ParteTramite, "correo_validado": "juan@ejemplo.pe",
	})
	if err := rule.Save(app, draft); err != nil {
		return "", nil, err
	}
	c, err := app.FindCachedCollectionByNameOrId(mesa.ColDocumentos)
	if err != nil {
		return "", nil, err
	}
	doc = core.NewRecord(c)
	doc.Load(map[string]any{"borrador": draft.Id, "clase": mesa.ClasePrincipal, "archivo": hookstest.File("a.pdf", content), "nombre": "a.pdf",
		"bytes": len(content), "sha256": hookstest.SHA256(content), "folios": 1, "subido_en": time.Now()})
	return draft.Id, doc, rule.Save(app, doc)
}

// ack is a filing that was acknowledged.
type ack struct{ id, key string }

// office is a data folder on which programs are started and killed, and bases put back.
type office struct {
	t      *testing.T
	dir    string
	rng    *rand.Rand
	copies []string // of the base, the last four
	acked  map[string]ack
	kills  int
}

func (o *office) run(what string, alive time.Duration, env ...string) (killed bool, err error) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(append(os.Environ(), "MESA_DRILL="+what, "MESA_DRILL_DIR="+o.dir), env...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Start(); err != nil {
		o.t.Fatal(err)
	}
	timer := time.AfterFunc(alive, func() { _ = cmd.Process.Kill() })
	err = cmd.Wait()
	killed = !timer.Stop()
	o.read(&out)
	if err != nil && !killed {
		err = fmt.Errorf("%w: %s", err, errs.String())
	}
	return killed, err
}

// read takes the acknowledgements; a line that was cut was never read by anybody.
func (o *office) read(out *bytes.Buffer) {
	lines := bufio.NewScanner(out)
	for whole := out.Bytes(); lines.Scan(); {
		if !bytes.Contains(whole, append(lines.Bytes(), '\n')) {
			continue
		}
		f := strings.Fields(lines.Text())
		if before, twice := o.acked[f[0]]; twice {
			o.t.Errorf("%s was given twice: to %s and to %s", f[0], before.id, f[1])
		}
		o.acked[f[0]] = ack{f[1], f[2]}
	}
}

// copy keeps the base as it is on disk: the program is dead.
func (o *office) copy() {
	to := o.t.TempDir()
	for _, name := range []string{"data.db", "data.db-wal"} {
		data, err := os.ReadFile(filepath.Join(o.dir, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(to, name), data, 0o600)
		}
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			o.t.Fatal(err)
		}
	}
	if o.copies = append(o.copies, to); len(o.copies) > 4 {
		o.copies = o.copies[1:]
	}
}

// restore puts one of the copies back, alone or with the files as a restore of the
// dashboard swaps them.
func (o *office) restore() {
	from := o.copies[o.rng.IntN(len(o.copies))]
	swapped := filepath.Join(o.dir, core.LocalTempDirName, "old_pb_data_"+strconv.Itoa(o.rng.Int()))
	if err := os.MkdirAll(swapped, 0o700); err != nil {
		o.t.Fatal(err)
	}
	for _, name := range []string{"data.db", "data.db-wal", "data.db-shm"} {
		_ = os.Rename(filepath.Join(o.dir, name), filepath.Join(swapped, name))
		if data, err := os.ReadFile(filepath.Join(from, name)); err == nil {
			if err := os.WriteFile(filepath.Join(o.dir, name), data, 0o600); err != nil {
				o.t.Fatal(err)
			}
		}
	}
	if o.rng.IntN(2) == 0 { // the copy held no file at all
		_ = os.Rename(filepath.Join(o.dir, core.LocalStorageDirName), filepath.Join(swapped, core.LocalStorageDirName))
	}
}

// recover runs `recuperar`, kills it up to three times, and lets it live then.
func (o *office) recover() {
	for range o.rng.IntN(4) {
		killed, err := o.run("recover", time.Duration(200+o.rng.IntN(800))*time.Millisecond)
		if !killed && err != nil {
			o.t.Fatal(err)
		}
		if !killed {
			return
		}
		o.kills++
	}
	if killed, err := o.run("recover", 2*time.Minute); killed || err != nil {
		o.t.Fatal(killed, err)
	}
}

// TestRandomRestoresAndKills kills the program while it files, restores older bases
// and kills `recuperar` too, again and again: no number is given twice, and every
// paper that was acknowledged is there at the end. MESA_SIMULACROS is how often.
func TestRandomRestoresAndKills(t *testing.T) {
	if testing.Short() {
		t.Skip("at full size in make test")
	}
	t.Parallel()
	rounds := 40
	if n, err := strconv.Atoi(os.Getenv("MESA_SIMULACROS")); err == nil {
		rounds = n
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	first := hookstest.New(t, workday)
	o := &office{t: t, dir: first.DataDir(), rng: rand.New(rand.NewPCG(seed, 0)), acked: map[string]ack{}}
	closed(t, first)
	o.copy()
	restores := 0
	for range rounds {
		if killed, err := o.run("file", time.Duration(300+o.rng.IntN(700))*time.Millisecond); !killed {
			t.Fatal(err)
		}
		switch o.rng.IntN(3) {
		case 0:
			o.copy()
		case 1:
			o.restore()
			restores++
		}
		o.recover()
	}
	t.Logf("%d acknowledged, %d restores, %d kills of recuperar", len(o.acked), restores, o.kills)
	o.prove(first)
}

// prove looks for everything that was acknowledged.
func (o *office) prove(first *hookstest.Office) {
	t := o.t
	at := first.Reopen(t, workday)
	filed, err := at.FindAllRecords(mesa.ColSolicitudes)
	if err != nil {
		t.Fatal(err)
	}
	byNumber := map[string]string{}
	for _, s := range filed {
		byNumber[s.GetString("numero")] = s.Id
	}
	content := hookstest.SHA256(hookstest.PDF(1))
	for numero, a := range o.acked {
		if byNumber[numero] != a.id {
			t.Errorf("%s was acknowledged to %s, the base has %q", numero, a.id, byNumber[numero])
		}
		data, err := os.ReadFile(filepath.Join(o.dir, core.LocalStorageDirName, a.key))
		if err != nil || hookstest.SHA256(data) != content {
			t.Errorf("the paper of %s is lost: %v", numero, err)
		}
		if docs := at.Documents(t, a.id); len(docs) != 1 {
			t.Errorf("%s has %d documents", numero, len(docs))
		}
	}
	for i := range filed {
		if byNumber[mesa.FormatNumero(i+1, time.Now().Year())] == "" {
			t.Errorf("number %d is a gap", i+1)
		}
	}
	if len(o.acked) == 0 {
		t.Error("nothing was filed")
	}
}
