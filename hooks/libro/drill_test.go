package libro_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
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

// How a program of the drill ends, beside well (0) and for another reason (1).
const (
	endWaits   = 10 + iota // acts must wait until the base agrees with the book
	endDamaged             // `recuperar` changed nothing, because the book is damaged
	endLacks               // `recuperar` wrote everything again but for what another folder has
)

// drill is the test binary as a program that may be killed: MESA_DRILL is what it
// does, MESA_DRILL_DIR its data folder.
func drill() int {
	err := drilled()
	if err == nil {
		return 0
	}
	fmt.Fprintln(os.Stderr, err)
	p, _ := mesa.AsProblem(err)
	switch {
	case p.Status == 503:
		return endWaits
	case errors.Is(err, libro.ErrDamaged):
		return endDamaged
	}
	for said := range strings.Lines(err.Error()) {
		if said = strings.TrimSpace(said); said != libro.ErrPapers.Error() && said != libro.ErrApart.Error() {
			return 1
		}
	}
	return endLacks
}

func drilled() error {
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: os.Getenv("MESA_DRILL_DIR"), DBConnect: servidor.OpenDatabase})
	desk, err := hooks.Register(app, hooks.Config{Now: time.Now, Files: hookstest.Files(), Out: io.Discard})
	if err == nil {
		err = app.Bootstrap()
	}
	what := os.Getenv("MESA_DRILL")
	if err == nil && what == "recover" {
		desk.Libro.SetBatch(5)
		return desk.Libro.Recover(app, libro.Options{Out: io.Discard, Reservar: os.Getenv("MESA_DRILL_RESERVAR") != ""})
	}
	if err == nil {
		err = fileOne(app)
	}
	for err == nil && what == "file" { // until it is killed
		err = fileOne(app)
	}
	return err
}

// fileOne files, and prints the number once it is acknowledged.
func fileOne(app core.App) error {
	draft, doc, err := ready(app, hookstest.PDF(1))
	if err != nil {
		return err
	}
	s, err := create(app, mesa.ColSolicitudes, map[string]any{"borrador": draft})
	if err == nil {
		fmt.Printf("%s %s %s/%s\n", s.GetString("numero"), s.Id, doc.BaseFilesPath(), doc.GetString("archivo"))
	}
	return err
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

// office is a data folder on which programs are started and killed, and bases and whole
// folders put back.
type office struct {
	t      *testing.T
	dir    string
	rng    *rand.Rand
	copies []kept         // of the base, the last four
	aside  []kept         // whole data folders, older ones and such as were replaced
	acked  map[string]ack // everything that was ever acknowledged
	there  map[string]bool
	unread map[int]bool // numbers that were passed over: given by a program that was killed before it could say so
	last   int          // the highest number acknowledged
	silent int          // programs killed since then
	kills  int          // of `recuperar`
	swaps  int          // of the whole folder
	shut   int          // of these, such as lacked numbers
}

// kept is a copy, and what had been acknowledged in its folder by then.
type kept struct {
	dir string
	had map[string]bool
}

// end is how a program ended.
type end struct {
	killed bool
	code   int
	said   string
}

func (o *office) run(what string, alive time.Duration, env ...string) end {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(append(os.Environ(), "MESA_DRILL="+what, "MESA_DRILL_DIR="+o.dir), env...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Start(); err != nil {
		o.t.Fatal(err)
	}
	timer := time.AfterFunc(alive, func() { _ = cmd.Process.Kill() })
	_ = cmd.Wait()
	killed := !timer.Stop()
	o.read(&out)
	return end{killed, cmd.ProcessState.ExitCode(), errs.String()}
}

// read takes the acknowledgements; a line that was cut was never read by anybody.
func (o *office) read(out *bytes.Buffer) {
	lines := bufio.NewScanner(out)
	for whole := out.Bytes(); lines.Scan(); {
		if bytes.Contains(whole, append(lines.Bytes(), '\n')) {
			f := strings.Fields(lines.Text())
			o.take(f[0], ack{f[1], f[2]})
		}
	}
}

// take notes an acknowledgement. Its number follows the last one; a program that was
// killed may have given one more.
func (o *office) take(numero string, a ack) {
	if before, twice := o.acked[numero]; twice {
		o.t.Errorf("%s was given twice: to %s and to %s", numero, before.id, a.id)
	}
	n := ordinal(numero)
	if n <= o.last || n > o.last+1+o.silent {
		o.t.Errorf("%s was given after %d and %d kills", numero, o.last, o.silent)
	}
	for passed := o.last + 1; passed < n; passed++ {
		o.unread[passed] = true
	}
	o.acked[numero], o.there[numero] = a, true
	o.last, o.silent = max(o.last, n), 0
}

// patience is how long `recuperar` may take: a limit for one that hangs.
func (o *office) patience() time.Duration {
	return 2*time.Minute + time.Duration(len(o.acked))*200*time.Millisecond
}

// file kills a program while it files.
func (o *office) file() {
	if e := o.run("file", time.Duration(300+o.rng.IntN(700))*time.Millisecond); !e.killed {
		o.t.Fatal(e)
	}
	o.silent++
}

// copy keeps the base as it is on disk: the program is dead.
func (o *office) copy() {
	if o.copies = append(o.copies, o.copyBase()); len(o.copies) > 4 {
		o.copies = o.copies[1:]
	}
}

func (o *office) copyBase() kept {
	to := o.t.TempDir()
	for _, name := range []string{"data.db", "data.db-wal"} {
		if err := copyFile(filepath.Join(o.dir, name), filepath.Join(to, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			o.t.Fatal(err)
		}
	}
	return kept{to, maps.Clone(o.there)}
}

// ordinal is the 12 of 12-2026.
func ordinal(numero string) int {
	n, _ := strconv.Atoi(strings.Split(numero, "-")[0])
	return n
}

func copyFile(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o600)
}

// restore puts one of the copies back. A base of another folder, which nothing can bring
// together with this one, gives way to the folder's own again.
func (o *office) restore() {
	k := o.copies[o.rng.IntN(len(o.copies))]
	o.t.Logf("after %d a base with %d, of %d in the folder", o.last, len(k.had), len(o.there))
	if !o.foreign(k) {
		o.putBase(k)
		return
	}
	own := o.copyBase()
	o.putBase(k)
	o.waits()
	o.putBase(own)
}

// putBase puts a base back, alone or with the files as a restore of the dashboard swaps
// them.
func (o *office) putBase(k kept) {
	swapped := filepath.Join(o.dir, core.LocalTempDirName, "old_pb_data_"+strconv.Itoa(o.rng.Int()))
	if err := os.MkdirAll(swapped, 0o700); err != nil {
		o.t.Fatal(err)
	}
	for _, name := range []string{"data.db", "data.db-wal", "data.db-shm"} {
		_ = os.Rename(filepath.Join(o.dir, name), filepath.Join(swapped, name))
		if err := copyFile(filepath.Join(k.dir, name), filepath.Join(o.dir, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			o.t.Fatal(err)
		}
	}
	if o.rng.IntN(2) == 0 { // the copy held no file at all
		_ = os.Rename(filepath.Join(o.dir, core.LocalStorageDirName), filepath.Join(swapped, core.LocalStorageDirName))
	}
}

// recover runs `recuperar`, kills it up to three times, and lets it live then. Once a
// folder was replaced the book may end early, which takes --reservar, and papers may be
// in a folder that stands aside.
func (o *office) recover() {
	var reservar []string
	for kills := o.rng.IntN(4); ; kills-- {
		alive := o.patience()
		if kills > 0 {
			alive = time.Duration(200+o.rng.IntN(800)) * time.Millisecond
		}
		switch e := o.run("recover", alive, reservar...); {
		case e.killed && kills > 0:
			o.kills++
		case e.code == endDamaged && o.swaps > 0 && reservar == nil:
			reservar = []string{"MESA_DRILL_RESERVAR=1"}
			kills++
		case e.killed || e.code != 0 && (e.code != endLacks || o.swaps == 0):
			o.t.Fatal(e)
		default:
			return
		}
	}
}

// TestRandomRestoresAndKills kills the program while it files, restores older bases and
// whole folders and kills `recuperar` too, again and again: no number is given twice,
// and every paper that was acknowledged in the folder is there at the end.
// MESA_SIMULACROS is how often.
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
	first.Confirm(t) // whom the drill kills is no development server
	o := &office{t: t, dir: first.DataDir(), rng: rand.New(rand.NewPCG(seed, 0)), acked: map[string]ack{}, there: map[string]bool{},
		unread: map[int]bool{}}
	closed(t, first)
	o.copy()
	o.copyFolder()
	restores := 0
	for range rounds {
		o.file()
		switch o.rng.IntN(8) {
		case 0, 1:
			o.copy()
		case 2, 3:
			o.restore()
			restores++
		case 4:
			o.copyFolder()
		case 5:
			o.bringBack()
		}
		o.recover()
	}
	t.Logf("%d acknowledged, %d of them in the folder; %d restores; %d folders brought back, %d of them short; %d kills of recuperar",
		len(o.acked), len(o.there), restores, o.swaps, o.shut, o.kills)
	o.prove(first)
}

// prove looks for everything that was acknowledged in the folder.
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
	for numero := range o.there {
		a := o.acked[numero]
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
	for n := 1; n <= o.last; n++ {
		numero := mesa.FormatNumero(n, time.Now().Year())
		_, given := o.acked[numero]
		if elsewhere := o.swaps > 0 && (given || o.unread[n]); byNumber[numero] == "" && !elsewhere {
			t.Errorf("number %d is a gap", n)
		}
	}
	if len(o.acked) == 0 {
		t.Error("nothing was filed")
	}
}
