package bandeja

import (
	"cmp"
	"net/http"
	"regexp"
	"strings"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

const accessesPage, accessesTitle = "bandeja/accesos", "Quién vio qué"

// accessesPerPage is how many lines of the register a page shows.
const accessesPerPage = 50

// accessor is the account of a line without its name, as the index of pb_migrations has it.
const accessor = "substr(c.actor, 1, instr(c.actor, ' '))"

// accessesView is the register of accesses.
type accessesView struct {
	Frame
	Numero, De string // what the list is filtered by: a filing, an account
	Personas   []option
	Lineas     []accessLine
	Mas        string
	Filtra     bool
}

// accessLine is a line of the register.
type accessLine struct {
	ID, Actor, Accion, Coleccion, Archivo, IP string
	Numero, Documento                         string
	Fecha                                     types.DateTime
}

// Quien is the name of who saw it.
func (l accessLine) Quien() string {
	if _, name, ok := strings.Cut(l.Actor, " "); ok {
		return name
	}
	return l.Actor
}

// Cuando is the instant of Lima.
func (l accessLine) Cuando() string { return mesa.FullTime(l.Fecha.Time()) }

// Que says what was seen, before the number of the filing.
func (l accessLine) Que() string {
	switch {
	case l.Accion == "listar" && l.Archivo != "":
		return "Buscó «" + l.Archivo + "»"
	case l.Accion == "listar":
		return "Vio una lista"
	case l.Coleccion == mesa.ColSolicitudes && l.Accion == "descargar":
		return "Descargó una lista: " + l.Archivo
	case l.Coleccion == mesa.ColSolicitudes:
		return "Abrió la solicitud"
	case l.Accion == "descargar":
		return "Abrió el archivo " + cmp.Or(l.Documento, l.Archivo)
	}
	return "Vio los datos de un documento"
}

var (
	accountID   = regexp.MustCompile(`^(personal|_superusers)/[a-z0-9]{15}$`)
	accessPlace = regexp.MustCompile(`^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}Z)~([a-z0-9]{15})$`)
)

// accesses shows who saw what (art. 46 of the rules of Ley 29733), to jefatura and to the
// administrator.
func (b *Bandeja) accesses(e *core.RequestEvent) error {
	if who := actor(e); who.Rol != mesa.RolJefatura && who.Rol != "" {
		return mesa.Refuse(http.StatusForbidden, "", mesa.TextSoloJefatura)
	}
	q := e.Request.URL.Query()
	v := &accessesView{Frame: b.bareFrame(e), Numero: mesa.CleanFilingNumber(q.Get("numero"))}
	if accountID.MatchString(q.Get("persona")) {
		v.De = q.Get("persona")
	}
	if v.Numero == "" {
		v.Numero = mesa.CleanLine(q.Get("numero")) // no number of a filing: nothing is found
	}
	v.Filtra = v.Numero+v.De != ""
	var err error
	if v.Personas, err = everyAccount(e.App); err != nil {
		return err
	}
	if v.Lineas, err = readAccesses(e, v, q.Get("tras")); err != nil {
		return err
	}
	if len(v.Lineas) > accessesPerPage {
		v.Lineas = v.Lineas[:accessesPerPage]
		last := v.Lineas[len(v.Lineas)-1]
		v.Mas = "/bandeja/accesos?" + escape("numero", v.Numero, "persona", v.De, "tras", last.Fecha.String()+"~"+last.ID)
	}
	return b.Screen.Show(e, accessesPage, accessesTitle, v)
}

// readAccesses reads a page of the register, newest first, and one line more.
func readAccesses(e *core.RequestEvent, v *accessesView, after string) (lines []accessLine, err error) {
	where, params := []string{"c.fecha != ''"}, dbx.Params{"limit": accessesPerPage + 1}
	if v.De != "" {
		where = append(where, accessor+" = {:persona}")
		params["persona"] = v.De + " "
	}
	if v.Numero != "" {
		where = append(where, `c.registro IN (SELECT id FROM solicitudes WHERE numero = {:numero} UNION ALL
			SELECT d.id FROM solicitudes s CROSS JOIN documentos d ON d.solicitud = s.id WHERE s.numero = {:numero} UNION ALL
			SELECT m.id FROM solicitudes s CROSS JOIN movimientos m ON m.solicitud = s.id WHERE s.numero = {:numero})`)
		params["numero"] = v.Numero
	}
	if place := accessPlace.FindStringSubmatch(after); place != nil {
		where = append(where, "(c.fecha, c.id) < ({:fecha}, {:id})")
		params["fecha"], params["id"] = place[1], place[2]
	}
	err = e.App.DB().NewQuery(`SELECT c.id, c.actor, c.accion, c.coleccion, c.archivo, c.ip, c.fecha,
			coalesce(s.numero, '') AS numero, coalesce(d.nombre, '') AS documento
		FROM (SELECT * FROM accesos c WHERE ` + strings.Join(where, " AND ") + ` ORDER BY c.fecha DESC, c.id DESC LIMIT {:limit}) c
		LEFT JOIN documentos d ON d.id = c.registro LEFT JOIN movimientos m ON m.id = c.registro
		LEFT JOIN solicitudes s ON s.id = coalesce(d.solicitud, m.solicitud, c.registro) ORDER BY c.fecha DESC, c.id DESC`).
		Bind(params).WithContext(e.Request.Context()).All(&lines)
	return lines, err
}

// everyAccount are those who may have seen something: the staff and the administrators.
func everyAccount(app core.App) (all []option, err error) {
	err = app.DB().NewQuery(`SELECT 'personal/' || id AS id, nombre FROM personal UNION ALL
		SELECT '_superusers/' || id, email FROM _superusers ORDER BY 2 LIMIT 1000`).All(&all)
	return all, err
}
