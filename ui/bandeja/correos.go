package bandeja

import (
	"regexp"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

const mailsPage, mailsTitle = "bandeja/correos", "Correos que no salieron"

// mailsPerPage is how many mails a page of the list shows.
const mailsPerPage = 50

// mailsView is the list of what did not leave.
type mailsView struct {
	Frame
	Estado    string
	Filtros   []option
	Correos   []unsentView
	Mas       string // the address of what comes after, "" at the end
	Hecho     string
	Cedula    bool // this account may notify by cédula
	Reintenta bool
}

// unsentView is a mail that did not leave, in words.
type unsentView struct {
	mesa.CorreoSinSalir
	Porque, Detalle string
}

// Clase is the kind of the mail in words.
func (v unsentView) Clase() string { return mesa.NombreCorreo(v.Tipo) }

// EstadoNombre is where the mail stands, in words.
func (v unsentView) EstadoNombre() string { return mesa.NombreEstadoCorreo(v.Estado) }

// Malo tells whether a person must do something: it does not wait for its turn.
func (v unsentView) Malo() bool { return v.Estado != mesa.CorreoPendiente }

// Escrito is when the mail was written, or put back into the outbox.
func (v unsentView) Escrito() string { return shortTime(v.CreadoEn.Time()) }

// Intentado is when the mail was last tried; "" for never.
func (v unsentView) Intentado() string { return shortTime(v.IntentadoEn.Time()) }

// Proximo is when the next try comes. A failed mail has none.
func (v unsentView) Proximo() string {
	if v.Estado == mesa.CorreoFallido {
		return ""
	}
	return shortTime(v.ProximoEn.Time())
}

// PorCedula tells whether paper may take the mail's place.
func (v unsentView) PorCedula() bool {
	return v.Numero != "" && (v.Estado == mesa.CorreoFallido || v.Tipo.NeedsAcuse() && v.Malo())
}

// shortTime is an instant of Lima without its seconds, "" for none.
func shortTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(plazos.Lima).Format("02/01/2006 15:04")
}

var mailFilters = []option{
	{"", "Todos"}, {string(mesa.CorreoFallido), "No salieron"}, {string(mesa.CorreoIncierto), "Sin confirmar"},
	{string(mesa.CorreoPendiente), "Esperan salir"},
}

// mailPlace is the place of a mail in the list, as an address says it.
var mailPlace = regexp.MustCompile(`^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}Z)~([a-z0-9]{15})$`)

// mailList shows what did not leave and why. An area sees the mails about the filings that
// it holds.
func (b *Bandeja) mailList(e *core.RequestEvent) error {
	v, err := b.mailsOf(e)
	if err != nil {
		return err
	}
	return b.Screen.Show(e, mailsPage, mailsTitle, v)
}

func (b *Bandeja) mailsOf(e *core.RequestEvent) (*mailsView, error) {
	who, q := actor(e), e.Request.URL.Query()
	v := &mailsView{
		Frame: b.bareFrame(e), Filtros: mailFilters, Cedula: who.Rol == mesa.RolMesa || who.Rol == "", Reintenta: who.Rol != mesa.RolJefatura,
		Hecho: retriedText(justDone(e), q.Get("numero")),
	}
	for _, f := range mailFilters {
		if f.ID == q.Get("estado") {
			v.Estado = f.ID
		}
	}
	ask := mesa.ColaCorreos{
		OfArea: who.Rol == mesa.RolArea, Area: who.Area, Estado: mesa.EstadoCorreo(v.Estado), Limit: mailsPerPage + 1,
	}
	if place := mailPlace.FindStringSubmatch(q.Get("tras")); place != nil {
		ask.Since, ask.AfterID = place[1], place[2]
	}
	rows, err := b.Salida.Unsent(e.App, ask)
	if err != nil {
		return nil, err
	}
	if len(rows) > mailsPerPage {
		rows = rows[:mailsPerPage]
		last := rows[len(rows)-1]
		v.Mas = "/bandeja/correos?" + escape("estado", v.Estado, "tras", last.CreadoEn.String()+"~"+last.ID)
	}
	for _, r := range rows {
		u := unsentView{CorreoSinSalir: r}
		u.Porque, u.Detalle = mesa.PorQueNoSalio(r.Estado, r.Error)
		v.Correos = append(v.Correos, u)
	}
	return v, nil
}

// retriedText says what a retry did. It never says that a mail left.
func retriedText(hecho, numero string) string {
	if hecho != "reintentar" {
		return ""
	}
	if numero = mesa.CleanFilingNumber(numero); numero != "" {
		return "El correo de la solicitud " + numero + " espera salir otra vez. Si no sale, vuelve a esta lista."
	}
	return "El correo espera salir otra vez. Si no sale, vuelve a esta lista."
}

// mayRetry tells whether the review offers to send a mail again. The event of the mail
// judges it.
func mayRetry(s *mesa.Solicitud, who mesa.Actor) bool {
	return who.Rol != mesa.RolJefatura && (who.Rol != mesa.RolArea || s.GetString("area") == who.Area)
}

// waitsForPaper tells whether a mail may be notified on paper.
func waitsForPaper(m mailView) bool { return m.PorCedula }

// fromMails tells whether a form was sent from the list of mails.
func fromMails(e *core.RequestEvent) bool {
	return strings.HasPrefix(back(e.Request.FormValue("volver")), "/bandeja/correos")
}
