package portal

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

// lookUp saves a consulta, whose event checks it, asks the registers and fills the draft
// in. With htmx the answer is the part of the form that changed, else the whole page
// with everything that was typed.
func (p *Portal) lookUp(e *core.RequestEvent, tipo, numero, part string) error {
	b, err := p.openDraft(e)
	if err != nil {
		return err
	}
	typed := func(f *form) {
		f.overlay(e)
		f.EditaDatos, f.EditaTramite, f.Listo = true, false, false
	}
	refused := func(err error) error {
		web.WholeForm(e, "formulario")
		return p.refuseForm(e, b, err, typed)
	}
	if err := take(p.lookups, e); err != nil {
		return refused(err)
	}
	c, err := e.App.FindCachedCollectionByNameOrId(mesa.ColConsultas)
	if err != nil {
		return err
	}
	r := core.NewRecord(c)
	r.Load(map[string]any{"borrador": b.Id, "tipo": tipo, "numero": numero, "ip": e.RealIP()})
	mesa.SetActor(r, mesa.Actor{Mano: mesa.ManoCiudadano})
	if err := e.App.Save(r); err != nil {
		return refused(err)
	}
	return p.showFound(e, b.Id, r, typed, part)
}

// showFound shows what came of a look-up. Found data replace what was typed; they are
// the register's and not the draft's, which may be saved by the form at the same moment.
func (p *Portal) showFound(e *core.RequestEvent, draft string, consulta *core.Record, typed func(*form), part string) error {
	stored, err := e.App.FindRecordById(mesa.ColBorradores, draft)
	if err != nil {
		return err
	}
	f, err := p.view(e, mesa.AsBorrador(stored))
	if err != nil {
		return err
	}
	typed(f)
	found := web.NewFound(consulta, part, e.Request.PostFormValue("dato_de_"+part), f.V)
	if part == web.PartCompany {
		f.Empresa = found
	} else {
		f.Persona = found
	}
	if e.Request.Header.Get("HX-Request") == "" {
		return p.Screen.Show(e, formPage, formTitle, f)
	}
	return p.Screen.ShowFound(e, formPage, found, f)
}

// overlay puts what was sent over what is stored.
func (f *form) overlay(e *core.RequestEvent) {
	for _, name := range datosFields {
		if e.Request.PostForm.Has(name) {
			f.V[name] = e.Request.PostFormValue(name)
		}
	}
	if e.Request.PostForm.Has("correo") { // the whole form was sent, and an unmarked box never is
		f.Autorizo = e.Request.PostFormValue("autorizo") == "1"
	}
}
