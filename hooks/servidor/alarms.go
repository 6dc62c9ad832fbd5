package servidor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"mesadepartes/hooks/disco"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// alarmsName is the file of the data folder with what was told already, so that a program
// which starts again and again does not tell it at each start.
const alarmsName = "alarmas.json"

const (
	standsFor  = 2              // looks, one a minute, before a cause is told: a moment's load is none
	againMal   = time.Hour      // how soon a cause that lasts is told again
	againLight = 24 * time.Hour // the same for one that is not mal
)

// Alarma is a cause that somebody must know of at once, or its end.
type Alarma struct {
	Causa  string     `json:"causa"`
	Salud  mesa.Salud `json:"-"`
	Motivo string     `json:"motivo"`
	Desde  time.Time  `json:"desde"`
	Fin    bool       `json:"-"` // it ended
}

// Bell is a way by which alarms are told.
type Bell struct {
	Name string
	Ring func(ctx context.Context, app core.App, list []Alarma) error
}

// standing is how a cause stands with one bell.
type standing struct {
	Alarma
	Looks  int       `json:"vistas"`
	Told   time.Time `json:"avisada"` // zero when never
	Active bool      `json:"activa"`  // told, and its end not yet
}

// Alarms looks at the health and rings each bell for what is new, what lasts and what ended.
// A bell that fails is tried again in the next round.
func (r *Room) Alarms(ctx context.Context, app core.App) error {
	r.alarms.Lock()
	defer r.alarms.Unlock()
	if r.told == nil {
		r.told = readAlarms(app)
	}
	now, found := r.Now(), map[string]finding{}
	for _, f := range r.look(ctx, app) {
		if f.salud == mesa.Mal || f.salud == mesa.Atencion && f.alarm {
			found[f.name] = f
		}
	}
	var errs []error
	for _, bell := range r.Bells {
		if r.told[bell.Name] == nil {
			r.told[bell.Name] = map[string]*standing{}
		}
		err := ring(ctx, app, bell, r.told[bell.Name], found, now)
		if r.worthTelling(bell.Name, err, now) {
			errs = append(errs, fmt.Errorf("%s: %w", bell.Name, err))
		}
	}
	return errors.Join(append(errs, keepAlarms(app, r.told))...)
}

// worthTelling tells whether the journal gets why a bell failed: once an hour while it does, since
// it is tried each minute.
func (r *Room) worthTelling(bell string, err error, now time.Time) bool {
	if err == nil {
		delete(r.silent, bell)
		return false
	}
	if last, known := r.silent[bell]; known && now.Sub(last) < againMal {
		return false
	}
	r.silent[bell] = now
	return true
}

// ring tells one bell what is due, and notes it once it was told.
func ring(ctx context.Context, app core.App, bell Bell, known map[string]*standing, found map[string]finding, now time.Time) error {
	for name, f := range found {
		s := known[name]
		if s == nil {
			s = &standing{Alarma: Alarma{Causa: name, Desde: now}}
			known[name] = s
		}
		if s.Looks == 0 {
			s.Desde = now
		}
		s.Looks, s.Motivo, s.Salud = s.Looks+1, f.motivo, f.salud
	}
	var due []Alarma
	for _, name := range slices.Sorted(maps.Keys(known)) {
		s := known[name]
		_, lasts := found[name]
		switch {
		case lasts && s.Looks >= standsFor && now.Sub(s.Told) >= s.again():
			due = append(due, s.Alarma)
		case lasts:
		case s.Active:
			ended := s.Alarma
			ended.Fin = true
			due = append(due, ended)
		case now.Sub(s.Told) >= againMal:
			delete(known, name)
		default:
			s.Looks = 0
		}
	}
	if len(due) == 0 {
		return nil
	}
	if err := bell.Ring(ctx, app, due); err != nil {
		return err
	}
	for _, a := range due {
		s := known[a.Causa]
		s.Active = !a.Fin
		if a.Fin {
			s.Looks = 0
		} else {
			s.Told = now
		}
	}
	return nil
}

// again is how soon a cause is told again: one that came back after its end within the hour,
// too, waits for the hour.
func (s *standing) again() time.Duration {
	if s.Active && s.Salud != mesa.Mal {
		return againLight
	}
	return againMal
}

// readAlarms reads what was told before the program started; a file that can't be read is
// as none.
func readAlarms(app core.App) map[string]map[string]*standing {
	told := map[string]map[string]*standing{}
	data, err := os.ReadFile(filepath.Join(app.DataDir(), alarmsName))
	if err == nil && json.Unmarshal(data, &told) != nil {
		told = map[string]map[string]*standing{}
	}
	return told
}

// keepAlarms writes what was told, when it changed. A full disk keeps nothing, and the alarm
// that tells of it has left by then.
func keepAlarms(app core.App, told map[string]map[string]*standing) error {
	data, err := json.Marshal(told)
	if err != nil {
		return err
	}
	path := filepath.Join(app.DataDir(), alarmsName)
	if before, err := os.ReadFile(path); err == nil && string(before) == string(data) {
		return nil
	}
	return unlessFull(disco.Replace(path, data, disco.PrivateFile))
}

func unlessFull(err error) error {
	if disco.IsFull(err) {
		return nil
	}
	return err
}
