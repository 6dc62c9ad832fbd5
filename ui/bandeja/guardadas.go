package bandeja

import (
	"net/http"
	"net/url"
	"slices"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// keepView keeps the list as it is filtered under a name, or with `borrar` forgets one.
func (b *Bandeja) keepView(e *core.RequestEvent) error {
	f := listFilter(e, actor(e))
	kept := mesa.GuardadasOf(e.Auth)
	name, gone := mesa.CleanLine(e.Request.FormValue("nombre")), e.Request.FormValue("borrar")
	kept = slices.DeleteFunc(kept, func(g mesa.Guardada) bool { return g.Nombre == gone || g.Nombre == name })
	if gone == "" {
		kept = append(kept, mesa.Guardada{Nombre: name, Lista: f.Lista()})
	}
	e.Auth.Set("guardadas", kept)
	if err := e.App.SaveWithContext(e.Request.Context(), e.Auth); err != nil {
		v, listErr := b.listOf(e, f)
		if listErr != nil {
			return listErr
		}
		v.Valores = e.Request.Form
		return b.Screen.Refuse(e, err, listPage, listTitle, v)
	}
	return e.Redirect(http.StatusSeeOther, f.address())
}

// savedView is a kept view as the tabs show it.
type savedView struct {
	mesa.Guardada
	Activa bool
}

// savedViews are the views of an account. What an address of before says counts as far as
// it still has sense.
func savedViews(account *core.Record, f filter) []savedView {
	var views []savedView
	who := mesa.StaffActor(account)
	for _, g := range mesa.GuardadasOf(account) {
		if q, err := url.ParseQuery(g.Lista); err == nil {
			g.Lista = readFilter(q, who).Lista()
			views = append(views, savedView{g, g.Lista == f.Lista()})
		}
	}
	return views
}
