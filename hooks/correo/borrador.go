package correo

import (
	"cmp"
	"database/sql"
	"errors"
	"strings"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

// Borrador tells a person that a draft waits to be sent, and the way back to it from any
// device; last says that it ends soon. Each of the two is written once a draft.
func (m *Mailer) Borrador(tx core.App, draft *mesa.Borrador, last bool) error {
	entidad, err := mesa.FindEntidad(tx)
	if err != nil {
		return err
	}
	data := Base(tx, entidad)
	data["Asunto"] = cmp.Or(draft.GetString("asunto"), mesa.SinAsunto)
	data["Hasta"], data["Ultimo"] = mesa.DayAndHour(draft.Vence().In(plazos.Lima)), last
	return m.Enqueue(tx, Mail{
		Tipo: mesa.CorreoBorrador, Para: draft.GetString("correo"), Clave: mesa.ClaveBorrador(draft.Id, last), Data: data,
	})
}

// stillWaits gives the mail up when the draft was sent, changed its address or is gone.
func (m *Mailer) stillWaits(app core.App, c *mesa.Correo) error {
	id, _, _ := strings.Cut(strings.TrimPrefix(c.GetString("clave"), mesa.ClaveDeBorrador), "/")
	r, err := app.FindRecordById(mesa.ColBorradores, id)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrStale
	}
	if err != nil {
		return err
	}
	if draft := mesa.AsBorrador(r); draft.Open(m.now()) != nil || draft.GetString("correo_validado") != c.GetString("para") {
		return ErrStale
	}
	return nil
}
