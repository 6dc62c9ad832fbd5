package respaldo

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// Config is what the room needs from outside.
type Config struct {
	Now  func() time.Time // the program's clock
	Dest string           // MESA_COPIA: where copies go each night; "" for nowhere
}

// Room makes a copy a day and restores one a week to try it.
type Room struct {
	Config

	since time.Time  // when the program began
	turn  sync.Mutex // held by a round

	mu    sync.Mutex // over what the last round found: a disk that hangs keeps nobody else waiting
	found found
}

// found is what a round found at the destination.
type found struct {
	looked bool
	fault  string    // why the last copy was not made, in words
	newest time.Time // when the newest copy was made; zero without one
	last   ensayo
}

// New makes the room.
func New(cfg Config) *Room { return &Room{Config: cfg, since: cfg.Now()} }

// How long a copy and a rehearsal are good for, and when staff must know that one is late.
const (
	copyEvery     = 23 * time.Hour
	rehearseEvery = 7 * 24 * time.Hour
	copyLate      = 36 * time.Hour
)

// ensayo is how the last rehearsal ended.
type ensayo struct {
	Hecho  time.Time `json:"hecho"`
	Copia  string    `json:"copia"`
	Fallas []string  `json:"fallas"`
}

// Round copies the office when the newest copy is a day old, and rehearses a restore when the
// last one is a week old. It runs at the start and each hour, so that a machine which is off at
// night has its copy too. A round that comes while another is under way is left out.
func (r *Room) Round(ctx context.Context, app core.App) error {
	if r.Dest == "" || !r.turn.TryLock() {
		return nil
	}
	defer r.turn.Unlock()
	var err error
	if r.Now().Sub(r.newest()) >= copyEvery {
		err = r.copy(ctx, app)
	}
	now := found{looked: true, newest: r.newest()}
	last, unread := r.rehearsed()
	now.last = last
	if err := errors.Join(err, unread); err != nil {
		now.fault = err.Error()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.found = now
	return err
}

func (r *Room) copy(ctx context.Context, app core.App) error {
	silent := func(string, int64, int64) {}
	h, err := Make(ctx, app, r.Dest, r.Now(), silent)
	if err != nil {
		return err
	}
	app.Logger().Info("copied", "copia", h.Nombre(), "bytes", h.Bytes(), "new", h.Nuevos, "faults", len(h.Fallas))
	if _, err := Prune(app.DataDir(), r.Dest); err != nil {
		return err
	}
	if last, _ := r.rehearsed(); r.Now().Sub(last.Hecho) < rehearseEvery {
		return nil
	}
	_, wrong, err := Rehearse(ctx, r.Dest, h.Nombre(), silent)
	if err != nil {
		return err
	}
	data, err := json.Marshal(ensayo{r.Now(), h.Nombre(), append(wrong, h.Fallas...)})
	if err != nil {
		return err
	}
	return putFile(r.rehearsalPath(), data)
}

func (r *Room) rehearsalPath() string { return filepath.Join(r.Dest, "ensayo.json") }

// rehearsed reads how the last rehearsal ended; a zero one when there was none.
func (r *Room) rehearsed() (e ensayo, err error) {
	data, err := os.ReadFile(r.rehearsalPath())
	if err != nil {
		return e, ignoreAbsent(err)
	}
	return e, json.Unmarshal(data, &e)
}

// newest is when the newest copy was made, by its name; zero when there is none.
func (r *Room) newest() (at time.Time) {
	entries, _ := os.ReadDir(filepath.Join(r.Dest, "copias")) // a disk that is gone has no copy
	for _, e := range entries {
		if t, err := time.Parse("20060102-150405", strings.TrimSuffix(e.Name(), ".json")); err == nil && t.After(at) {
			at = t
		}
	}
	return at
}

// Salud tells whether the copies are made and can be restored, as the last round found it.
func (r *Room) Salud(context.Context, core.App) (mesa.Salud, string) {
	r.mu.Lock()
	f := r.found
	r.mu.Unlock()
	switch {
	case r.Dest == "", !f.looked && r.Now().Sub(r.since) < copyLate:
	case !f.looked:
		return mesa.Atencion, mesa.TextCopiaFalla("el disco de las copias no responde")
	case f.fault != "":
		return mesa.Atencion, mesa.TextCopiaFalla(f.fault)
	case r.Now().Sub(f.newest) > copyLate:
		return mesa.Atencion, mesa.TextCopiaVieja(r.Dest, f.newest)
	case len(f.last.Fallas) > 0:
		return mesa.Atencion, mesa.TextEnsayoFalla(f.last.Copia, f.last.Fallas[0])
	}
	return mesa.Bien, ""
}

// Last is when the newest copy of the destination was made; zero when none is made.
func (r *Room) Last() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.found.newest
}
