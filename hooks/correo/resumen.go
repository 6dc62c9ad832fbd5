package correo

import (
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
	"mesadepartes/hooks/registro"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// maxLines is how many filings a section names; the rest it counts.
const maxLines = 20

// Section is a part of the daily digest. Those that are Urgente are marked as such.
type Section struct {
	Titulo  string
	Urgente bool
	Total   int
	Lineas  []SectionLine
}

// SectionLine is a filing that presses and why.
type SectionLine struct{ Numero, Tramite, Nota string }

// Add counts a filing, and names it while there is room.
func (s *Section) Add(numero, tramite, nota string) {
	s.Total++
	if len(s.Lineas) < maxLines {
		s.Lineas = append(s.Lineas, SectionLine{numero, tramite, nota})
	}
}

// Mas is how many filings the section only counts.
func (s *Section) Mas() int { return s.Total - len(s.Lineas) }

// Resumen queues the digest of now's day for one account. head is nil for who keeps no heads
// of the register.
func (m *Mailer) Resumen(
	app core.App, entidad *mesa.Entidad, reader *core.Record, now time.Time, sections []*Section, head *registro.Cabeza,
) error {
	urgentes := 0
	for _, s := range sections {
		if s.Urgente {
			urgentes += s.Total
		}
	}
	data := Base(app, entidad)
	data["Fecha"], data["Urgentes"], data["Secciones"], data["Cabeza"] = mesa.InLima(now), urgentes, sections, nil
	if head != nil {
		data["Cabeza"] = map[string]any{
			"Origen": head.Origen, "Hojas": head.N, "Raiz": head.Hash.String(), "Dia": mesa.FullTime(head.Dia), "Firmada": head.Firmada,
			"Sellada": head.Sellada,
		}
	}
	return m.Enqueue(app, Mail{Tipo: mesa.CorreoResumen, Para: reader.Email(), Clave: digestKey(now, reader.Id), Data: data})
}

// HasResumen tells whether an account's digest of now's day was written.
func HasResumen(app core.App, account string, now time.Time) (bool, error) {
	return hasKey(app, digestKey(now, account))
}

// LastResumen is the instant of the last digest of an earlier day than now's, a week
// ago when there was none.
func LastResumen(app core.App, now time.Time) (types.DateTime, error) {
	var last []types.DateTime
	err := app.DB().NewQuery(`SELECT creado_en FROM correos WHERE clave != '' AND clave >= 'resumen/' AND clave < {:today}
		ORDER BY clave DESC LIMIT 1`).Bind(dbx.Params{"today": digestDay(now)}).Column(&last)
	if err != nil || len(last) > 0 {
		return append(last, types.DateTime{})[0], err
	}
	return types.ParseDateTime(now.AddDate(0, 0, -7))
}

func digestKey(now time.Time, account string) string { return digestDay(now) + "/" + account }

func digestDay(now time.Time) string { return "resumen/" + now.In(plazos.Lima).Format(time.DateOnly) }
