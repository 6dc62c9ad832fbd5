package portal

import (
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// showDraft shows the form as far as it has come.
func (p *Portal) showDraft(e *core.RequestEvent) error {
	b, err := p.draft(e)
	if err != nil {
		return err
	}
	if b.Enviado() {
		return e.Redirect(303, "/solicitud/"+b.Id+"/constancia")
	}
	f, err := p.view(e, b)
	if err != nil {
		return err
	}
	return p.Screen.Show(e, formPage, formTitle, f)
}

// showTramite is the fragment with what a procedure asks for and how long it takes.
func (p *Portal) showTramite(e *core.RequestEvent) error {
	if _, err := p.draft(e); err != nil {
		return err
	}
	rows, err := e.App.FindAllRecords(mesa.ColTramites, dbx.HashExp{"id": e.Request.URL.Query().Get("tramite"), "activo": true})
	if err != nil {
		return err
	}
	var t *tramite
	if len(rows) == 1 {
		t = describe(rows[0])
	}
	return p.Screen.Fragment(e, formPage, "tramite-info", t)
}
