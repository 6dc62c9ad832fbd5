package reloj

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

const (
	recountAtOnce = 5 * time.Second       // what the change of the calendar waits for; the minute's round does the rest
	recountRound  = 20 * time.Second      // of a minute's round; the next one goes on
	recountTurn   = 50 * time.Millisecond // one transaction: a filing waits no longer for its turn
)

// recountNow counts the terms anew once a change of the calendar was stored.
func (r *Room) recountNow(app core.App, e *core.RecordEvent) error {
	rule.Job(app, "recount", func(app core.App) error {
		return r.Recount(app, time.Now().Add(recountAtOnce))
	})
	return e.Next()
}

// Recount counts the terms of all open filings anew if the calendar changed since the last
// time, in many short transactions. It stops at a deadline and is resumed by the next call.
// What was moved already is not moved, or told, again.
func (r *Room) Recount(app core.App, deadline time.Time) error {
	if !r.recounting.TryLock() {
		return nil // the one at work sees the newest change before it ends
	}
	defer r.recounting.Unlock()
	for {
		last, motivo, err := pendingRecounts(app)
		if err != nil || last == 0 {
			return err
		}
		done, err := r.recountAll(app, motivo, deadline)
		if err != nil || !done {
			return err
		}
		if _, err := app.DB().Delete("reloj_recuentos", dbx.NewExp("id <= {:last}", dbx.Params{"last": last})).Execute(); err != nil {
			return err
		}
	}
}

// pendingRecounts gives the newest change that waits, 0 for none, and why terms move.
func pendingRecounts(app core.App) (last int, motivo string, err error) {
	var rows []struct {
		ID     int    `db:"id"`
		Motivo string `db:"motivo"`
	}
	if err := app.DB().Select("id", "motivo").From("reloj_recuentos").OrderBy("id").All(&rows); err != nil {
		return 0, "", err
	}
	var why []string
	for _, row := range rows {
		last = row.ID
		if !slices.Contains(why, row.Motivo) {
			why = append(why, row.Motivo)
		}
	}
	return last, strings.Join(why, "; "), nil
}

// recountAll looks at every open filing and tells whether it came to the end in time.
func (r *Room) recountAll(app core.App, motivo string, deadline time.Time) (done bool, err error) {
	c, err := Read(app, r.Now())
	if err != nil {
		return false, err
	}
	all, err := openFilings(app)
	if err != nil {
		return false, err
	}
	var moved []string
	for _, f := range all {
		if len(c.moved(f)) > 0 {
			moved = append(moved, f.ID)
		}
	}
	var errs []error
	for len(moved) > 0 {
		if time.Now().After(deadline) {
			return false, errors.Join(errs...)
		}
		n, err := r.takeTurn(app, c, moved, motivo)
		moved, errs = moved[n:], append(errs, err)
	}
	return true, errors.Join(append(errs, c.tellReopenable(motivo))...)
}

// takeTurn moves the terms of some filings in one transaction and says of how many. One
// that fails is tried alone the next time, so that it does not hold up the others.
func (r *Room) takeTurn(app core.App, c *Reading, ids []string, motivo string) (n int, err error) {
	c.Now = r.Now() // others write lines meanwhile, and none may run backwards
	err = app.RunInTransaction(func(tx core.App) error {
		n = 0
		for began := time.Now(); n < len(ids) && (n == 0 || time.Since(began) < recountTurn); n++ {
			if err := r.recountOne(c.in(tx), ids[n], motivo); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		return n, nil
	}
	err = app.RunInTransaction(func(tx core.App) error { return r.recountOne(c.in(tx), ids[0], motivo) })
	return 1, err
}

// recountOne moves the terms of a filing, which is read again: it may have moved meanwhile.
func (r *Room) recountOne(c *Reading, id, motivo string) error {
	row, err := c.app.FindRecordById(mesa.ColSolicitudes, id)
	if err != nil {
		return err
	}
	f, err := viewOpen(c.app, mesa.AsSolicitud(row))
	if err != nil || !f.Estado.Open() {
		return err
	}
	moved := c.moved(f)
	if len(moved) == 0 {
		return nil
	}
	if err := r.moveTerms(c, id, moved, motivo); err != nil {
		return fmt.Errorf("terms of %s: %w", f.Numero, err)
	}
	return nil
}

// tellReopenable says, on filings that the clock closed, that by the calendar of today
// their term would not have ended when they were closed.
func (c *Reading) tellReopenable(motivo string) error {
	closed, err := c.app.FindRecordsByFilter(mesa.ColSolicitudes,
		"estado = 'no_presentada' && estado_previo != 'subsanada' && vence_subsanacion != '' && plazo_dias > 0", "", 0, 0)
	if err != nil {
		return err
	}
	var errs []error
	for _, row := range closed {
		s := mesa.AsSolicitud(row)
		if last := c.Due(s.PlazoDesde(), s.GetInt("plazo_dias"), plazos.Habiles); last.After(s.VenceSubsanacion()) {
			texto := mesa.TextPosibleReapertura(mesa.InLima(last), motivo)
			errs = append(errs, alertClosed(c.app, s.Id, func(_, paper string) (string, string) { return texto, paper }))
		}
	}
	return errors.Join(errs...)
}
