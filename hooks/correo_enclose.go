package hooks

import (
	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/oficina"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

// encloseTerm gives the mail of an observation the citizen's last day as a
// calendar file. It is made as the mail leaves, because the term counts from then.
func (d *Desk) encloseTerm(app core.App, row *core.Record) (map[string][]byte, error) {
	if row.GetString("tipo") != "observacion" {
		return nil, nil
	}
	s, err := app.FindRecordById(mesa.ColSolicitudes, row.GetString("solicitud"))
	if err != nil {
		return nil, err
	}
	entidad, err := oficina.Read(app)
	if err != nil {
		return nil, err
	}
	cal, err := oficina.Calendar(app, entidad)
	if err != nil {
		return nil, err
	}
	now := d.Now()
	file, err := correo.Plazo(app, row, s.GetString("numero"), cal.Due(now, entidad.DiasSubsanacion(), plazos.Habiles), now)
	if err != nil {
		return nil, err
	}
	return map[string][]byte{"plazo.ics": file}, nil
}
