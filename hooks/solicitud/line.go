package solicitud

import (
	"slices"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

// keepOnly empties what a stage has no use for, so that a line never says more
// than the move did. The public text belongs to every stage.
func (m *Move) keepOnly(used ...string) {
	for _, f := range ofStages {
		if !slices.Contains(used, f) {
			m.mov.Set(f, nil)
		}
	}
}

// ofStages are the columns of a line that only some stages use.
var ofStages = []string{
	"area", "expediente", "instrucciones", "motivo", "tramite", "entidad_destino", "vence_nuevo", "cedula_numero", "entregada_el",
	"copias", "recibida_por", "sentido", "documento_numero", "documento_fecha", "agota_via", "recursos", "confirma_silencio",
	"confirma_expediente",
}

// typed are the texts of a line that people write, and their lengths. One that is a
// single line loses its breaks.
var typed = []struct {
	field  string
	max    int
	single bool
}{
	{"observaciones", mesa.MaxRespuesta, false}, {"instrucciones", mesa.MaxRespuesta, false}, {"motivo", mesa.MaxMotivo, false},
	{"recursos", mesa.MaxRespuesta, false}, {"entidad_destino", mesa.MaxEntidad, true}, {"documento_numero", mesa.MaxDocumento, true},
	{"cedula_numero", mesa.MaxNumeroDoc, true}, {"recibida_por", mesa.MaxRecibida, false},
}

// tidy cleans what people wrote on a line, and refuses what is too long.
func tidy(mov *core.Record) error {
	var f mesa.Fallas
	for _, t := range typed {
		clean := mesa.CleanText(mov.GetString(t.field))
		if t.single {
			clean = mesa.CleanLine(clean)
		}
		if mesa.TooLong(clean, t.max) {
			f.Add(t.field, mesa.TextTooLong(t.max))
		}
		mov.Set(t.field, clean)
	}
	return f.Err()
}

// day reads a date of the line as a Lima day, and writes it so. 00:00 UTC means that date,
// not the evening before in Lima: the dashboard and the API send it so.
func (m *Move) day(field string) time.Time {
	t := m.mov.GetDateTime(field).Time().UTC()
	if t.IsZero() {
		return t
	}
	if t.Equal(t.Truncate(24 * time.Hour)) {
		t = t.Add(12 * time.Hour)
	}
	m.mov.Set(field, plazos.Date(t))
	return plazos.Date(t)
}

// needs notes a fault beside each empty field.
func (m *Move) needs(f *mesa.Fallas, missing map[string]string) {
	for field, texto := range missing {
		if m.mov.GetString(field) == "" {
			f.Add(field, texto)
		}
	}
}

// needsMotivo refuses a line without its reason.
func (m *Move) needsMotivo(texto string) error {
	var f mesa.Fallas
	m.needs(&f, map[string]string{"motivo": texto})
	return f.Err()
}

// sayMotivo tells the citizen the reason, unless the officer wrote a text for that.
func (m *Move) sayMotivo() {
	if m.mov.GetString("observaciones") == "" {
		m.mov.Set("observaciones", m.mov.GetString("motivo"))
	}
}

// checkDocumentDate notes a fault when the date of the office's document can't be one: it
// is to come, or older than the filing.
func (m *Move) checkDocumentDate(f *mesa.Fallas) {
	switch written := m.day("documento_fecha"); {
	case written.IsZero():
	case written.After(m.clock.Now):
		f.Add("documento_fecha", mesa.TextFechaManana)
	case written.Before(plazos.Date(m.s.RecibidaEn())):
		f.Add("documento_fecha", mesa.TextFechaAntes)
	}
}

// observed lists the filing's documents that are observed and not yet replaced.
func (m *Move) observed() ([]*core.Record, error) {
	docs, err := mesa.DocumentsOf(m.tx, m.s.Id)
	if err != nil {
		return nil, err
	}
	return mesa.Observed(mesa.Current(docs)), nil
}
