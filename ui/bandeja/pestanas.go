package bandeja

import (
	"slices"
	"strings"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// tab is a part of the inbox. The number is of open work; "todas" has none.
type tab struct {
	Clave, Nombre string
	Tecla         string // after g
	N             int
	Counted       bool
	Activa        bool
	Vacia         string // what to do when nothing is there
}

// An area sees only what is, or was, routed or copied to it; its open work is what it holds.
const (
	routedHere = "EXISTS (SELECT 1 FROM derivaciones d WHERE d.solicitud = s.id AND d.area = {:area})"
	heldHere   = "s.estado = 'derivada' AND s.area = {:area}"
)

// asideNow are the filings that were put aside until a later day and whose term doesn't press.
const asideNow = "s.postergada_hasta > {:today} AND s.postergada_hasta != '' AND s.semaforo != 'rojo'"

// hidesAside tells whether a tab leaves out what was put aside. What presses, what was put
// aside, and all that there is do not.
func hidesAside(clave string) bool {
	switch clave {
	case "por-vencer", "vencidas", "pospuestas", "todas":
		return false
	}
	return true
}

// countOf is the question how much open work a tab holds. What was put aside is counted by
// its own index and taken off: the index of the others doesn't know it.
func countOf(clave string, who mesa.Actor) string {
	where := strings.Join(tabWhere(clave, who), " AND ")
	count := "(SELECT count(*) FROM " + tabFrom(clave, who) + " WHERE " + where + ")"
	if hidesAside(clave) {
		count += " - (SELECT count(*) FROM solicitudes s INDEXED BY idx_bandeja_postergadas WHERE " + asideNow + " AND " + where + ")"
	}
	return count
}

// tabKinds are the tabs in their order, with the condition of each.
var tabKinds = []struct {
	tab
	where string
	rol   []mesa.Rol // "" is the administrator's
}{
	{tab{Clave: "por-revisar", Nombre: "Por revisar", Tecla: "r",
		Vacia: "No hay solicitudes nuevas. Aquí llegan las que un ciudadano acaba de presentar."},
		"s.estado = 'recibida'", []mesa.Rol{mesa.RolMesa, ""}},
	{tab{Clave: "subsanadas", Nombre: "Subsanadas", Tecla: "s",
		Vacia: "Nadie ha subsanado todavía. Aquí llegan las observadas que el ciudadano corrigió."},
		"s.estado = 'subsanada'", []mesa.Rol{mesa.RolMesa, ""}},
	{tab{Clave: "observadas", Nombre: "Observadas", Tecla: "o", Vacia: "Ninguna solicitud espera que el ciudadano la corrija."},
		"s.estado = 'observada'", []mesa.Rol{mesa.RolMesa, mesa.RolJefatura, ""}},
	{tab{Clave: "por-derivar", Nombre: "Por derivar", Tecla: "d",
		Vacia: "Nada espera su área. Las registradas deben derivarse el mismo día (art. 132.1 de la Ley 27444)."},
		"s.estado = 'registrada'", []mesa.Rol{mesa.RolMesa, ""}},
	{tab{Clave: "en-mi-area", Nombre: "En mi área", Tecla: "a", Vacia: "Su área no tiene nada por responder."},
		heldHere, []mesa.Rol{mesa.RolArea}},
	{tab{Clave: "en-areas", Nombre: "En las áreas", Tecla: "a", Vacia: "Ningún área tiene algo por responder."},
		"s.estado = 'derivada'", []mesa.Rol{mesa.RolMesa, mesa.RolJefatura, ""}},
	{tab{Clave: "por-vencer", Nombre: "Por vencer", Tecla: "v", Vacia: "Ningún plazo apremia. Buen trabajo."},
		"s.semaforo IN ('ambar', 'rojo') AND s.estado IN (" + openStates + ") " +
			"AND (s.vence_legal = '' OR s.vence_legal >= {:today})", nil},
	{tab{Clave: "vencidas", Nombre: "Vencidas", Tecla: "x", Vacia: "Ninguna solicitud abierta pasó su último día."},
		"s.semaforo = 'rojo' AND s.estado IN (" + openStates + ") AND s.vence_legal != '' AND s.vence_legal < {:today}", nil},
	{tab{Clave: "mias", Nombre: "Mías", Tecla: "m",
		Vacia: "No tiene solicitudes a su cargo. Se las asigna usted mismo, o su jefatura, desde la revisión."},
		"s.responsable = {:me} AND s.responsable != '' AND s.estado IN (" + openStates + ")",
		[]mesa.Rol{mesa.RolMesa, mesa.RolArea, mesa.RolJefatura}},
	{tab{Clave: "pospuestas", Nombre: "Pospuestas",
		Vacia: "Nada está pospuesto. Lo que posponga vuelve solo a su lista, o antes si su plazo apremia."},
		asideNow + " AND s.estado IN (" + openStates + ")", []mesa.Rol{mesa.RolMesa, mesa.RolArea, mesa.RolJefatura, ""}},
	{tab{Clave: "todas", Nombre: "Todas", Tecla: "t",
		Vacia: "Nada coincide. Pruebe con menos palabras, el número (8-2026) o el documento de identidad."}, "", nil},
}

// openStates are mesa.Abiertos as SQL.
var openStates = func() string {
	var quoted []string
	for _, e := range mesa.Abiertos() {
		quoted = append(quoted, "'"+string(e)+"'")
	}
	return strings.Join(quoted, ", ")
}()

func tabAllowed(clave string, who mesa.Actor) bool {
	for _, t := range tabKinds {
		if t.Clave == clave {
			return t.rol == nil || slices.Contains(t.rol, who.Rol)
		}
	}
	return false
}

// homeTab is the first tab of a role.
func homeTab(who mesa.Actor) string {
	switch who.Rol {
	case mesa.RolArea:
		return "en-mi-area"
	case mesa.RolJefatura:
		return "por-vencer"
	}
	return "por-revisar"
}

// tabWhere are the conditions of a tab for who looks.
func tabWhere(clave string, who mesa.Actor) []string {
	var where []string
	for _, t := range tabKinds {
		if t.Clave == clave && t.where != "" {
			where = append(where, t.where)
		}
	}
	switch {
	case who.Rol != mesa.RolArea || clave == "en-mi-area":
	case clave == "todas":
		where = append(where, routedHere)
	default:
		where = append(where, heldHere)
	}
	return where
}

// tabFrom is where a tab is read from. The light is looked for among the open filings
// alone: without statistics SQLite would read each of them from the table.
func tabFrom(clave string, who mesa.Actor) string {
	if who.Rol != mesa.RolArea && (clave == "por-vencer" || clave == "vencidas") {
		return "solicitudes s INDEXED BY idx_bandeja_abiertas"
	}
	if clave == "pospuestas" {
		return "solicitudes s INDEXED BY idx_bandeja_postergadas"
	}
	return "solicitudes s"
}

// tabs counts the open work of each tab in one question to the base, which also tells the
// place of the newest line of the trail: it only grows.
func (b *Bandeja) tabs(e *core.RequestEvent, f filter) (tabs []tab, newest int, err error) {
	who := actor(e)
	params := dbx.Params{"me": e.Auth.Id, "area": who.Area, "today": today(b.Now())}
	var counts []string
	for _, kind := range tabKinds {
		if !tabAllowed(kind.Clave, who) {
			continue
		}
		t := kind.tab
		t.Activa = t.Clave == f.Tab
		t.Counted = kind.where != ""
		tabs = append(tabs, t)
		if t.Counted {
			counts = append(counts, countOf(t.Clave, who))
		}
	}
	numbers := make([]int, len(counts))
	targets := make([]any, len(counts))
	for i := range numbers {
		targets[i] = &numbers[i]
	}
	counts, targets = append(counts, "(SELECT coalesce(max(rowid), 0) FROM movimientos)"), append(targets, &newest)
	err = e.App.DB().NewQuery("SELECT " + strings.Join(counts, ", ")).Bind(params).WithContext(e.Request.Context()).Row(targets...)
	for i, next := 0, 0; i < len(tabs) && err == nil; i++ {
		if tabs[i].Counted {
			tabs[i].N = numbers[next]
			next++
		}
	}
	return tabs, newest, err
}
