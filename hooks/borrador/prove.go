package borrador

import (
	"database/sql"
	"errors"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// proveAddress marks a draft's address as the citizen's when the typed code is the
// one mailed to it. The code is judged before the transaction: a try counts even
// when nothing is written. The proof is of the address the code went to, whatever
// the draft says by then.
func (r *Room) proveAddress(e *core.RecordEvent, codigo string) error {
	before, err := rule.Stored(e)
	if err != nil {
		return err
	}
	draft := mesa.AsBorrador(before)
	if err := draft.Open(r.Now()); err != nil {
		return err
	}
	correo := draft.GetString("correo")
	if err := r.Codes.Check(e.App, correo, draft.Id, codigo); err != nil {
		return err
	}
	return rule.InTransaction(e, func(core.App) error {
		if err := takeStored(e); err != nil {
			return err
		}
		e.Record.Set("correo_validado", correo)
		entidad, err := mesa.FindEntidad(e.App)
		if err != nil {
			return err
		}
		r.extend(mesa.AsBorrador(e.Record), entidad)
		return e.Next()
	})
}

// proveCorrection marks a correction as its citizen's when the typed code is the one
// mailed to the filing's address. A correction that another browser took over while the
// code was judged proves nothing.
func (r *Room) proveCorrection(e *core.RecordEvent, codigo string) error {
	before, err := standing(e)
	if err != nil {
		return err
	}
	c := mesa.AsSubsanacion(before)
	if err := c.Open(r.Now()); err != nil {
		return err
	}
	s, err := e.App.FindRecordById(mesa.ColSolicitudes, c.Solicitud())
	if err != nil {
		return err
	}
	if err := r.Codes.Check(e.App, s.GetString("correo"), c.Id, codigo); err != nil {
		return err
	}
	return rule.InTransaction(e, func(core.App) error {
		if _, err := standing(e); err != nil {
			return err
		}
		if err := takeStored(e); err != nil {
			return err
		}
		e.Record.Set("validada", true)
		mesa.AsSubsanacion(e.Record).Extend(r.Now())
		return r.takeOver(e)
	})
}

// standing reads a correction as the base has it, or answers 404 when another browser
// proved the address meanwhile and took it over.
func standing(e *core.RecordEvent) (*core.Record, error) {
	row, err := rule.Stored(e)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, mesa.Refuse(404, "", mesa.TextSesionVencida)
	}
	return row, err
}

// takeStored puts every column of the record at hand as the base has it.
func takeStored(e *core.RecordEvent) error {
	before, err := rule.Stored(e)
	if err != nil {
		return err
	}
	rule.TakeStored(e.Record, before)
	return nil
}
