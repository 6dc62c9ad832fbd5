package web

import (
	"cmp"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// Page is what the layout and a page's template are given.
type Page struct {
	Titulo  string
	Error   bool // puts "Error:" before the title
	Entidad Entidad
	Dev     bool
	Campos  map[string]string // error text by field
	Errores []Fault           // the error summary, in the form's order
	Datos   any
}

// Fault is a line of the error summary.
type Fault struct{ Campo, Texto string }

// Entidad is the office as the layout shows it.
type Entidad struct {
	Nombre, Siglas, Oficina, Direccion, Telefono, Correo, Horario, Portal, TUPA string
	Reclamaciones, Transparencia, Queja                                         string // addresses that every page links to
	LogoURL, Color, CSS                                                         string
	Sector                                                                      []string // ministry and vice-ministry, when it has them
	Fotos                                                                       bool     // photos become a PDF
	Atiende                                                                     bool     // it takes filings
	rules                                                                       *mesa.Entidad
}

// Regla is one of the office's rules in words, by the name that mesa.Entidad.Reglas knows.
func (e Entidad) Regla(name string) string { return e.rules.Reglas("{" + name + "}") }

// Show renders a page with 200.
func (s *Screen) Show(e *core.RequestEvent, page, titulo string, datos any) error {
	return s.render(e, http.StatusOK, page, Page{Titulo: titulo, Datos: datos})
}

// Refuse renders the same page again with the texts of a refusal. order lists the
// fields as the form shows them; a field's id in the page is its name. An error that
// is no refusal is returned, and becomes a 500.
func (s *Screen) Refuse(e *core.RequestEvent, err error, page, titulo string, datos any, order ...string) error {
	p, ok := mesa.AsProblem(err)
	if !ok || p.Status == http.StatusNotFound {
		return err
	}
	s.refusal(e, p)
	return s.render(e, p.Status, page, Page{
		Titulo: titulo, Error: true, Datos: datos, Campos: p.Campos, Errores: summary(p, order),
	})
}

func (s *Screen) refusal(e *core.RequestEvent, p mesa.Problem) {
	if p.Wait > 0 {
		e.Response.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(p.Wait.Seconds()))))
	}
	// htmx must not change the address when it shows a refused form.
	e.Response.Header().Set("HX-Push-Url", "false")
}

func summary(p mesa.Problem, order []string) []Fault {
	if len(p.Campos) == 0 {
		return []Fault{{"", p.Texto}}
	}
	var faults []Fault
	for campo, texto := range p.Campos {
		faults = append(faults, Fault{campo, texto})
	}
	rank := func(f Fault) int {
		if i := slices.Index(order, f.Campo); i >= 0 {
			return i
		}
		return len(order)
	}
	slices.SortFunc(faults, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(a.Campo, b.Campo))
	})
	return faults
}

func (s *Screen) render(e *core.RequestEvent, status int, page string, p Page) error {
	entidad, err := office(e.App)
	if err != nil {
		return err
	}
	p.Entidad = entidad
	p.Dev = e.App.IsDev()
	from, err := s.source()
	if err != nil {
		return broken(e, err)
	}
	body, err := from.templates.Execute(page, p)
	if err != nil {
		return err
	}
	return send(e, status, body)
}

func send(e *core.RequestEvent, status int, body []byte) error {
	h := e.Response.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store") // pages carry personal data
	if zipped(e, len(body)) {
		body = compress(body)
	}
	e.Response.WriteHeader(status)
	_, err := e.Response.Write(body)
	return err
}

func office(app core.App) (Entidad, error) {
	r, err := mesa.FindEntidad(app)
	if err != nil {
		return Entidad{}, err
	}
	entidad := Entidad{
		Nombre: r.GetString("nombre"), Siglas: cmp.Or(r.GetString("siglas"), r.GetString("nombre")), Oficina: r.GetString("oficina"),
		Direccion: r.GetString("direccion"), Telefono: r.GetString("telefono"), Correo: r.GetString("correo"),
		Horario: r.GetString("horario"), Portal: r.GetString("portal"), TUPA: r.GetString("tupa"),
		Reclamaciones: r.GetString("libro_reclamaciones"), Transparencia: r.GetString("transparencia"), Queja: r.GetString("queja"),
		Fotos: r.AdmiteFotos(), rules: r,
	}
	if entidad.Atiende, err = r.Atiende(app); err != nil {
		return Entidad{}, err
	}
	for _, field := range []string{"ministerio", "viceministerio"} {
		if name := r.GetString(field); name != "" {
			entidad.Sector = append(entidad.Sector, name)
		}
	}
	if color := r.GetString("color"); color != "" {
		entidad.Color = color
		entidad.CSS = "/entidad.css?color=" + url.QueryEscape(color)
	}
	if logo := r.GetString("logo"); logo != "" {
		entidad.LogoURL = "/api/files/" + mesa.ColEntidad + "/" + r.Id + "/" + logo
	}
	return entidad, nil
}

// broken answers with what is wrong with a template that is being edited. The answer is
// plain text, because the error page is made of the same templates.
func broken(e *core.RequestEvent, err error) error {
	return e.String(http.StatusInternalServerError, err.Error())
}

// Fragment renders one named part of a page, for htmx to put in place.
func (s *Screen) Fragment(e *core.RequestEvent, page, name string, datos any) error {
	from, err := s.source()
	if err != nil {
		return broken(e, err)
	}
	body, err := from.templates.fragment(page, name, datos)
	if err != nil {
		return err
	}
	return send(e, http.StatusOK, body)
}
