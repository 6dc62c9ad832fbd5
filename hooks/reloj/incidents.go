package reloj

import (
	"errors"

	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// untold are the incidents with personal data of which somebody must still be told (art.
// 34 of the rules of Ley 29733), the oldest first.
func untold(app core.App) ([]*core.Record, error) {
	return app.FindRecordsByFilter(mesa.ColIncidentes, "luz != ''", "detectado_en", 0, 0, dbx.Params{})
}

// UpdateIncidents turns the light of an incident red when its 48 hours are over.
func (r *Room) UpdateIncidents(c *Reading) error {
	rows, err := untold(c.app)
	if err != nil {
		return err
	}
	var errs []error
	for _, row := range rows {
		if luz := mesa.AsIncidente(row).Luz(c.Now); string(luz) != row.GetString("luz") {
			errs = append(errs, c.rewriteIncident(row.Id))
		}
	}
	return errors.Join(errs...)
}

// rewriteIncident reads the incident again, since somebody may have written meanwhile.
func (c *Reading) rewriteIncident(id string) error {
	return c.app.RunInTransaction(func(tx core.App) error {
		row, err := tx.FindRecordById(mesa.ColIncidentes, id)
		if err != nil {
			return err
		}
		row.Set("luz", string(mesa.AsIncidente(row).Luz(c.Now)))
		return rule.Save(tx, row)
	})
}

// incidents are the incidents of which somebody must still be told.
func incidents(c *Reading) (*correo.Section, error) {
	s := &correo.Section{Titulo: mesa.TituloIncidentes, Urgente: true}
	rows, err := untold(c.app)
	for _, row := range rows {
		i := mesa.AsIncidente(row)
		nota := "hay plazo hasta el " + mesa.FullTime(i.Vence())
		if i.Luz(c.Now) == plazos.Rojo {
			nota = "el plazo venció el " + mesa.FullTime(i.Vence())
		}
		s.Add("Incidente", "se supo el "+mesa.FullTime(i.DetectadoEn()), nota)
	}
	return s, err
}
