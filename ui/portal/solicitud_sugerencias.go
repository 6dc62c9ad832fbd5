package portal

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// How many procedures a search shows, and the subject suggests.
const (
	mostFound     = 6
	mostSuggested = 3
)

// suggested are procedures that a person may mean.
type suggested struct {
	Lista  []web.Option
	Elegir string // the one that is chosen
	Busca  bool   // a search, whose failure is said
}

// suggestTramites shows the procedures that fit the words of a search, or else the subject.
// None is chosen for the person, and nothing is saved.
func (p *Portal) suggestTramites(e *core.RequestEvent) error {
	if _, err := p.openDraft(e); err != nil {
		return err
	}
	rows, err := e.App.FindRecordsByFilter(mesa.ColTramites, "activo = true", "orden,nombre", 0, 0, dbx.Params{})
	if err != nil {
		return err
	}
	busca := e.Request.PostFormValue("busca")
	if e.Request.URL.Query().Has("asunto") { // htmx sends the whole form, what was searched too
		busca = ""
	}
	s := suggest(rows, busca, e.Request.PostFormValue("asunto"))
	s.Elegir = e.Request.PostFormValue("tramite")
	return p.Screen.Fragment(e, formPage, "sugerencias", s)
}

func suggest(rows []*core.Record, busca, asunto string) suggested {
	catalogue := make([]*mesa.Tramite, len(rows))
	for i, r := range rows {
		catalogue[i] = mesa.AsTramite(r)
	}
	s := suggested{Busca: busca != ""}
	written, most := asunto, mostSuggested
	if s.Busca {
		written, most = busca, mostFound
	}
	for _, t := range mesa.SuggestTramites(catalogue, written, most) {
		s.Lista = append(s.Lista, web.Option{Valor: t.Id, Texto: t.GetString("nombre")})
	}
	return s
}
