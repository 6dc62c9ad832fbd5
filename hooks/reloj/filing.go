package reloj

import (
	"fmt"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// openFiling is what the legal clock reads of a filing: few columns, because each
// round reads every open one.
type openFiling struct {
	ID               string         `db:"id"`
	Numero           string         `db:"numero"`
	Estado           mesa.Estado    `db:"estado"`
	Nombre           string         `db:"nombre"`    // of its procedure
	Domicilio        string         `db:"domicilio"` // where a cédula goes
	Acceso           bool           `db:"acceso"`    // a request for public information
	Silencio         string         `db:"silencio"`
	Semaforo         string         `db:"semaforo"`
	Alerta           string         `db:"alerta"`
	PlazoTipo        string         `db:"plazo_tipo"`
	PlazoDias        int            `db:"plazo_dias"`
	PlazoDesde       types.DateTime `db:"plazo_desde"`
	VenceRevision    types.DateTime `db:"vence_revision"`
	VenceSubsanacion types.DateTime `db:"vence_subsanacion"`
	VenceRespuesta   types.DateTime `db:"vence_respuesta"`
	LegalTipo        string         `db:"legal_tipo"`
	LegalDias        int            `db:"legal_dias"`
	MetaDias         int            `db:"meta_dias"`
	LegalDesde       types.DateTime `db:"legal_desde"`
	VenceLegal       types.DateTime `db:"vence_legal"`
	RegistradaEl     types.DateTime `db:"registrada_el"`
}

func (f *openFiling) desde() time.Time       { return f.PlazoDesde.Time() }
func (f *openFiling) revision() time.Time    { return f.VenceRevision.Time() }
func (f *openFiling) subsanacion() time.Time { return f.VenceSubsanacion.Time() }
func (f *openFiling) respuesta() time.Time   { return f.VenceRespuesta.Time() }
func (f *openFiling) legal() time.Time       { return f.VenceLegal.Time() }
func (f *openFiling) legalDesde() time.Time  { return f.LegalDesde.Time() }

// positive tells whether silence approves the filing.
func (f *openFiling) positive() bool { return f.Silencio == "positivo" }

// inReview tells whether reception's term runs.
func (f *openFiling) inReview() bool { return f.Estado.InReview() && !f.VenceRevision.IsZero() }

// inAnswer tells whether the law's term to answer runs. OBSERVADO takes its date away; an
// answered or closed filing keeps it as history.
func (f *openFiling) inAnswer() bool { return f.Estado.Open() && !f.VenceLegal.IsZero() }

// addressSQL is mesa.Solicitud.Direccion.
const addressSQL = `CASE WHEN s.domicilio_notificacion = '' THEN s.domicilio
	ELSE concat_ws(', ', s.domicilio_notificacion, nullif(s.distrito, ''), nullif(s.provincia, ''), nullif(s.departamento, '')) END`

// openFilings reads every open filing, by the index of estado.
func openFilings(app core.App) ([]*openFiling, error) {
	states := make([]string, 0, len(mesa.Abiertos()))
	for _, e := range mesa.Abiertos() {
		states = append(states, fmt.Sprintf("'%s'", e))
	}
	var all []*openFiling
	err := app.DB().NewQuery(`SELECT s.id, s.numero, s.estado, ` + addressSQL + ` AS domicilio,
		s.semaforo, s.alerta, s.plazo_desde, s.plazo_dias, s.plazo_tipo,
		s.vence_revision, s.vence_subsanacion, s.vence_respuesta, s.vence_legal, s.legal_desde, s.legal_dias, s.legal_tipo,
		coalesce(t.formulario = 'saip' OR t.base_legal LIKE 'Ley 27806%', 0) AS acceso, s.meta_dias, s.registrada_el,
		coalesce(t.nombre, '') AS nombre, coalesce(nullif(s.silencio, ''), t.silencio, '') AS silencio
		FROM solicitudes s LEFT JOIN tramites t ON t.id = s.tramite
		WHERE s.estado IN (` + strings.Join(states, ",") + `) ORDER BY s.anio, s.correlativo`).All(&all)
	return all, err
}

// viewOpen views a record, saved or not, as openFilings would read it.
func viewOpen(app core.App, s *mesa.Solicitud) (*openFiling, error) {
	tramite, err := app.FindRecordById(mesa.ColTramites, s.GetString("tramite"))
	if err != nil {
		return nil, fmt.Errorf("procedure of %s: %w", s.Numero(), err)
	}
	return &openFiling{
		ID: s.Id, Numero: s.Numero(), Estado: s.Estado(), Nombre: tramite.GetString("nombre"), Silencio: s.Silencio(tramite),
		Acceso:    mesa.AccesoInformacion(tramite),
		Domicilio: s.Direccion(), Semaforo: s.GetString("semaforo"), Alerta: s.GetString("alerta"),
		PlazoTipo: s.GetString("plazo_tipo"), PlazoDias: s.GetInt("plazo_dias"), PlazoDesde: s.GetDateTime("plazo_desde"),
		VenceRevision: s.GetDateTime("vence_revision"), VenceSubsanacion: s.GetDateTime("vence_subsanacion"),
		VenceRespuesta: s.GetDateTime("vence_respuesta"), VenceLegal: s.GetDateTime("vence_legal"), LegalDesde: s.GetDateTime("legal_desde"),
		LegalDias: s.GetInt("legal_dias"), LegalTipo: s.GetString("legal_tipo"), MetaDias: s.GetInt("meta_dias"),
		RegistradaEl: s.GetDateTime("registrada_el"),
	}, nil
}
