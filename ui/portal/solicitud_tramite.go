package portal

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// saveTramite saves part two: the procedure and the subject.
func (p *Portal) saveTramite(e *core.RequestEvent) error {
	b, err := p.openDraft(e)
	if err != nil {
		return err
	}
	id, asunto := e.Request.PostFormValue("tramite"), e.Request.PostFormValue("asunto")
	refused := func(err error) error {
		return p.refuseForm(e, b, err, func(f *form) {
			f.V["tramite"], f.V["asunto"] = id, asunto
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
		b.Set("tramite", id)
		b.Set("asunto", asunto)
		b.Set("parte", mesa.ParteTramite)
	})
	if err != nil {
		return refused(err)
	}
	return e.Redirect(303, "/solicitud/"+b.Id)
}
