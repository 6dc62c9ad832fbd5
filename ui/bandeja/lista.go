package bandeja

import (
	"net/http"
	"net/url"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

const listPage, listTitle = "bandeja/lista", "Bandeja"

// listView is the inbox.
type listView struct {
	Frame
	Filter  filter
	Filas   []fila
	Mas     string // the address of what comes after, "" at the end
	Hecho   string // what was just done
	Areas   []option
	Tramite []option
	Filtra  bool // a filter besides the tab is set
}

// list shows the inbox.
func (b *Bandeja) list(e *core.RequestEvent) error {
	f := readFilter(e.Request.URL.Query(), actor(e))
	rows, more, err := b.rows(e, f)
	if err != nil {
		return err
	}
	if f.Texto != "" {
		if err := b.Rastro.NoteSearch(e, f.Texto); err != nil {
			return err
		}
	}
	v := &listView{Filter: f, Filas: rows, Hecho: doneText(e), Filtra: f.Texto+f.Tramite+f.Area != ""}
	if v.Frame, err = b.frame(e, f); err != nil {
		return err
	}
	if more {
		v.Mas = f.after(rows[len(rows)-1]).address()
	}
	if v.Areas, err = options(e.App, mesa.ColAreas); err != nil {
		return err
	}
	if v.Tramite, err = options(e.App, mesa.ColTramites); err != nil {
		return err
	}
	if e.Request.Header.Get("HX-Request") != "" && f.Tras != "" {
		return b.Screen.Fragment(e, listPage, "filas", v)
	}
	return b.Screen.Show(e, listPage, listTitle, v)
}

// Frame is what every page of the inbox shows around its own part.
type Frame struct {
	Persona, Rol string
	Tabs         []tab
	Busqueda     string // of the search box
	Jefatura     bool
	Admin        bool
}

func (b *Bandeja) frame(e *core.RequestEvent, f filter) (Frame, error) {
	tabs, err := b.tabs(e, f)
	who := actor(e)
	name := e.Auth.GetString("nombre")
	if name == "" {
		name = e.Auth.Email()
	}
	return Frame{
		Persona: name, Rol: roleName(who), Tabs: tabs, Busqueda: f.Texto,
		Jefatura: who.Rol == mesa.RolJefatura || who.Rol == "", Admin: who.Rol == "",
	}, err
}

func roleName(a mesa.Actor) string {
	switch a.Rol {
	case mesa.RolMesa:
		return "Mesa de partes"
	case mesa.RolArea:
		return "Área"
	case mesa.RolJefatura:
		return "Jefatura"
	}
	return "Administración"
}

// counts answers with the numbers of the tabs: the page asks for them each minute.
func (b *Bandeja) counts(e *core.RequestEvent) error {
	f := readFilter(e.Request.URL.Query(), actor(e))
	tabs, err := b.tabs(e, f)
	if err != nil {
		return err
	}
	if e.Request.Header.Get("HX-Request") != "" {
		return b.Screen.Fragment(e, listPage, "pestanas", map[string]any{"Tabs": tabs})
	}
	numbers := map[string]int{}
	for _, t := range tabs {
		if t.Counted {
			numbers[t.Clave] = t.N
		}
	}
	return e.JSON(http.StatusOK, numbers)
}

// doneText is what the last act did, from the address that it sent the browser to. Only
// acts and numbers that exist are told.
func doneText(e *core.RequestEvent) string {
	q := e.Request.URL.Query()
	done, known := acts[q.Get("hecho")]
	if !known || mesa.CleanFilingNumber(q.Get("numero")) == "" {
		return ""
	}
	return "Solicitud " + mesa.CleanFilingNumber(q.Get("numero")) + ": " + done.Hecho + "."
}

// option is a choice of a select.
type option struct{ ID, Nombre string }

// options lists the active records of a collection by name.
func options(app core.App, collection string) ([]option, error) {
	rows, err := app.FindRecordsByFilter(collection, "activo = true", "nombre", 0, 0)
	var all []option
	for _, r := range rows {
		all = append(all, option{r.Id, r.GetString("nombre")})
	}
	return all, err
}

func escape(pairs ...string) string {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			v.Set(pairs[i], pairs[i+1])
		}
	}
	return v.Encode()
}
