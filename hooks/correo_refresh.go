package hooks

import (
	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// refreshMail looks again at a mail that could not leave when it was written and
// whose text speaks of a day.
func (d *Desk) refreshMail(app core.App, row *core.Record) error {
	switch row.GetString("tipo") {
	case "observacion":
		if err := stillObserved(app, row); err != nil {
			return err
		}
		return d.rewriteObservacion(app, row)
	case "recordatorio":
		return d.stillReminds(app, row)
	}
	return nil
}

// stillObserved gives a notice up that a later act, or the citizen's correction,
// overtook while it could not leave: it would announce a term that is not.
func stillObserved(app core.App, row *core.Record) error {
	s, err := app.FindRecordById(mesa.ColSolicitudes, row.GetString("solicitud"))
	if err != nil {
		return err
	}
	acts, err := app.FindRecordsByFilter(mesa.ColMovimientos, "solicitud = {:s} && etapa = 'OBSERVADO'", "-fecha,-@rowid", 1, 0, dbx.Params{"s": s.Id})
	if err != nil {
		return err
	}
	if !mesa.AsSolicitud(s).Estado().Pending() || len(acts) == 0 || acts[0].Id != row.GetString("movimiento") {
		return correo.ErrStale
	}
	return nil
}

// stillReminds gives a reminder up when there is nothing left to remind of: the
// last day passed or moved, or the citizen answered.
func (d *Desk) stillReminds(app core.App, row *core.Record) error {
	r, err := app.FindRecordById(mesa.ColSolicitudes, row.GetString("solicitud"))
	if err != nil {
		return err
	}
	s := mesa.AsSolicitud(r)
	if !s.Estado().Pending() || !s.VenceSubsanacion().Equal(plazos.Date(d.Now())) {
		return correo.ErrStale
	}
	return nil
}
