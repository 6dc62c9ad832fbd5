package bandeja

import (
	"cmp"
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
func (b *Bandeja) documents(app core.App, s *mesa.Solicitud) ([]documentView, error) {
	docs, err := mesa.DocumentsOf(app, s.Id)
	if err != nil {
		return nil, err
	}
	same, err := sameFiles(app, s, docs)
	if err != nil {
		return nil, err
	}
	inForce := map[string]bool{}
	for _, doc := range mesa.Current(docs) {
		inForce[doc.Id] = true
	}
	var current, replaced []documentView
	for _, doc := range docs {
		view := documentView{
			ID: doc.Id, Clase: mesa.NombreClase(doc.GetString("clase")), Nombre: doc.GetString("nombre"), Numero: doc.GetString("numero"),
			SHA256: doc.GetString("sha256"), Observacion: doc.GetString("observacion"), Observado: doc.GetBool("observado"),
			Bytes: doc.GetInt("bytes"), Folios: doc.GetInt("folios"), Firmas: doc.GetInt("firmas"),
			Reemplazado: !inForce[doc.Id], Repetido: same[doc.GetString("sha256")],
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

// sameFiles finds by hash the other filings that hold a file of this one.
func sameFiles(app core.App, s *mesa.Solicitud, docs []*core.Record) (map[string][]string, error) {
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
	err := app.DB().Select("d.sha256", "s.numero").From("documentos d").InnerJoin("solicitudes s", dbx.NewExp("s.id = d.solicitud")).
		Where(dbx.And(dbx.In("d.sha256", hashes...), dbx.NewExp("s.id != {:id}", dbx.Params{"id": s.Id}))).Distinct(true).Limit(20).All(&rows)
	same := map[string][]string{}
	for _, r := range rows {
		same[r.Sha256] = append(same[r.Sha256], r.Numero)
	}
	return same, err
}

// lines are the trail, newest first, notes too.
func (b *Bandeja) lines(app core.App, s *mesa.Solicitud) ([]lineView, error) {
	movs, err := app.FindRecordsByFilter(mesa.ColMovimientos, "solicitud = {:id}", "-fecha,-@rowid", 200, 0, dbx.Params{"id": s.Id})
	var lines []lineView
	for _, r := range movs {
		m := mesa.AsMovimiento(r)
		_, who, _ := strings.Cut(m.GetString("actor"), " ")
		lines = append(lines, lineView{
			Etapa: string(m.Etapa()), Nombre: mesa.NombreEtapa(m.Etapa()), Quien: cmp.Or(who, "El sistema"), Destino: m.Destino(),
			Publico: m.Observaciones(), Interno: m.GetString("instrucciones"), Motivo: m.GetString("motivo"), Fecha: m.Fecha(),
			Nota: m.Etapa() == mesa.EtapaNota,
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
	Asunto, Para, Estado, Error string
	Malo                        bool
	Creado                      time.Time
}

func mails(app core.App, s *mesa.Solicitud) ([]mailView, error) {
	rows, err := app.FindRecordsByFilter(mesa.ColCorreos, "solicitud = {:id}", "-creado_en", 20, 0, dbx.Params{"id": s.Id})
	var all []mailView
	for _, r := range rows {
		c := mesa.AsCorreo(r)
		all = append(all, mailView{
			Asunto: r.GetString("asunto"), Para: r.GetString("para"), Estado: string(c.Estado()), Error: r.GetString("ultimo_error"),
			Malo: c.Estado() == mesa.CorreoFallido || c.Estado() == mesa.CorreoIncierto, Creado: c.CreadoEn(),
		})
	}
	return all, err
}

// openLately is how long ago somebody may have opened a filing and still count as looking.
const openLately = 5 * time.Minute

// alsoOpen names who else opened the filing just now.
func (b *Bandeja) alsoOpen(e *core.RequestEvent, s *mesa.Solicitud) ([]string, error) {
	var names []string
	err := e.App.DB().NewQuery(`SELECT coalesce(p.nombre, u.email) FROM vistas v LEFT JOIN personal p ON p.id = v.persona
		LEFT JOIN _superusers u ON u.id = v.persona WHERE v.solicitud = {:s} AND v.persona != {:me} AND v.fecha > {:since}
		AND coalesce(p.nombre, u.email) IS NOT NULL ORDER BY v.fecha DESC LIMIT 3`).
		Bind(dbx.Params{"s": s.Id, "me": e.Auth.Id, "since": stamp(b.Now().Add(-openLately))}).Column(&names)
	return names, err
}

// people are the accounts that a filing may be given to: an area its own, the others all.
func (b *Bandeja) people(app core.App, who mesa.Actor) ([]option, error) {
	where, params := "activo = true", dbx.Params{}
	if who.Rol == mesa.RolArea {
		where, params = where+" && area = {:a}", dbx.Params{"a": who.Area}
	}
	rows, err := app.FindRecordsByFilter(mesa.ColPersonal, where, "nombre", 500, 0, params)
	var all []option
	for _, r := range rows {
		all = append(all, option{r.Id, r.GetString("nombre")})
	}
	return all, err
}

// phrase is a text of the office, with the values of the filing in place.
type phrase struct{ Clave, Tipo, Texto string }

// phrases are those for the filing's procedure and the account's area.
func phrases(app core.App, s *mesa.Solicitud, who mesa.Actor) ([]phrase, error) {
	rows, err := app.FindRecordsByFilter(mesa.ColFrases,
		"(tramite = '' || tramite = {:t}) && (area = '' || area = {:a})", "clave", 200, 0, dbx.Params{"t": s.GetString("tramite"), "a": who.Area})
	vence := ""
	if due := s.VenceSubsanacion(); !due.IsZero() {
		vence = mesa.InLima(due)
	}
	values := strings.NewReplacer("{nombre}", s.Nombre(), "{numero}", s.Numero(),
		"{documento}", s.GetString("numero_documento"), "{vence}", vence)
	var all []phrase
	for _, r := range rows {
		all = append(all, phrase{r.GetString("clave"), r.GetString("tipo"), values.Replace(r.GetString("texto"))})
	}
	return all, err
}
