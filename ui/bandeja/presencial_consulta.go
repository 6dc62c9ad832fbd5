package bandeja

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

// lookUpPerson asks for the names of a DNI or CE that stands on a paper.
func (b *Bandeja) lookUpPerson(e *core.RequestEvent) error {
	return b.lookUp(e, web.PartNames, "numero_documento", func(typed map[string]string) string { return typed["tipo_documento"] })
}

// lookUpCompany asks for the name of a RUC that stands on a paper.
func (b *Bandeja) lookUpCompany(e *core.RequestEvent) error {
	return b.lookUp(e, web.PartCompany, "ruc", func(map[string]string) string { return "RUC" })
}

// lookUp saves a consulta for the paper's draft, whose event checks it and asks the registers.
// With htmx the answer is the part of the form that changed; without it the whole form, with
// what was typed, and with the files that came along stored in the draft.
func (b *Bandeja) lookUp(e *core.RequestEvent, part, numero string, tipo func(typed map[string]string) string) error {
	if !actor(e).AtCounter() {
		return mesa.Refuse(403, "", mesa.TextSoloMostrador)
	}
	draft, form, id, err := b.openPaper(e)
	defer form.Discard()
	if err == nil && draft.Enviado() {
		id, err = core.GenerateDefaultRandomId(), mesa.Refuse(409, "", mesa.TextYaDioNumero)
	}
	if err != nil {
		return b.refuseCounter(e, id, form, err)
	}
	var f mesa.Fallas
	if err := b.storeFiles(e, draft, form, &f); err != nil {
		return b.refuseCounter(e, id, form, err)
	}
	consulta, err := b.ask(e, draft, tipo(form.Values), form.Values[numero], form.Values["persona"])
	if err != nil {
		return b.refuseCounter(e, id, form, err)
	}
	found := web.NewFound(consulta, part, form.Values["dato_de_"+part], form.Values)
	v, err := b.counterView(e, id, form.Values)
	if err != nil {
		return err
	}
	if part == web.PartCompany {
		v.Empresa = found
	} else {
		v.Hallada = found
	}
	switch {
	case f.Err() != nil:
		web.WholeForm(e, counterForm)
		return b.Screen.Refuse(e, f.Err(), counterPage, counterTitle, v, v.order()...)
	case e.Request.Header.Get("HX-Request") == "":
		return b.Screen.Show(e, counterPage, counterTitle, v)
	}
	return b.Screen.ShowFound(e, counterPage, found, v)
}

// ask saves the question. The draft takes the kind of person from the form first, and counts
// as being filled in, so that what is found may go into it.
func (b *Bandeja) ask(e *core.RequestEvent, draft *mesa.Borrador, tipo, numero, persona string) (*core.Record, error) {
	if draft.GetString("persona") != persona || draft.Parte() != 0 {
		draft.Set("persona", persona)
		draft.Set("parte", 0)
		mesa.SetActor(draft.Record, actor(e))
		if err := e.App.Save(draft); err != nil {
			return nil, err
		}
	}
	c, err := e.App.FindCachedCollectionByNameOrId(mesa.ColConsultas)
	if err != nil {
		return nil, err
	}
	r := core.NewRecord(c)
	r.Load(map[string]any{"borrador": draft.Id, "tipo": tipo, "numero": numero, "ip": e.RealIP()})
	mesa.SetActor(r, actor(e))
	return r, e.App.Save(r)
}
