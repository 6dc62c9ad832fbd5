package portal

import (
	"cmp"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

const (
	trackPage, trackTitle   = "portal/seguimiento", "Seguimiento de solicitud"
	resultPage, resultTitle = "portal/seguimiento_resultado", "Información de su solicitud"
)

func (p *Portal) trackForm(e *core.RequestEvent) error {
	return p.Screen.Show(e, trackPage, trackTitle, p.newSearch(e, "/seguimiento"))
}

// track shows where a filing stands.
func (p *Portal) track(e *core.RequestEvent) error {
	if otherCaptcha(e) {
		return p.trackForm(e)
	}
	s, err := p.find(e)
	if err != nil {
		return p.refuseSearch(e, tracking, err)
	}
	return p.showStory(e, s, otp.Proof{}, p.keepResult(e, s.Id, otp.Proof{}))
}

// storyView is the result of a search.
type storyView struct {
	Numero, Tramite, Asunto, Expediente string
	Creacion                            time.Time
	Cuenta                              *time.Time // when it is not the day of reception
	Motivo                              string
	Presentada                          time.Time // the date it counts from
	Traslado                            string    // "domingo 10 de abril → lunes 11 de abril de 2022", else ""
	Estado                              mesa.Estado
	VenceSubsanacion, VenceRespuesta    *time.Time
	VenceRevision                       *time.Time
	Vencida                             string // what the person may do once the law's term ended
	FromFiling                          bool   // the procedure's term is told from the filing
	PorAcuse                            bool   // the term to correct waits for the notice to be received
	Plazo                               string // the procedure's term in words, "" when it has none
	Area, Destino                       string // the entity that a filing was sent on to
	Filas                               []storyRow
	Reservada                           bool // the answer is shown after the code of the mail alone
	Hitos                               []hito
	Pase                                string // opens the correction, see showStory
	Direccion                           string // of this result, see keepResult
	Eliminada                           string // why its papers are gone, "" for one that is kept
}

// storyRow is a line of the table of stages, which the manual fixes.
type storyRow struct {
	N                                     int
	Etapa, Origen, Destino, Observaciones string
	Fecha                                 time.Time
}

func (p *Portal) story(app core.App, s *mesa.Solicitud) (*storyView, error) {
	movs, err := app.FindRecordsByFilter(mesa.ColMovimientos, "solicitud = {:id} && etapa != 'NOTA'", "fecha,@rowid", 0, 0,
		dbx.Params{"id": s.Id})
	if err != nil {
		return nil, err
	}
	tramite, err := app.FindRecordById(mesa.ColTramites, s.GetString("tramite"))
	if err != nil {
		return nil, err
	}
	entidad, err := mesa.FindEntidad(app)
	if err != nil {
		return nil, err
	}
	correct, err := p.lastToCorrect(app, entidad, s)
	if err != nil {
		return nil, err
	}
	v := &storyView{
		Numero: s.Numero(), Tramite: tramite.GetString("nombre"), Asunto: s.GetString("asunto"), Expediente: s.GetString("expediente"),
		Creacion: s.RecibidaEn(), Estado: s.Estado(), Presentada: s.PresentadaEl(), Traslado: s.GetString("presentada_texto"),
		VenceSubsanacion: dateOrNil(correct), VenceRespuesta: dateOrNil(s.Responde(p.Now())),
		FromFiling: entidad.FromFiling(tramite),
		PorAcuse:   s.FromAcuse(), VenceRevision: dateOrNil(s.GetDateTime("vence_revision").Time()), Plazo: describe(tramite).Plazo,
		Destino: s.GetString("entidad_destino"),
	}
	if motivo := s.GetString("presentada_motivo"); motivo != "" {
		v.Cuenta = dateOrNil(s.PresentadaEl())
		v.Motivo = mesa.CountsLater(s.RecibidaEn().In(plazos.Lima), motivo)
	}
	if area, err := app.FindRecordById(mesa.ColAreas, s.GetString("area")); err == nil {
		v.Area = area.GetString("nombre")
	}
	if v.Eliminada, err = mesa.WhyEliminada(app, s); err != nil {
		return nil, err
	}
	v.addRows(movs)
	if last := s.VenceLegal(); s.Estado().Open() && !last.IsZero() && plazos.Expired(last, p.Now()) {
		v.Vencida = mesa.TextVencida(mesa.InLima(last), s.Silencio(tramite), mesa.AccesoInformacion(tramite))
	}
	if v.VenceRevision != nil && plazos.Expired(*v.VenceRevision, p.Now()) {
		v.VenceRevision = nil // a past day is no promise
	}
	v.Hitos = v.hitos()
	return v, nil
}

func (v *storyView) addRows(movs []*core.Record) {
	for i, m := range movs {
		v.Filas = append(v.Filas, storyRow{
			N: i + 1, Etapa: m.GetString("etapa"), Fecha: m.GetDateTime("fecha").Time(),
			Origen: cmp.Or(m.GetString("origen"), "-"), Destino: cmp.Or(m.GetString("destino"), "-"),
			Observaciones: cmp.Or(m.GetString("observaciones"), "-"),
		})
	}
}

// lastToCorrect is the last day to correct by the calendar of today, zero before the term
// began. A filing that no longer waits keeps its day as history.
func (p *Portal) lastToCorrect(app core.App, entidad *mesa.Entidad, s *mesa.Solicitud) (time.Time, error) {
	cal, err := p.Calendario(app, entidad, p.Now())
	if err != nil || !s.Estado().Pending() {
		return s.VenceSubsanacion(), err
	}
	return s.LastToCorrect(cal), nil
}
