package bandeja

import (
	"net/http"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

const phrasesPage, phrasesTitle = "bandeja/frases", "Frases"

// phrasesView is the list of the office's phrases, with the form of one.
type phrasesView struct {
	Frame
	Grupos          []phraseGroup
	Areas, Tramites []option
	Tipos           []option
	Form            phraseForm
	Area            string // the one area that this account writes for, "" for any
	Hecho           string
	ClaveAbierta    string // of the phrase that the form changes
	Ejemplo         mesa.ValoresFrase
}

// phraseForm is what the form holds. ID is "" for a new phrase.
type phraseForm struct{ ID, Clave, Tipo, Texto, Tramite, Area string }

// phraseGroup are the phrases that one kind of field offers.
type phraseGroup struct {
	Nombre string
	Frases []phraseView
}

// phraseView is a phrase in the list.
type phraseView struct {
	ID, Clave, Texto, Ejemplo, Tramite, Area string
	Mia                                      bool // this account may change it
}

var phraseKinds = []option{
	{"observacion", "Al observar"}, {"respuesta", "Al responder"}, {"motivo", "Como motivo"},
}

// phraseList shows the phrases; with `id` the form changes that one.
func (b *Bandeja) phraseList(e *core.RequestEvent) error {
	v, err := b.phrasesOf(e)
	if err != nil {
		return err
	}
	if id := e.Request.URL.Query().Get("id"); id != "" {
		r, err := b.findPhrase(e, id)
		if err != nil {
			return err
		}
		v.Form = phraseForm{r.Id, r.GetString("clave"), r.GetString("tipo"), r.GetString("texto"), r.GetString("tramite"), r.GetString("area")}
		v.ClaveAbierta = v.Form.Clave
	}
	v.Hecho = map[string]string{"guardada": "Frase guardada.", "eliminada": "Frase eliminada."}[justDone(e)]
	return b.Screen.Show(e, phrasesPage, phrasesTitle, v)
}

// phrasesOf reads the list as this account sees it.
func (b *Bandeja) phrasesOf(e *core.RequestEvent) (*phrasesView, error) {
	who := actor(e)
	v := &phrasesView{Frame: b.bareFrame(e), Tipos: phraseKinds, Ejemplo: mesa.FraseDeEjemplo}
	var err error
	if v.Areas, err = options(e.App, mesa.ColAreas); err != nil {
		return nil, err
	}
	if v.Tramites, err = options(e.App, mesa.ColTramites); err != nil {
		return nil, err
	}
	where, params := "", dbx.Params{}
	if who.Rol == mesa.RolArea {
		v.Area, v.Form.Area = who.Area, who.Area
		where, params["area"] = "area = '' || area = {:area}", who.Area
	}
	rows, err := e.App.FindRecordsByFilter(mesa.ColFrases, where, "clave", mesa.MaxFrases, 0, params)
	for _, kind := range phraseKinds {
		group := phraseGroup{Nombre: kind.Nombre}
		for _, r := range rows {
			if r.GetString("tipo") == kind.ID {
				group.Frases = append(group.Frases, v.phrase(r, who))
			}
		}
		v.Grupos = append(v.Grupos, group)
	}
	return v, err
}

func (v *phrasesView) phrase(r *core.Record, who mesa.Actor) phraseView {
	texto := r.GetString("texto")
	p := phraseView{
		ID: r.Id, Clave: r.GetString("clave"), Texto: texto, Mia: who.Rol != mesa.RolArea || r.GetString("area") == who.Area,
		Tramite: nameOf(v.Tramites, r.GetString("tramite")), Area: nameOf(v.Areas, r.GetString("area")),
	}
	if example := mesa.FraseDeEjemplo.Llenar(texto); example != texto {
		p.Ejemplo = example
	}
	return p
}

// nameOf is the name of a choice; one that was switched off has none.
func nameOf(list []option, id string) string {
	for _, o := range list {
		if o.ID == id {
			return o.Nombre
		}
	}
	if id != "" {
		return "(desactivado)"
	}
	return ""
}

// findPhrase is a phrase that this account may see; another area's does not exist for it.
func (b *Bandeja) findPhrase(e *core.RequestEvent, id string) (*core.Record, error) {
	r, err := e.App.FindFirstRecordByFilter(mesa.ColFrases, "id = {:id}", dbx.Params{"id": id})
	who := actor(e)
	if err != nil || who.Rol == mesa.RolArea && r.GetString("area") != "" && r.GetString("area") != who.Area {
		return nil, e.NotFoundError("", nil)
	}
	return r, nil
}

// writePhrase adds a phrase, changes that of `id`, or with `borrar` deletes it.
func (b *Bandeja) writePhrase(e *core.RequestEvent) error {
	form := phraseForm{
		ID: e.Request.FormValue("id"), Clave: e.Request.FormValue("clave"), Tipo: e.Request.FormValue("tipo"),
		Texto: e.Request.FormValue("texto"), Tramite: e.Request.FormValue("tramite"), Area: e.Request.FormValue("area"),
	}
	r, err := b.phraseRecord(e, form.ID)
	if err != nil {
		return err
	}
	clave := r.GetString("clave")
	mesa.SetActor(r, actor(e))
	done := "guardada"
	if e.Request.FormValue("borrar") != "" {
		if r.IsNew() {
			return e.NotFoundError("", nil)
		}
		done, err = "eliminada", e.App.Delete(r)
	} else {
		r.Load(map[string]any{
			"clave": form.Clave, "tipo": form.Tipo, "texto": form.Texto, "tramite": form.Tramite, "area": form.Area,
		})
		err = e.App.Save(r)
	}
	if err == nil {
		return e.Redirect(http.StatusSeeOther, "/bandeja/frases?hecho="+done)
	}
	v, failed := b.phrasesOf(e)
	if failed != nil {
		return failed
	}
	v.Form, v.ClaveAbierta = form, clave
	return b.Screen.Refuse(e, err, phrasesPage, phrasesTitle, v, "clave", "tipo", "texto", "tramite", "area")
}

// phraseRecord is the phrase of an id, or a new one for "".
func (b *Bandeja) phraseRecord(e *core.RequestEvent, id string) (*core.Record, error) {
	if id != "" {
		return b.findPhrase(e, id)
	}
	c, err := e.App.FindCachedCollectionByNameOrId(mesa.ColFrases)
	if err != nil {
		return nil, err
	}
	return core.NewRecord(c), nil
}
