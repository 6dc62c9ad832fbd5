package portal

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

// homeForm is what the form of the home page holds.
type homeForm struct {
	Persona string
	Acepto  bool
	Corte   *outage // an interruption of the service that people should know of

	Borrador *deskDraft // what this browser may go on with
}

const homePage, homeTitle = "portal/inicio", "Mesa de Partes Digital"

func (p *Portal) home(e *core.RequestEvent) error {
	corte, err := p.newestOutage(e.App)
	if err != nil {
		return err
	}
	return p.Screen.Show(e, homePage, homeTitle, homeForm{Corte: corte, Borrador: p.draftAtHand(e)})
}

// startDraft opens a draft whose secret only this browser holds.
func (p *Portal) startDraft(e *core.RequestEvent) error {
	form := homeForm{Persona: e.Request.PostFormValue("persona"), Acepto: e.Request.PostFormValue("acepto") == "1"}
	again := func(err error) error {
		return p.Screen.Refuse(e, err, homePage, homeTitle, form, "acepto", "persona")
	}
	if err := take(p.drafts, e); err != nil {
		return again(err)
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
	draft.Set("secreto", hash)
	draft.Set("persona", form.Persona)
	draft.Set("terminos_ip", e.RealIP())
	if form.Acepto {
		draft.Set("terminos_en", p.Now())
	}
	if err := e.App.Save(draft); err != nil {
		return again(err)
	}
	web.GiveSecret(e, draftCookie(draft.Id), secret, draftLife)
	return e.Redirect(303, "/solicitud/"+draft.Id)
}
