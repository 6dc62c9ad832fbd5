package bandeja

import (
	"net/http"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// retry puts a mail of a filing back into the outbox, or without `correo` all that did not
// leave and that no paper replaced.
func (b *Bandeja) retry(e *core.RequestEvent) error {
	s, err := b.find(e)
	if err != nil {
		return err
	}
	where, params := "solicitud = {:s} && cedula_en = '' && (estado = 'fallido' || estado = 'incierto')", dbx.Params{"s": s.Id}
	if id := e.Request.FormValue("correo"); id != "" {
		where, params["id"] = "solicitud = {:s} && id = {:id}", id
	}
	mails, err := e.App.FindRecordsByFilter(mesa.ColCorreos, where, "creado_en", 100, 0, params)
	switch {
	case err != nil:
		return err
	case len(mails) == 0 && params["id"] != nil:
		return e.NotFoundError("", nil)
	case len(mails) == 0:
		return b.refuseRetry(e, s, mesa.Refuse(http.StatusConflict, "", mesa.TextSinCorreosMalos))
	}
	if err := putBack(e, mails); err != nil {
		return b.refuseRetry(e, s, err)
	}
	if fromMails(e) {
		return e.Redirect(http.StatusSeeOther, "/bandeja/correos?"+escape("hecho", "reintentar", "numero", s.Numero()))
	}
	return b.goOn(e, s, "reintentar")
}

// retryLoose puts back a mail that is about no one filing.
func (b *Bandeja) retryLoose(e *core.RequestEvent) error {
	mail, err := e.App.FindFirstRecordByFilter(mesa.ColCorreos, "id = {:id} && solicitud = ''",
		dbx.Params{"id": e.Request.FormValue("correo")})
	if err != nil || actor(e).Rol == mesa.RolArea {
		return e.NotFoundError("", nil)
	}
	if err := putBack(e, []*core.Record{mail}); err != nil {
		return b.refuseOnList(e, err)
	}
	return e.Redirect(http.StatusSeeOther, "/bandeja/correos?"+escape("hecho", "reintentar"))
}

// putBack asks the outbox to send mails again, all or none: the event of a mail judges who
// may.
func putBack(e *core.RequestEvent, mails []*core.Record) error {
	return e.App.RunInTransaction(func(tx core.App) error {
		for _, mail := range mails {
			mesa.AsCorreo(mail).SetEstado(mesa.CorreoPendiente)
			mesa.SetActor(mail, actor(e))
			if err := tx.Save(mail); err != nil {
				return err
			}
		}
		return nil
	})
}

// refuseRetry shows what is wrong on the page that the form was sent from.
func (b *Bandeja) refuseRetry(e *core.RequestEvent, s *mesa.Solicitud, refusal error) error {
	if fromMails(e) {
		return b.refuseOnList(e, refusal)
	}
	return b.refuseAct(e, s, "reintentar", mesa.Rename(refusal, noField))
}

func (b *Bandeja) refuseOnList(e *core.RequestEvent, refusal error) error {
	v, err := b.mailsOf(e)
	if err != nil {
		return err
	}
	return b.Screen.Refuse(e, mesa.Rename(refusal, noField), mailsPage, mailsTitle, v)
}

// noField leaves a fault without a link: these buttons have no field to go to.
func noField(string) string { return "" }
