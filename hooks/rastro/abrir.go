package rastro

import (
	"errors"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// NoteSearch writes down who looked through filings on a screen, and for what.
func (r *Room) NoteSearch(e *core.RequestEvent, filter string) error {
	c, err := e.App.FindCachedCollectionByNameOrId(mesa.ColSolicitudes)
	if err != nil {
		return err
	}
	words := []rune(filter)
	return r.note(e, e.Auth, "listar", core.NewRecord(c), string(words[:min(len(words), 255)]))
}

// NoteSearchBeside is NoteSearch while the list is read, because the line waits for the
// disk. What it returns waits for the line; the list may not be shown before.
func (r *Room) NoteSearchBeside(e *core.RequestEvent, filter string) (wait func() error) {
	noted := make(chan error, 1)
	go func() {
		defer close(noted)
		defer rule.Survive(e.App, "rastro: search")
		noted <- r.NoteSearch(e, filter)
	}()
	return func() error {
		err, ok := <-noted
		if !ok {
			return errors.New("rastro: the search was not noted")
		}
		return err
	}
}

// NoteOpened writes down who opened a filing on a screen: for the register of accesses, so
// that the filing is no longer new to this person, and for an area as the acknowledgement
// of what was routed to it.
func (r *Room) NoteOpened(e *core.RequestEvent, s *mesa.Solicitud) error {
	if err := r.note(e, e.Auth, "ver", s.Record, ""); err != nil {
		return err
	}
	if err := r.noteSeen(e, s); err != nil {
		return err
	}
	return r.acknowledge(e, s)
}

// noteSeen notes the version that the person sees. Two tabs that open at once both find no
// row: the second one then changes that of the first.
func (r *Room) noteSeen(e *core.RequestEvent, s *mesa.Solicitud) error {
	if err := r.trySeen(e, s); err == nil {
		return nil
	}
	return r.trySeen(e, s)
}

func (r *Room) trySeen(e *core.RequestEvent, s *mesa.Solicitud) error {
	seen, err := e.App.FindFirstRecordByFilter(mesa.ColVistas, "persona = {:p} && solicitud = {:s}",
		dbx.Params{"p": e.Auth.Id, "s": s.Id})
	if err != nil {
		c, err := e.App.FindCachedCollectionByNameOrId(mesa.ColVistas)
		if err != nil {
			return err
		}
		seen = core.NewRecord(c)
	}
	seen.Load(map[string]any{"persona": e.Auth.Id, "solicitud": s.Id, "version": s.GetInt("version"), "fecha": r.now()})
	return rule.Save(e.App, seen)
}

func (r *Room) acknowledge(e *core.RequestEvent, s *mesa.Solicitud) error {
	if mesa.StaffActor(e.Auth).Rol != mesa.RolArea {
		return nil
	}
	routed, err := e.App.FindFirstRecordByFilter(mesa.ColDerivaciones, "solicitud = {:s} && area = {:a} && acuse_en = ''",
		dbx.Params{"s": s.Id, "a": e.Auth.GetString("area")})
	if err != nil {
		return nil // acknowledged before
	}
	routed.Set("acuse_en", r.now())
	routed.Set("acuse_por", mesa.AccountName(e.Auth))
	return rule.Save(e.App, routed)
}
