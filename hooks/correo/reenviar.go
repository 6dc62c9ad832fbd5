package correo

import (
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
	"github.com/pocketbase/pocketbase/tools/types"
)

// copiesAnHour is how often a citizen gets the mail of an answer again.
const copiesAnHour = 3

// copied is the key of a copy, before what makes it unique.
const copied = "copia "

// Reenviar queues the newest answer of a filing once more, to the filing's own address: as
// it was written, with its file and with the link that confirms the first one. A citizen who
// lost the mail asks for it, and nothing that the office decided hangs on the copy.
func (m *Mailer) Reenviar(app core.App, solicitud string) error {
	return rule.Transaction(app, func(tx core.App) error {
		answers, err := tx.FindRecordsByFilter(mesa.ColCorreos, "solicitud = {:s} && tipo = {:t} && para != ''", "-creado_en", 1, 0,
			dbx.Params{"s": solicitud, "t": string(mesa.CorreoRespuesta)})
		if err != nil {
			return err
		}
		if len(answers) == 0 {
			return mesa.Refuse(409, "", mesa.TextSinRespuesta)
		}
		if mesa.AsCorreo(answers[0]).Waits() {
			return mesa.Refuse(409, "", mesa.TextRespuestaPorSalir)
		}
		if err := m.mayCopy(tx, solicitud); err != nil {
			return err
		}
		return rule.Save(tx, m.copyOf(tx, answers[0]))
	})
}

// mayCopy refuses a fourth copy within an hour.
func (m *Mailer) mayCopy(tx core.App, solicitud string) error {
	since, err := types.ParseDateTime(m.now().Add(-time.Hour))
	if err != nil {
		return err
	}
	copies, err := tx.FindRecordsByFilter(mesa.ColCorreos, "solicitud = {:s} && clave ~ {:k} && creado_en > {:since}", "creado_en", 0, 0,
		dbx.Params{"s": solicitud, "k": copied + "%", "since": since.String()})
	if err != nil || len(copies) < copiesAnHour {
		return err
	}
	wait := mesa.AsCorreo(copies[0]).CreadoEn().Add(time.Hour).Sub(m.now())
	return mesa.TooMany{Texto: mesa.TextReenvioEspera(wait), Wait: wait}
}

func (m *Mailer) copyOf(tx core.App, answer *core.Record) *core.Record {
	row := core.NewRecord(answer.Collection())
	for _, field := range []string{"tipo", "para", "solicitud", "movimiento", "adjunto", "asunto", "texto", "html"} {
		row.Set(field, answer.Get(field))
	}
	row.Load(map[string]any{
		"estado": string(mesa.CorreoPendiente),
		"clave":  copied + security.RandomString(32), "mensaje_id": newMessageID(tx), "creado_en": m.now(), "proximo_en": m.now(),
	})
	return row
}
