package instala

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"mesadepartes/hooks/servidor"
)

// The phases of an update. Each is on the disk before what it names begins, so that whoever
// comes after a crash knows what may have happened.
const (
	waiting = "pendiente" // the new program lies there; nothing else was changed
	trying  = "probando"  // the base is kept; the new program may have changed today's
	back    = "volver"    // the new program serves badly: the kept base and the old program are wanted
	done    = "hecha"
	failed  = "fallida" // the old program, with the base that it had
)

// update is how far an update is.
type update struct {
	Fase   string
	Antes  string // versions
	Ahora  string
	Motivo string // why it failed
	Libro  string // the book of acts when it began
}

func (l places) statePath() string { return l.at(l.Programa) + ".estado" }

func (l places) state() (u update, err error) {
	data, err := os.ReadFile(l.statePath())
	if errors.Is(err, os.ErrNotExist) {
		return u, nil
	}
	if err != nil {
		return u, err
	}
	return u, json.Unmarshal(data, &u)
}

func (l places) note(u update) error {
	data, err := json.Marshal(u)
	if err != nil {
		return err
	}
	return putFile(l.statePath(), data, 0o600)
}

// step does what an update needs while nothing serves. The service runs it before each start;
// most times there is nothing to do. A step that was ended midway is undone by the next.
func (i *installation) step() error {
	u, err := i.state()
	if err != nil {
		return err
	}
	switch u.Fase {
	case waiting:
		return i.try(u)
	case trying:
		if _, err := os.Stat(i.at(i.Programa) + nextSuffix); errors.Is(err, os.ErrNotExist) {
			return i.finish(u) // it took the old one's place already
		}
		return i.undo(u, "se interrumpió la prueba del programa nuevo")
	case back:
		return i.undo(u, u.Motivo)
	}
	return nil
}

// try keeps the base, runs the new program on it, and lets it take the old one's place.
func (i *installation) try(u update) error {
	if out, err := i.child("base", "guardar", "--dir="+i.at(i.Datos)).CombinedOutput(); err != nil {
		u.Fase, u.Motivo = failed, "no se pudo guardar la base: "+cmp.Or(string(lastLine(out)), err.Error())
		return errors.Join(i.note(u), remove(i.at(i.Programa)+nextSuffix))
	}
	u.Fase = trying
	if err := i.note(u); err != nil {
		return err
	}
	version, err := i.trial()
	if err != nil {
		return i.undo(u, err.Error())
	}
	u.Ahora = version
	if err := i.note(u); err != nil {
		return err
	}
	program := i.at(i.Programa)
	if err := remove(program + beforeSuffix); err != nil {
		return err
	}
	if err := keepProgram(program, program+beforeSuffix); err != nil {
		return err
	}
	if err := replace(program); err != nil {
		return err
	}
	return i.finish(u)
}

func (i *installation) finish(u update) error {
	u.Fase = done
	return i.note(u)
}

// undo brings the old program and its base back. The base comes first: an old program refuses
// a newer one, while the new program opens the old base.
func (i *installation) undo(u update, why string) error {
	program := i.at(i.Programa)
	suffix := ""
	if u.Fase == back {
		suffix = beforeSuffix
	}
	if out, err := i.childOf(suffix, "base", "devolver", "--dir="+i.at(i.Datos)).CombinedOutput(); err != nil {
		return fmt.Errorf("no se pudo devolver la base: %w: %s", err, lastLine(out))
	}
	if u.Fase == back {
		if err := os.Rename(program+beforeSuffix, program); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	u.Fase, u.Motivo = failed, why
	return errors.Join(i.note(u), remove(program+nextSuffix))
}

// replace puts the new program in the old one's place. Windows does not write over a program that
// runs, as this one does, and lets it be renamed.
func replace(program string) error {
	err := os.Rename(program+nextSuffix, program)
	if err == nil || runtime.GOOS != "windows" {
		return err
	}
	if err := errors.Join(remove(program+beforeSuffix), os.Rename(program, program+beforeSuffix)); err != nil {
		return err
	}
	if err := os.Rename(program+nextSuffix, program); err != nil {
		return errors.Join(err, os.Rename(program+beforeSuffix, program))
	}
	return nil
}

// keepProgram gives the program a second name, so that its own is never without one.
func keepProgram(from, to string) error {
	if os.Link(from, to) == nil {
		return nil
	}
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return putFile(to, data, 0o755)
}

// childOf is one of the programs that stand beside the installed one, as the user of the service.
func (i *installation) childOf(suffix string, args ...string) *exec.Cmd {
	cmd := i.child(args...)
	cmd.Path, cmd.Args[0] = cmd.Path+suffix, cmd.Path+suffix
	return cmd
}

// trialLimit bounds the migrations of a great base.
const trialLimit = 25 * time.Minute

// trial serves the office with the new program where nobody asks for it: migrations run, jobs
// and mails do not, and its health is asked.
func (i *installation) trial() (version string, err error) {
	said, err := i.childOf(nextSuffix, "--version").Output()
	if err != nil {
		return "", fmt.Errorf("el programa nuevo no se ejecuta: %w", err)
	}
	address, err := freeAddress()
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	cmd := i.childOf(nextSuffix, "serve", "--http="+address, "--dir="+i.at(i.Datos))
	cmd.Env = append(cmd.Env, servidor.TrialVariable+"=1")
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		return "", err
	}
	ctx, ended := context.WithCancelCause(context.Background())
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		ended(fmt.Errorf("se cerró: %w", cmp.Or(cmd.Wait(), errors.New("sin decir por qué"))))
	}()
	err = i.wellWithin(ctx, address)
	stopChild(cmd.Process)
	select {
	case <-gone:
	case <-time.After(time.Minute):
		_ = cmd.Process.Kill()
		<-gone
	}
	if err != nil {
		return "", fmt.Errorf("el programa nuevo no está bien: %w. Dijo: «%s»", err, lastLine(out.Bytes()))
	}
	_, version, _ = strings.Cut(strings.TrimSpace(string(said)), " version ")
	return version, nil
}

// wellWithin waits until the server on trial is well. Asked at its own address, it says in one
// word how it is; the folder's key opens the reasons.
func (i *installation) wellWithin(ctx context.Context, address string) error {
	var said bytes.Buffer
	tick := time.NewTicker(300 * time.Millisecond)
	defer tick.Stop()
	limit := time.After(trialLimit)
	unwell := 0
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-limit:
			return errors.New("no respondió a tiempo")
		case <-tick.C:
		}
		said.Reset()
		if servidor.Salud(address, i.at(i.Datos), &said, &said) == 0 {
			return nil
		}
		if servidor.Answers(address) {
			unwell++
		}
		if unwell > 50 { // 15 s of mal
			return errors.New(strings.Join(strings.Fields(said.String()), " "))
		}
	}
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}
