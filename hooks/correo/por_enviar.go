package correo

import (
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// PorEnviar queues "Falta enviar su subsanación" to who began a correction and did not send
// it, with what is already there, once a last day.
func (m *Mailer) PorEnviar(tx core.App, a Aviso) error {
	last := a.Solicitud.VenceSubsanacion()
	docs, err := begunFiles(tx, a.Solicitud.Id)
	if err != nil {
		return err
	}
	return m.notify(tx, a, Mail{Tipo: mesa.CorreoPorEnviar, Clave: unsentKey(a.Solicitud.Id, last)}, map[string]any{
		"Vence": mesa.InLima(last), "Documentos": received(docs),
	})
}

// ToldUnsent tells whether PorEnviar was written for a filing's last day.
func ToldUnsent(app core.App, solicitud string, last time.Time) (bool, error) {
	return hasKey(app, unsentKey(solicitud, last))
}

func unsentKey(id string, last time.Time) string {
	return "por_enviar/" + id + "/" + last.In(plazos.Lima).Format(time.DateOnly)
}

// Begun tells whether a correction of a filing waits to be sent: a file was put in, or an
// answer written.
func Begun(app core.App, solicitud string) (bool, error) {
	written, err := app.CountRecords(mesa.ColSubsanacion, dbx.HashExp{"solicitud": solicitud, "enviada_en": ""}, dbx.NewExp("respuesta != ''"))
	if err != nil || written > 0 {
		return written > 0, err
	}
	docs, err := begunFiles(app, solicitud)
	return len(docs) > 0, err
}

// begunFiles are the files of the corrections of a filing that were not sent.
func begunFiles(app core.App, solicitud string) (docs []*core.Record, err error) {
	open, err := app.FindAllRecords(mesa.ColSubsanacion, dbx.HashExp{"solicitud": solicitud, "enviada_en": ""})
	if err != nil {
		return nil, err
	}
	for _, c := range open {
		files, err := app.FindAllRecords(mesa.ColDocumentos, mesa.OfCorrection(c.Id))
		if err != nil {
			return nil, err
		}
		docs = append(docs, files...)
	}
	return docs, nil
}

// stillUnsent gives the mail up when nothing is left to send, or no time to send it.
func (m *Mailer) stillUnsent(app core.App, c *mesa.Correo) error {
	if err := m.stillReminds(app, c); err != nil {
		return err
	}
	if begun, err := Begun(app, c.Solicitud()); err != nil || begun {
		return err
	}
	return ErrStale
}
