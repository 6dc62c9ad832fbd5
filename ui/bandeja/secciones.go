package bandeja

import (
	"slices"
	"strings"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// section is a part of the staff's pages, as the bar's menu names it.
type section struct {
	Nombre, Ruta string
	Activa       bool
	Faltan       int // lines of the check list that wait

	roles []mesa.Rol // who sees it, nil for all; "" is the administrator's
}

// sections are the parts in the order of the menu.
var sections = []section{
	{Nombre: "Bandeja", Ruta: "/bandeja"},
	{Nombre: "Presencial", Ruta: "/bandeja/presencial", roles: []mesa.Rol{mesa.RolMesa, ""}},
	{Nombre: "Correos", Ruta: "/bandeja/correos"},
	{Nombre: "Reportes", Ruta: "/bandeja/reportes", roles: reporters},
	{Nombre: "Frases", Ruta: "/bandeja/frases"},
	{Nombre: "Accesos", Ruta: "/bandeja/accesos", roles: []mesa.Rol{mesa.RolJefatura, ""}},
	{Nombre: "Puesta en marcha", Ruta: goingLivePath, roles: []mesa.Rol{""}},
	{Nombre: "Guía", Ruta: "/bandeja/guia"},
}

// accountPath is the page of one's own account, which the account's menu names.
const accountPath = "/bandeja/cuenta"

// sectionsFor is the menu of an account on the page of that path. The review of a filing
// belongs to the inbox.
func sectionsFor(who mesa.Actor, path string) []section {
	var menu []section
	active := 0
	for _, s := range sections {
		if s.roles != nil && !slices.Contains(s.roles, who.Rol) {
			continue
		}
		if path == s.Ruta || strings.HasPrefix(path, s.Ruta+"/") && s.Ruta != "/bandeja" {
			active = len(menu)
		}
		menu = append(menu, s)
	}
	menu[active].Activa = path != accountPath
	return menu
}

// Frame is what every page of the inbox shows around its own part.
type Frame struct {
	Persona, Rol string
	Tabs         []tab
	Guardadas    []savedView
	Hasta        int // the newest line of the trail when the tabs were counted
	Secciones    []section
	Busqueda     string // of the search box
	Parado       string // why no mail leaves
	Jefatura     bool
	Admin        bool
}

// frame is the frame of a page that belongs to a list of the inbox.
func (b *Bandeja) frame(e *core.RequestEvent, f filter) (frame Frame, err error) {
	frame = b.bareFrame(e)
	frame.Busqueda = f.Texto
	frame.Guardadas = savedViews(e.Auth, f)
	frame.Tabs, frame.Hasta, err = b.tabs(e, f)
	return frame, err
}

// bareFrame is the frame of a page without tabs: those of the menu's other parts.
func (b *Bandeja) bareFrame(e *core.RequestEvent) Frame {
	who := actor(e)
	name := e.Auth.GetString("nombre")
	if name == "" {
		name = e.Auth.Email()
	}
	menu := sectionsFor(who, e.Request.URL.Path)
	for i := range menu {
		if menu[i].Ruta == goingLivePath {
			menu[i].Faltan = b.pendingLines(e)
		}
	}
	stopped, err := b.Salida.Stopped(e.Request.Context(), e.App)
	if err != nil {
		e.App.Logger().Error("whether mails leave is not known", "error", err)
	}
	return Frame{
		Persona: name, Rol: roleName(who), Secciones: menu, Parado: stopped,
		Jefatura: who.Rol == mesa.RolJefatura || who.Rol == "", Admin: who.Rol == "",
	}
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
