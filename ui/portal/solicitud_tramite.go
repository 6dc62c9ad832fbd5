package portal

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// saveTramite saves part two: the procedure, the subject and what the procedure asks for.
func (p *Portal) saveTramite(e *core.RequestEvent) error {
	b, err := p.openDraft(e)
	if err != nil {
		return err
	}
	id := e.Request.PostFormValue("tramite")
	refused := func(err error) error {
		return p.refuseForm(e, b, err, func(f *form) {
			f.overlayTramite(e)
			f.EditaTramite, f.Listo = true, false
		})
	}
	// PocketBase refuses a relation to a missing record in English, so this check comes first.
	if id != "" {
		if _, err := e.App.FindRecordById(mesa.ColTramites, id); err != nil {
			return refused(mesa.Refuse(422, "tramite", mesa.TextTramiteInactivo))
		}
	}
	err = change(e.App, b, func(b *mesa.Borrador) {
		for _, name := range tramiteFields {
			b.Set(name, e.Request.PostFormValue(name))
		}
		b.Set("parte", mesa.ParteTramite)
	})
	if err != nil {
		return refused(err)
	}
	return p.afterTramite(e, b)
}

// afterTramite goes on to the documents. A browser without scripts sees the fields of a
// request for information only once the procedure is chosen, and is shown them then.
func (p *Portal) afterTramite(e *core.RequestEvent, b *mesa.Borrador) error {
	f, err := p.view(e, b)
	if err != nil {
		return err
	}
	if f.Tramite != nil && f.Tramite.SAIP && !e.Request.PostForm.Has("pedido") && f.Archivos[0].Archivo == nil {
		return e.Redirect(303, "/solicitud/"+b.Id+"?editar=tramite#pedido")
	}
	return e.Redirect(303, "/solicitud/"+b.Id)
}

// overlayTramite puts what was sent of part two over what is stored, with the procedure
// that was chosen.
func (f *form) overlayTramite(e *core.RequestEvent) {
	for _, name := range tramiteFields {
		f.V[name] = e.Request.PostFormValue(name)
	}
	f.Tramite = nil
	rows, err := e.App.FindRecordsByIds(mesa.ColTramites, []string{f.V["tramite"]})
	if err == nil && len(rows) == 1 && rows[0].GetBool("activo") {
		f.Tramite = describe(rows[0])
	}
}
