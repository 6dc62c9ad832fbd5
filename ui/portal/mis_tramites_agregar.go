package portal

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

// addToFiling begins a filing that continues this one, with the person's data filled in.
func (p *Portal) addToFiling(e *core.RequestEvent, d *desk, s *mesa.Solicitud) error {
	return p.startFrom(e, d, s, s.Numero())
}

// fileAnother begins a filing of its own with the same person's data.
func (p *Portal) fileAnother(e *core.RequestEvent, d *desk, s *mesa.Solicitud) error {
	return p.startFrom(e, d, s, "")
}

// startFrom opens a draft with the data of a filing. The button says that who presses it
// accepts the terms, and the session's proof travels on the draft, whose rule judges it: the
// address is not validated twice.
func (p *Portal) startFrom(e *core.RequestEvent, d *desk, s *mesa.Solicitud, referencia string) error {
	if err := take(p.drafts, e); err != nil {
		return err
	}
	c, err := e.App.FindCachedCollectionByNameOrId(mesa.ColBorradores)
	if err != nil {
		return err
	}
	draft := core.NewRecord(c)
	draft.Id = core.GenerateDefaultRandomId()
	secret, hash, err := newDraftSecret(e.App, draft.Id)
	if err != nil {
		return err
	}
	draft.Load(map[string]any{
		"secreto": hash, "persona": s.GetString("persona"), "correo": s.GetString("correo"),
		"terminos_ip": e.RealIP(), "terminos_en": p.Now(),
	})
	otp.Attach(draft, d.proof)
	if err := e.App.Save(draft); err != nil {
		return err
	}
	page := "/solicitud/" + draft.Id
	if err := fillFrom(e.App, draft, s, referencia, mesa.ParteDatos); err != nil {
		if _, refused := mesa.AsProblem(err); !refused {
			return err
		}
		// What the office asks for changed since: the person completes the data.
		if err := fillFrom(e.App, draft, s, referencia, 0); err != nil {
			return err
		}
		page += "?editar=datos"
	}
	web.GiveSecret(e, draftCookie(draft.Id), secret, draftLife)
	return e.Redirect(303, page)
}

func fillFrom(app core.App, draft *core.Record, s *mesa.Solicitud, referencia string, parte int) error {
	return change(app, mesa.AsBorrador(draft), func(b *mesa.Borrador) {
		for _, field := range datosFields {
			b.Set(field, s.Get(field))
		}
		b.Set("autorizo", s.Get("autorizo"))
		b.Set("expediente_referencia", referencia)
		b.Set("parte", parte)
	})
}
