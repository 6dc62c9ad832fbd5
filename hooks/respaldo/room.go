package respaldo

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"sync"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

// Config is what the room needs from outside.
type Config struct {
	Now   func() time.Time // the program's clock
	Lugar Lugar            // where copies go each night
	No    bool             // MESA_COPIA=no: the office wants none
}

// Nightly is where a program copies by itself: where MESA_COPIA says, beside the data when it
// says nothing, nowhere when it says no. One that serves no office, or under --dev, (serving is
// false) copies only where it is told.
func Nightly(data, told string, serving bool) (l Lugar, no bool, err error) {
	if told == "" && serving {
		told, err = Beside(data)
	}
	if told == No {
		return Lugar{}, serving, nil
	}
	return FromEnv(told), false, err
}

// Room makes a copy a day and restores one a week to try it.
type Room struct {
	Config

	since time.Time  // when the program began
	turn  sync.Mutex // held by a round

	mu    sync.Mutex // over what the last round found: a disk that hangs keeps nobody else waiting
	found mesa.Copias
}

// New makes the room.
func New(cfg Config) *Room {
	return &Room{Config: cfg, since: cfg.Now(), found: mesa.Copias{Donde: cfg.Lugar.Donde, No: cfg.No}}
}

// atNight is the hour of Lima from which a copy of the day is due, and rehearseEvery how long a
// rehearsal is good for.
const (
	atNight       = 2
	rehearseEvery = 7*24*time.Hour - 12*time.Hour // the copy of a week later comes a little sooner or later
)

// Round copies the office when the newest copy is of before last night, and rehearses a restore
// when the last one is a week old. It runs at the start and each hour, so that a machine which is
// off at night has its copy too. A round that comes while another is under way is left out.
func (r *Room) Round(ctx context.Context, app core.App) error {
	if r.Lugar.Donde == "" || !r.turn.TryLock() {
		return nil
	}
	defer r.turn.Unlock()
	found := r.Estado()
	err := r.round(ctx, app, &found)
	found.Visto, found.Falla = true, ""
	if err != nil {
		found.Falla = err.Error()
	}
	found.Junto = SameDisk(app.DataDir(), r.Lugar.Donde)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.found = found
	return err
}

func (r *Room) round(ctx context.Context, app core.App, found *mesa.Copias) error {
	d, err := look(r.Lugar)
	if err != nil {
		return err
	}
	if found.Ultima, err = d.newestAt(ctx); err != nil {
		return err
	}
	var made error
	if found.Ultima.Before(r.lastNight()) {
		made = r.copy(ctx, app, d)
	}
	var unread error
	if found.Ultima, unread = d.newestAt(ctx); unread == nil {
		found.Ensayo, unread = d.rehearsed(ctx)
	}
	return errors.Join(made, unread)
}

func (r *Room) lastNight() time.Time {
	now := r.Now().In(plazos.Lima)
	night := time.Date(now.Year(), now.Month(), now.Day(), atNight, 0, 0, 0, plazos.Lima)
	if now.Before(night) {
		night = night.AddDate(0, 0, -1)
	}
	return night
}

func (r *Room) copy(ctx context.Context, app core.App, d *destino) error {
	silent := func(string, int64, int64) {}
	h, err := Make(ctx, app, r.Lugar, r.Now(), silent)
	if err != nil {
		return err
	}
	app.Logger().Info("copied", "copia", h.Nombre(), "bytes", h.Bytes(), "new", h.Nuevos, "faults", len(h.Fallas))
	if _, err := Prune(ctx, app.DataDir(), r.Lugar); err != nil {
		return err
	}
	if last, _ := d.rehearsed(ctx); r.Now().Sub(last.Hecho) < rehearseEvery {
		return nil
	}
	c, wrong, err := Rehearse(ctx, r.Lugar, h.Nombre(), silent)
	if err != nil {
		return err
	}
	return d.noteRehearsal(ctx, r.Now(), c, append(wrong, h.Fallas...))
}

// noteRehearsal keeps at the place how a rehearsal of its newest copy ended.
func (d *destino) noteRehearsal(ctx context.Context, now time.Time, c *Copia, wrong []string) error {
	data, err := json.Marshal(mesa.EnsayoCopia{Hecho: now, Copia: c.Nombre(), Fallas: wrong, Sellada: c.Sellada()})
	if err != nil {
		return err
	}
	return d.write(ctx, rehearsalFile, data)
}

const rehearsalFile = "ensayo.json"

// rehearsed reads how the last rehearsal ended; a zero one when there was none.
func (d *destino) rehearsed(ctx context.Context) (e mesa.EnsayoCopia, err error) {
	data, err := d.small(ctx, rehearsalFile)
	if err == nil {
		err = json.Unmarshal(data, &e)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return e, nil
	}
	return e, err
}

// newestAt is when the newest copy was made, by its name; zero when there is none.
func (d *destino) newestAt(ctx context.Context) (at time.Time, err error) {
	names, err := d.names(ctx)
	for _, name := range names {
		if t, err := time.Parse(nameForm, name); err == nil && t.After(at) {
			at = t
		}
	}
	return at, err
}

// Salud tells whether the copies are made and can be restored, as the last round found it. What
// the office chose is left to SaludLugar: an alarm about it would come each day for ever.
func (r *Room) Salud(context.Context, core.App) (mesa.Salud, string) {
	c := r.Estado()
	if c.Donde != "" && !c.Visto {
		if r.Now().Sub(r.since) < mesa.CopiaTarde {
			return mesa.Bien, ""
		}
		return mesa.Atencion, mesa.TextCopiaFalla("el lugar de las copias no responde")
	}
	if text, grave := c.Aviso(r.Now()); grave && !c.No {
		return mesa.Atencion, text
	}
	return mesa.Bien, ""
}

// SaludLugar tells when the office makes no copies, or makes them on the disk of the data.
func (r *Room) SaludLugar(context.Context, core.App) (mesa.Salud, string) {
	c := r.Estado()
	if text, grave := c.Aviso(r.Now()); text != "" && (c.No || !grave) {
		return mesa.Atencion, text
	}
	return mesa.Bien, ""
}

// Estado is how the copies stand, as the last round found it.
func (r *Room) Estado() mesa.Copias {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.found
}
