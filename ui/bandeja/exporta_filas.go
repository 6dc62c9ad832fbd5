package bandeja

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"mesadepartes/hooks/informe"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// portion is how many rows are read at once.
const portion = 500

// ficha is a filing as a row of a file. It has no address, telephone or e-mail: a list
// leaves the program, and nobody needs them to count.
type ficha struct {
	Numero, Estado, Tramite, Asunto, TipoDocumento, NumeroDocumento, Nombres, Apellidos, RUC, RazonSocial string
	Representado, Area, Responsable, Expediente, Semaforo, Alerta, UltimaEtapa, Sentido                   string
	Recibida, Presentada, Registrada, VenceRevision, VenceSubsanacion, VenceRespuesta, VenceLegal         momento
	Revisada, Respondida, Cerrada                                                                         momento
	Prorrogada                                                                                            bool
	Folios, Documentos                                                                                    int
}

// momento is an instant as the base stores it. PocketBase's own type tries many layouts one
// after another, ten times for each of 200,000 rows.
type momento string

// Time is the instant; zero where there is none.
func (m momento) Time() time.Time {
	t, err := time.Parse(types.DefaultDateLayout, string(m))
	if err != nil {
		return time.Time{}
	}
	return t
}

// IsZero tells whether there is none.
func (m momento) IsZero() bool { return m == "" }

var fichaHead = []heading{
	{"Número", 12}, {"Recibida", 19}, {"Cuenta desde", 12}, {"Tipo de documento", 10}, {"Documento", 13}, {"Nombres", 20},
	{"Apellidos", 24}, {"RUC", 13}, {"Razón social", 30}, {"Representa a", 24}, {"Trámite", 34}, {"Asunto", 44}, {"Estado", 15},
	{"Último movimiento", 16}, {"Área", 28}, {"Responsable", 24}, {"Expediente", 16}, {"Folios", 8}, {"Documentos", 12},
	{"Semáforo", 10}, {"Alerta", 34}, {"Vence revisión", 14}, {"Vence subsanación", 16}, {"Se le dijo", 12},
	{"Vence por ley", 13}, {"Prorrogada", 11}, {"Revisada", 19}, {"Días hasta revisar", 10}, {"Registrada", 12},
	{"Respondida", 19}, {"Días hasta responder", 10}, {"En plazo", 11}, {"Sentido", 18}, {"Cerrada", 12},
}

const fichaSQL = `SELECT s.numero, s.estado, coalesce(t.nombre, '') AS tramite, s.asunto, s.tipo_documento, s.numero_documento,
	s.nombres, s.apellidos, s.ruc, s.razon_social, s.representado, coalesce(a.nombre, '') AS area, coalesce(p.nombre, '') AS responsable,
	s.expediente, s.semaforo, s.alerta, s.ultima_etapa, s.recibida_en AS recibida, s.presentada_el AS presentada,
	s.registrada_el AS registrada, s.vence_revision, s.vence_subsanacion, s.vence_respuesta, s.vence_legal, s.cerrada_el AS cerrada,
	s.prorrogada, coalesce(` + reviewedAt + `, '') AS revisada, coalesce(` + answeredAt + `, '') AS respondida,
	coalesce(` + senseOf + `, '') AS sentido,
	(SELECT coalesce(sum(d.folios), 0) FROM documentos d WHERE d.solicitud = s.id) AS folios,
	(SELECT count(*) FROM documentos d WHERE d.solicitud = s.id) AS documentos
	FROM json_each({:ids}) k CROSS JOIN solicitudes s ON s.id = k.value LEFT JOIN tramites t ON t.id = s.tramite
	LEFT JOIN areas a ON a.id = s.area LEFT JOIN personal p ON p.id = s.responsable ORDER BY k.key`

// fichas reads filings by their ids, in that order.
func (b *Bandeja) fichas(e *core.RequestEvent, ids []string) ([]ficha, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	var rows []ficha
	err = e.App.DB().NewQuery(fichaSQL).
		Bind(dbx.Params{"ids": string(list)}).WithContext(e.Request.Context()).All(&rows)
	return rows, err
}

// cells is the row of a filing. Working days are those of the office.
func (f ficha) cells(habiles *informe.Habiles) []any {
	took := func(to momento) any {
		if to.IsZero() {
			return ""
		}
		return habiles.Between(informe.DiaDe(f.Recibida.Time()), informe.DiaDe(to.Time()))
	}
	at := func(t momento) any { return instante(t.Time()) }
	day := func(t momento) any { return dia(t.Time()) }
	met := ""
	if !f.Respondida.IsZero() && !f.VenceLegal.IsZero() {
		met = yesNo(informe.DiaDe(f.Respondida.Time()) <= informe.DiaDe(f.VenceLegal.Time()))
	}
	return []any{
		f.Numero, at(f.Recibida), day(f.Presentada), f.TipoDocumento, f.NumeroDocumento, f.Nombres, f.Apellidos, f.RUC, f.RazonSocial,
		f.Representado, f.Tramite, f.Asunto, mesa.NombreEstado(mesa.Estado(f.Estado)), mesa.NombreEtapa(mesa.Etapa(f.UltimaEtapa)), f.Area,
		f.Responsable, f.Expediente, f.Folios, f.Documentos, f.Semaforo, f.Alerta, day(f.VenceRevision),
		day(f.VenceSubsanacion), day(f.VenceRespuesta), day(f.VenceLegal),
		yesNo(f.Prorrogada), at(f.Revisada), took(f.Revisada), day(f.Registrada), at(f.Respondida), took(f.Respondida), met,
		answerSense(f.Sentido), day(f.Cerrada),
	}
}

func yesNo(yes bool) string {
	if yes {
		return "sí"
	}
	return "no"
}

func answerSense(s string) string { return strings.ReplaceAll(s, "_", " ") }

// exportFichas is a file of filings whose ids come in portions.
func (b *Bandeja) exportFichas(e *core.RequestEvent, nombre string, ids func() ([]string, error)) *export {
	var habiles *informe.Habiles
	return &export{nombre: nombre, head: fichaHead, next: func() ([][]any, error) {
		var err error
		if habiles == nil {
			now := b.Now()
			all := reportFilter{Desde: now.AddDate(-mostYears, 0, 0), Hasta: now}
			if habiles, err = b.workingDays(e, all, informe.DiaDe(now)); err != nil {
				return nil, err
			}
		}
		list, err := ids()
		if err != nil || len(list) == 0 {
			return nil, err
		}
		rows, err := b.fichas(e, list)
		out := make([][]any, len(rows))
		for i, r := range rows {
			out[i] = r.cells(habiles)
		}
		return out, err
	}}
}

// exportReport is a file of the filings that a report is about.
func (b *Bandeja) exportReport(e *core.RequestEvent, f reportFilter) *export {
	c := f.arrived(f.filtered(e))
	c.add("(s.recibida_en, s.anio, s.correlativo) > ({:after}, {:year}, {:nth})")
	c.params["after"], c.params["year"], c.params["nth"], c.params["limit"] = "", 0, 0, portion
	name := fmt.Sprintf("solicitudes-%s-a-%s", f.DesdeForm(), f.HastaForm())
	return b.exportFichas(e, name, func() ([]string, error) {
		var rows []struct {
			ID, Recibida      string
			Anio, Correlativo int
		}
		err := e.App.DB().NewQuery("SELECT s.id, s.anio, s.correlativo, s.recibida_en AS recibida FROM solicitudes s WHERE " +
			strings.Join(c.where, " AND ") + " ORDER BY s.recibida_en, s.anio, s.correlativo LIMIT {:limit}").
			Bind(c.params).WithContext(e.Request.Context()).All(&rows)
		ids := make([]string, len(rows))
		for i, r := range rows {
			ids[i] = r.ID
			c.params["after"], c.params["year"], c.params["nth"] = r.Recibida, r.Anio, r.Correlativo
		}
		return ids, err
	})
}

// exportList is a file of a list of the inbox, in its order.
func (b *Bandeja) exportList(e *core.RequestEvent, f filter) *export {
	f.Tras = ""
	done := false
	name := "bandeja-" + f.Tab + "-" + formDay(dayOf(b.Now()))
	return b.exportFichas(e, name, func() ([]string, error) {
		if done {
			return nil, nil
		}
		rows, err := b.read(e, f, portion, false)
		if done = len(rows) < portion; len(rows) > 0 {
			f = f.after(rows[len(rows)-1])
		}
		ids := make([]string, len(rows))
		for i, r := range rows {
			ids[i] = r.ID
		}
		if err == nil && f.Tab == "todas" {
			ids, err = ownWork(e, ids)
		}
		return ids, err
	})
}

// ownWork keeps of some filings those that the account reports on: the list of all is more
// than its own work. The tabs of open work are what it has to do.
func ownWork(e *core.RequestEvent, ids []string) (own []string, err error) {
	listed, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	c := scope(e)
	c.add("s.id IN (SELECT value FROM json_each({:ids}))")
	c.params["ids"] = string(listed)
	var found []string
	err = e.App.DB().NewQuery("SELECT s.id FROM solicitudes s WHERE " + strings.Join(c.where, " AND ")).Bind(c.params).Column(&found)
	return slices.DeleteFunc(ids, func(id string) bool { return !slices.Contains(found, id) }), err
}

// exportDay is the daily register as a file.
func (b *Bandeja) exportDay(e *core.RequestEvent, f reportFilter) *export {
	after := place{}
	return &export{
		nombre: "registro-diario-" + f.DiaForm(),
		head: []heading{
			{"Fecha y hora", 19}, {"Movimiento", 12}, {"Número", 12}, {"Naturaleza", 22}, {"Remitente", 36}, {"Destinatario", 36}, {"Asunto", 50},
			{"Folios", 8},
		},
		next: func() ([][]any, error) {
			lines, last, err := b.readDay(e, f, after, portion)
			after = last
			rows := make([][]any, len(lines))
			for i, a := range lines {
				rows[i] = []any{instante(a.Fecha.Time()), a.Sentido(), a.Numero, a.Naturaleza(), a.Remitente(), a.Destinatario(), a.Asunto, a.Folios}
			}
			return rows, err
		},
	}
}

// exportAccess is the register of requests for public information as a file.
func (b *Bandeja) exportAccess(e *core.RequestEvent, f reportFilter) *export {
	after := 0
	return &export{
		nombre: "acceso-informacion-" + f.AnioTexto(),
		head: []heading{
			{"Número", 12}, {"Recibida", 19}, {"Solicitante", 32}, {"Tipo de documento", 10}, {"Documento", 13}, {"Representa a", 28},
			{"Asunto", 40}, {"Pedido", 50}, {"Entrega", 20}, {"Área", 28}, {"Estado", 15}, {"Vence por ley", 13}, {"Prórroga", 9},
			{"Respondida", 19},
			{"Plazo", 10}, {"Sentido", 18},
		},
		next: func() ([][]any, error) {
			list, last, err := b.readAccess(e, f, after, portion)
			after = last
			rows := make([][]any, len(list))
			for i, p := range list {
				rows[i] = p.cells(b.Now())
			}
			return rows, err
		},
	}
}

func (p pedido) cells(now time.Time) []any {
	who := mesa.CleanLine(p.Nombres + " " + p.Apellidos)
	return []any{
		p.Numero, instante(p.Recibida.Time()), who, p.TipoDocumento, p.NumeroDocumento, p.RazonSocial + p.Representado, p.Asunto, p.Pedido,
		mesa.NombreEntrega(p.Entrega, p.EntregaOtro), p.Area, p.EstadoNombre(), dia(p.VenceLegal.Time()), yesNo(p.Prorrogada),
		instante(p.Respondida.Time()), p.ATiempo(now), p.SentidoNombre(),
	}
}
