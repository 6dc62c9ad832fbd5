package bandeja

import (
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

const reviewPage = "bandeja/revision"

func reviewTitle(s *mesa.Solicitud) string { return "Solicitud N° " + s.Numero() }

// reviewView is a filing with all that is needed to act on it.
type reviewView struct {
	Frame
	choices
	S                   *mesa.Solicitud
	Fila                fila
	Tramite             *mesa.Tramite
	Requisitos          []string
	Area                string
	Documentos          []documentView
	Movimientos         []lineView
	Anteriores          []earlierFiling
	Correos             []mailView
	Cargos              []mesa.Recibo
	Reintenta           bool     // this account may send them again
	Otros               []string // who else has it open
	Actos               []actView
	AreaPropuesta       string
	Frases              []phrase
	Lista               string
	Anterior, Siguiente string // numbers of the list
	Hecho               string
	Abierto             string // the form that is open
	Valores             url.Values
	archivos            map[string][]*multipart.FileHeader // with the form that comes back; a browser keeps none
	Ensayo              *mesa.Ensayo
	InicioSubsanacion   string
	Hoy                 string
	Eliminada           string // why its papers are gone, "" for one that is kept
}

type actView struct {
	Clave string
	act
}

// documentView is a document of the filing as the review shows it.
type documentView struct {
	ID, Clase, Nombre, Numero, SHA256, Observacion string
	Bytes, Folios, Firmas                          int
	Avisos                                         []string
	Observado, Reemplazado, Visto                  bool     // Visto: this account has opened it
	Sellable                                       bool     // brought by the citizen
	Repetido                                       []string // numbers of other filings that have the same file
}

// review shows a filing.
func (b *Bandeja) review(e *core.RequestEvent) error {
	if strings.HasSuffix(e.Request.PathValue("numero"), ".zip") {
		return b.wholeFile(e)
	}
	s, err := b.find(e)
	if err != nil {
		return err
	}
	v, err := b.reviewOf(e, s)
	if err != nil {
		return err
	}
	if e.Request.Method != http.MethodHead { // which shows nothing
		if err := b.Rastro.NoteOpened(e, s); err != nil {
			return err
		}
	}
	v.open(e.Request.URL.Query().Get("acto"), e)
	v.Hecho = b.doneText(e)
	return b.Screen.Show(e, reviewPage, reviewTitle(s), v)
}

// reviewOf reads all that the review of a filing shows.
func (b *Bandeja) reviewOf(e *core.RequestEvent, s *mesa.Solicitud) (*reviewView, error) {
	v := &reviewView{S: s, Lista: cameFrom(e), Valores: url.Values{}, Hoy: dayOf(b.Now()).Format("2006-01-02")}
	who := actor(e)
	f := listFilter(e, who)
	for _, part := range []func() error{
		func() (err error) { v.Frame, err = b.frame(e, f); return },
		func() (err error) { v.Tramite, err = mesa.FindTramite(e.App, s.GetString("tramite")); return },
		func() (err error) { v.Documentos, err = b.documents(e, s); return },
		func() (err error) { v.Movimientos, err = b.lines(e.App, s); return },
		func() (err error) { v.Anteriores, err = b.earlier(e, s); return },
		func() (err error) { v.Correos, err = mails(e.App, s); return },
		func() (err error) { v.Cargos, err = b.Cargos(e.App, s.Id); return },
		func() (err error) { v.Eliminada, err = mesa.WhyEliminada(e.App, s); return },
		func() (err error) { v.Otros, err = b.alsoOpen(e, s); return },
		func() (err error) { v.choices, err = choicesFor(e); return },
		func() (err error) { v.Frases, err = phrases(e.App, s, who); return },
		func() error { return b.place(e, f, v) },
	} {
		if err := part(); err != nil {
			return nil, err
		}
	}
	entidad, err := mesa.FindEntidad(e.App)
	if err != nil {
		return nil, err
	}
	v.InicioSubsanacion = entidad.InicioSubsanacion()
	v.AreaPropuesta = v.Tramite.GetString("area")
	v.Requisitos = nonEmptyLines(v.Tramite.GetString("requisitos"))
	for _, a := range v.Areas {
		if a.ID == s.GetString("area") {
			v.Area = a.Nombre
		}
	}
	v.Actos = actsFor(s, who, v.Correos)
	v.Reintenta = mayRetry(s, who)
	return v, nil
}

// actsFor are the forms that the state and the role allow. An area acts only on what is
// in its hands.
func actsFor(s *mesa.Solicitud, who mesa.Actor, mails []mailView) []actView {
	allowed := mesa.EtapasDe(s.Estado(), who)
	mine := who.Rol != mesa.RolArea || s.GetString("area") == who.Area
	var list []actView
	for _, name := range order {
		a := acts[name]
		switch {
		case a.Etapa == "" && (mine && s.Estado().Open()):
		case a.Etapa == mesa.EtapaNota:
		case a.Etapa == mesa.EtapaCedula && s.Estado() != mesa.Observada && s.GetString("correo") != "" &&
			!slices.ContainsFunc(mails, waitsForPaper):
			continue
		case !slices.Contains(allowed, a.Etapa) || !mine || a.Etapa == "":
			continue
		}
		list = append(list, actView{name, a})
	}
	return list
}

// CorreoMalo tells whether a mail of the filing did not leave.
func (v *reviewView) CorreoMalo() bool {
	return slices.ContainsFunc(v.Correos, func(m mailView) bool { return m.Malo })
}

// open opens the form of an act with what was typed.
func (v *reviewView) open(name string, e *core.RequestEvent) {
	if slices.ContainsFunc(v.Actos, func(a actView) bool { return a.Clave == name }) {
		v.Abierto = name
	}
	if e.Request.Form != nil {
		v.Valores = e.Request.Form
	}
	if e.Request.MultipartForm != nil {
		v.archivos = e.Request.MultipartForm.File
	}
}

// Trajo tells whether the form that comes back had a file in a field.
func (v *reviewView) Trajo(campo string) bool { return len(v.archivos[campo]) > 0 }

// Valor is what was typed in a field of the open form.
func (v *reviewView) Valor(campo string) string { return v.Valores.Get(campo) }

// Tiene tells whether a box of the open form was ticked.
func (v *reviewView) Tiene(campo, valor string) bool { return slices.Contains(v.Valores[campo], valor) }

// AparteAbierto tells whether the part of a form that opens must show: something was
// typed there, or is wrong there.
func (v *reviewView) AparteAbierto(faults map[string]string, fields []campoView) bool {
	return slices.ContainsFunc(fields, func(c campoView) bool { return c.Valor != "" || faults[c.ID] != "" })
}

// Marcado tells whether the form ticks a document.
func (v *reviewView) Marcado(d documentView) bool {
	if v.Abierto == "observar" && len(v.Valores["version"]) > 0 {
		return slices.Contains(v.Valores["observado"], d.ID)
	}
	return d.Observado
}

// Antes is the observation that was told before, nil for a first one: art. 125 of Ley 27444
// wants all of them in one act.
func (v *reviewView) Antes() *lineView {
	for i, line := range v.Movimientos {
		if line.Etapa == string(mesa.EtapaObservado) {
			return &v.Movimientos[i]
		}
	}
	return nil
}

// TextoDe is what must be corrected in a document: as it was typed, else as it is stored.
func (v *reviewView) TextoDe(d documentView) string {
	if typed, ok := v.Valores["observacion_"+d.ID]; ok && len(typed) > 0 {
		return typed[0]
	}
	return d.Observacion
}

// Puede tells whether the bar has an act.
func (v *reviewView) Puede(name string) bool {
	return slices.ContainsFunc(v.Actos, func(a actView) bool { return a.Clave == name })
}

// place finds the filings before and after this one in the list that one came from.
func (b *Bandeja) place(e *core.RequestEvent, f filter, v *reviewView) error {
	own, err := b.rowOf(e, v.S)
	if err != nil {
		return err
	}
	v.Fila = own
	for _, backwards := range []bool{false, true} {
		rows, err := b.read(e, f.after(own), 1, backwards)
		if err != nil || len(rows) == 0 {
			if err != nil {
				return err
			}
			continue
		}
		if backwards {
			v.Anterior = rows[0].Numero
		} else {
			v.Siguiente = rows[0].Numero
		}
	}
	return nil
}

// rowOf is the filing as a row of the inbox.
func (b *Bandeja) rowOf(e *core.RequestEvent, s *mesa.Solicitud) (fila, error) {
	var row fila
	err := e.App.DB().NewQuery("SELECT " + columns + " FROM solicitudes s" + joins + " WHERE s.id = {:id}").
		Bind(dbx.Params{"me": e.Auth.Id, "id": s.Id}).One(&row)
	row.Luz = b.light(row)
	return row, err
}

// cameFrom is the list that one came from, as the form or the address says it.
func cameFrom(e *core.RequestEvent) string {
	if lista := e.Request.FormValue("lista"); lista != "" {
		if q, err := url.ParseQuery(lista); err == nil {
			return readFilter(q, actor(e)).Lista()
		}
	}
	return ""
}

func listFilter(e *core.RequestEvent, who mesa.Actor) filter {
	q, _ := url.ParseQuery(e.Request.FormValue("lista"))
	return readFilter(q, who)
}

func nonEmptyLines(s string) (lines []string) {
	for line := range strings.Lines(s) {
		if line = strings.TrimLeft(strings.TrimSpace(line), "-•* "); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// lineView is a line of the trail.
type lineView struct {
	Etapa, Nombre, Quien, Destino, Publico, Interno, Motivo string
	Fecha                                                   time.Time
	Nota                                                    bool
	Observados                                              []observedText // with OBSERVADO
}

// observedText is what an act observed in a document.
type observedText struct{ Clase, Nombre, Texto string }

// observedBy lists what a line of the trail observed in each document.
func observedBy(m *mesa.Movimiento, docs []*core.Record) []observedText {
	if m.Etapa() != mesa.EtapaObservado {
		return nil
	}
	var all []observedText
	for _, doc := range mesa.ObservedAt(docs, m.Fecha()) {
		all = append(all, observedText{mesa.NombreClase(doc.GetString("clase")), doc.GetString("nombre"), doc.GetString("observacion")})
	}
	return all
}
