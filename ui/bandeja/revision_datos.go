package bandeja

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// documents lists the documents of a filing, those in force first, with the other filings
// that hold the very same file.
func (b *Bandeja) documents(e *core.RequestEvent, s *mesa.Solicitud) ([]documentView, error) {
	docs, err := mesa.DocumentsOf(e.App, s.Id)
	if err != nil {
		return nil, err
	}
	same, err := sameFiles(e.App, s, docs, actor(e))
	if err != nil {
		return nil, err
	}
	seen, err := seenBy(e, docs)
	if err != nil {
		return nil, err
	}
	inForce := map[string]bool{}
	for _, doc := range mesa.Current(docs) {
		inForce[doc.Id] = true
	}
	var current, replaced []documentView
	slices.SortStableFunc(docs, func(a, b *core.Record) int {
		return mesa.OrdenClase(a.GetString("clase")) - mesa.OrdenClase(b.GetString("clase"))
	})
	for _, doc := range docs {
		view := documentView{
			ID: doc.Id, Clase: mesa.NombreClase(doc.GetString("clase")), Nombre: doc.GetString("nombre"), Numero: doc.GetString("numero"),
			SHA256: doc.GetString("sha256"), Observacion: doc.GetString("observacion"), Observado: doc.GetBool("observado"),
			Bytes: doc.GetInt("bytes"), Folios: doc.GetInt("folios"), Firmas: doc.GetInt("firmas"),
			Reemplazado: !inForce[doc.Id], Repetido: same[doc.GetString("sha256")],
			Visto: seen[doc.Id], Sellable: doc.GetString("clase") != mesa.ClaseRespuesta,
		}
		_ = doc.UnmarshalJSONField("avisos", &view.Avisos) // none were noted
		if view.Reemplazado {
			replaced = append(replaced, view)
		} else {
			current = append(current, view)
		}
	}
	return append(current, replaced...), nil
}

// seenBy are the documents that this account has opened, by the register of accesses.
func seenBy(e *core.RequestEvent, docs []*core.Record) (map[string]bool, error) {
	ids := make([]any, len(docs))
	for i, doc := range docs {
		ids[i] = doc.Id
	}
	var opened []string
	err := e.App.DB().Select("registro").Distinct(true).From(mesa.ColAccesos).
		Where(dbx.HashExp{"registro": ids, "actor": mesa.AccountName(e.Auth), "accion": "descargar"}).Column(&opened)
	seen := map[string]bool{}
	for _, id := range opened {
		seen[id] = true
	}
	return seen, err
}

// sameFiles finds by hash the other filings that hold a file of this one, as far as the
// account may see them.
func sameFiles(app core.App, s *mesa.Solicitud, docs []*core.Record, who mesa.Actor) (map[string][]string, error) {
	var hashes []any
	for _, doc := range docs {
		if h := doc.GetString("sha256"); h != "" {
			hashes = append(hashes, h)
		}
	}
	if len(hashes) == 0 {
		return nil, nil
	}
	var rows []struct{ Sha256, Numero string }
	query := app.DB().Select("d.sha256", "s.numero").From("documentos d").InnerJoin("solicitudes s", dbx.NewExp("s.id = d.solicitud")).
		Where(dbx.And(dbx.In("d.sha256", hashes...), dbx.NewExp("s.id != {:id}", dbx.Params{"id": s.Id})))
	if who.Rol == mesa.RolArea {
		query.AndWhere(dbx.NewExp(routedHere, dbx.Params{"area": who.Area}))
	}
	err := query.Distinct(true).Limit(20).All(&rows)
	same := map[string][]string{}
	for _, r := range rows {
		same[r.Sha256] = append(same[r.Sha256], r.Numero)
	}
	return same, err
}

// lines are the trail, newest first, notes too.
func (b *Bandeja) lines(app core.App, s *mesa.Solicitud) ([]lineView, error) {
	movs, err := app.FindRecordsByFilter(mesa.ColMovimientos, "solicitud = {:id}", "-fecha,-@rowid", 200, 0, dbx.Params{"id": s.Id})
	if err != nil {
		return nil, err
	}
	docs, err := mesa.DocumentsOf(app, s.Id)
	var lines []lineView
	for _, r := range movs {
		m := mesa.AsMovimiento(r)
		_, who, _ := strings.Cut(m.GetString("actor"), " ")
		lines = append(lines, lineView{
			Etapa: string(m.Etapa()), Nombre: mesa.NombreEtapa(m.Etapa()), Quien: cmp.Or(who, "El sistema"), Destino: m.Destino(),
			Publico: m.Observaciones(), Interno: m.GetString("instrucciones"), Motivo: m.GetString("motivo"), Fecha: m.Fecha(),
			Nota: m.Etapa() == mesa.EtapaNota, Observados: observedBy(m, docs),
		})
	}
	return lines, err
}

// earlierFiling is another filing of the same person or company.
type earlierFiling struct {
	Numero, Estado, Asunto string
	Recibida               types.DateTime
}

// EstadoNombre is the state in words.
func (a earlierFiling) EstadoNombre() string { return mesa.NombreEstado(mesa.Estado(a.Estado)) }

// Dia is the Lima day of reception.
func (a earlierFiling) Dia() string { return a.Recibida.Time().In(plazos.Lima).Format("02/01/2006") }

// earlier lists what the same document or RUC filed, as far as this account may see it.
func (b *Bandeja) earlier(e *core.RequestEvent, s *mesa.Solicitud) ([]earlierFiling, error) {
	params := dbx.Params{"id": s.Id, "doc": s.GetString("numero_documento"), "ruc": s.GetString("ruc"), "area": actor(e).Area}
	where := ""
	if actor(e).Rol == mesa.RolArea {
		where = " AND " + routedHere
	}
	same := func(column string) string {
		return "SELECT s.numero, s.estado, s.asunto, s.recibida_en AS recibida FROM solicitudes s WHERE s." + column +
			" AND s.id != {:id}" + where
	}
	var rows []earlierFiling
	err := e.App.DB().NewQuery("SELECT * FROM (" + same("numero_documento = {:doc}") + " UNION " + same("ruc = {:ruc} AND s.ruc != ''") +
		") ORDER BY recibida DESC LIMIT 6").Bind(params).All(&rows)
	return rows, err
}

// mailView is a mail about the filing.
type mailView struct {
	ID, Asunto, Para, Estado string
	Porque, Detalle          string // why it did not leave, and the mail server's own words
	Malo                     bool   // it did not leave, and is not on paper either
	PorCedula                bool   // nobody confirmed it: it may be notified on paper
	EnPapel                  bool   // its text may be printed
	Creado                   time.Time
}

// overtaken tells whether the notice of an observation came to nothing: the filing waits for
// no correction.
func overtaken(c *mesa.Correo, s *mesa.Solicitud) bool {
	return c.Tipo() == mesa.CorreoObservacion && s.Estado() != mesa.Observada
}

func mails(app core.App, s *mesa.Solicitud) ([]mailView, error) {
	rows, err := app.FindRecordsByFilter(mesa.ColCorreos, "solicitud = {:id}", "-creado_en", 20, 0, dbx.Params{"id": s.Id})
	var all []mailView
	for _, r := range rows {
		c := mesa.AsCorreo(r)
		v := mailView{
			ID: r.Id, Asunto: r.GetString("asunto"), Para: r.GetString("para"), Estado: mesa.NombreEstadoCorreo(c.Estado()),
			Creado: c.CreadoEn(), EnPapel: onPaper(c),
		}
		failed := c.Estado() == mesa.CorreoFallido && r.GetString("error") != mesa.TextCorreoTarde && !overtaken(c, s)
		v.Malo = !c.Settled() && !overtaken(c, s) && (failed || c.Estado() == mesa.CorreoIncierto && !c.Waits())
		if c.Estado() != mesa.CorreoEnviado {
			v.Porque, v.Detalle = mesa.PorQueNoSalio(c.Estado(), r.GetString("error"))
		}
		v.PorCedula = !c.Settled() && (failed || r.GetString("cedula_desde") != "")
		all = append(all, v)
	}
	return all, err
}

// openLately is how long ago somebody may have opened a filing and still count as looking.
const openLately = 5 * time.Minute

// alsoOpen says who else opened the filing just now, and when.
func (b *Bandeja) alsoOpen(e *core.RequestEvent, s *mesa.Solicitud) ([]string, error) {
	var rows []struct {
		Nombre string
		Fecha  types.DateTime
	}
	err := e.App.DB().NewQuery(`SELECT coalesce(p.nombre, u.email) AS nombre, v.fecha FROM vistas v LEFT JOIN personal p ON p.id = v.persona
		LEFT JOIN _superusers u ON u.id = v.persona WHERE v.solicitud = {:s} AND v.persona != {:me} AND v.fecha > {:since}
		AND coalesce(p.nombre, u.email) IS NOT NULL ORDER BY v.fecha DESC LIMIT 3`).
		Bind(dbx.Params{"s": s.Id, "me": e.Auth.Id, "since": stamp(b.Now().Add(-openLately))}).All(&rows)
	var said []string
	for _, r := range rows {
		said = append(said, mesa.TextLaAbrio(r.Nombre, b.Now().Sub(r.Fecha.Time())))
	}
	return said, err
}

// phrase is a text of the office, with the values of the filing in place.
type phrase struct{ Clave, Tipo, Texto string }

// phrases are those for the filing's procedure and the account's area.
func phrases(app core.App, s *mesa.Solicitud, who mesa.Actor) ([]phrase, error) {
	rows, err := app.FindRecordsByFilter(mesa.ColFrases,
		"(tramite = '' || tramite = {:t}) && (area = '' || area = {:a})", "clave", 200, 0, dbx.Params{"t": s.GetString("tramite"), "a": who.Area})
	values := mesa.ValoresFrase{Nombre: s.Nombre(), Numero: s.Numero(), Documento: s.GetString("numero_documento")}
	if due := s.VenceSubsanacion(); !due.IsZero() {
		values.Vence = mesa.InLima(due)
	}
	var all []phrase
	for _, r := range rows {
		all = append(all, phrase{r.GetString("clave"), r.GetString("tipo"), values.Llenar(r.GetString("texto"))})
	}
	return all, err
}
