package portal

import (
	"cmp"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
	"mesadepartes/ui/web"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

const deskPage, deskTitle = "portal/mis_tramites", "Mis trámites"

// filingsPerPage is how many filings Mis trámites shows at once.
const filingsPerPage = 25

// deskView is what was begun and filed from an address.
type deskView struct {
	Correo, Hasta string
	Borradores    []deskDraft
	Solicitudes   []deskFiling
	Siguiente     string // the number after which the next page begins
	Primera       bool   // the newest filings are on this page
	Mudado        bool   // the address took another one's place just now
	claimForm
}

// deskDraft is a draft to go on with.
type deskDraft struct{ ID, Asunto, Tramite, Hasta string }

// deskFiling is a filing with the next date that matters.
type deskFiling struct {
	Numero, Asunto, Tramite, Expediente       string
	Estado                                    mesa.Estado
	Recibida                                  time.Time
	VenceSubsanacion, VenceRevision, Responde *time.Time
}

// showDesk lists what belongs to the session's address, or asks for a code.
func (p *Portal) showDesk(e *core.RequestEvent) error {
	d := p.enteredDesk(e)
	if d == nil {
		v := enterView{}
		if web.Secret(e.Request, deskCookie) != "" {
			v.Aviso = mesa.TextSesionCiudadano
		}
		return p.Screen.Show(e, enterPage, enterTitle, v)
	}
	v, err := p.deskView(e, d)
	if err != nil {
		return err
	}
	v.Mudado = e.Request.URL.Query().Get("mudado") == "1"
	return p.Screen.Show(e, deskPage, deskTitle, v)
}

func (p *Portal) deskView(e *core.RequestEvent, d *desk) (*deskView, error) {
	v := &deskView{Correo: d.correo, Hasta: d.hasta(p.Now())}
	names, err := procedureNames(e.App)
	if err != nil {
		return nil, err
	}
	if err := p.addFilings(e, d, v, names); err != nil {
		return nil, err
	}
	if v.Primera {
		v.Borradores, err = p.draftsOf(e.App, d, names)
	}
	return v, err
}

func procedureNames(app core.App) (map[string]string, error) {
	rows, err := app.FindAllRecords(mesa.ColTramites)
	names := make(map[string]string, len(rows))
	for _, r := range rows {
		names[r.Id] = r.GetString("nombre")
	}
	return names, err
}

// addFilings reads a page of filings, newest first, beginning after the one that the
// address names; a number that is none of theirs begins anew.
func (p *Portal) addFilings(e *core.RequestEvent, d *desk, v *deskView, names map[string]string) error {
	query := e.App.RecordQuery(mesa.ColSolicitudes).AndWhere(mesa.DeCorreo(d.correo))
	last := &core.Record{}
	after := dbx.HashExp{"numero": mesa.CleanFilingNumber(e.Request.URL.Query().Get("despues"))}
	err := e.App.RecordQuery(mesa.ColSolicitudes).AndWhere(after).AndWhere(mesa.DeCorreo(d.correo)).Limit(1).One(last)
	v.Primera = err != nil
	if !v.Primera {
		query.AndWhere(dbx.NewExp("(recibida_en, id) < ({:at}, {:id})",
			dbx.Params{"at": last.GetDateTime("recibida_en").String(), "id": last.Id}))
	}
	var rows []*core.Record
	if err := query.OrderBy("recibida_en DESC", "id DESC").Limit(filingsPerPage + 1).All(&rows); err != nil {
		return err
	}
	for i, r := range rows {
		if i == filingsPerPage {
			v.Siguiente = rows[i-1].GetString("numero")
			break
		}
		v.Solicitudes = append(v.Solicitudes, p.deskFiling(mesa.AsSolicitud(r), names))
	}
	return nil
}

// deskFiling is a line of the list. A day that passed is no promise.
func (p *Portal) deskFiling(s *mesa.Solicitud, names map[string]string) deskFiling {
	ahead := func(shown bool, day time.Time) *time.Time {
		if !shown || day.IsZero() || plazos.Expired(day, p.Now()) {
			return nil
		}
		return &day
	}
	estado := s.Estado()
	return deskFiling{
		Numero: s.Numero(), Asunto: s.GetString("asunto"), Tramite: names[s.GetString("tramite")], Expediente: s.GetString("expediente"),
		Estado: estado, Recibida: s.RecibidaEn(),
		VenceSubsanacion: ahead(estado == mesa.Observada, s.VenceSubsanacion()),
		VenceRevision:    ahead(estado.InReview(), s.VenceRevision()),
		Responde:         ahead(estado == mesa.Registrada || estado == mesa.Derivada, s.Responde(p.Now())),
	}
}

// draftsOf lists the drafts that were validated with a code of the address and may still be
// sent. One that only names the address may be anybody's.
func (p *Portal) draftsOf(app core.App, d *desk, names map[string]string) (list []deskDraft, err error) {
	var rows []*core.Record
	err = app.RecordQuery(mesa.ColBorradores).AndWhere(mesa.BorradoresDeCorreo(d.correo)).OrderBy("vence DESC").All(&rows)
	for _, r := range rows {
		if b := mesa.AsBorrador(r); b.Validado() && b.Open(p.Now()) == nil {
			list = append(list, deskDraft{
				ID: b.Id, Asunto: cmp.Or(b.GetString("asunto"), mesa.SinAsunto), Tramite: names[b.GetString("tramite")],
				Hasta: mesa.DayAndHour(b.Vence().In(plazos.Lima)),
			})
		}
	}
	return list, err
}
