package solicitud

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

// registerRoute is where a superuser gets the register of requests for public information
// (art. 2.12 of DS 007-2024-JUS).
const registerRoute = "/api/acceso-informacion.csv"

// serveRegister puts the register on the router. It names people, so it is for superusers
// alone until the bandeja brings the roles, and each download is noted.
func (r *Room) serveRegister(e *core.ServeEvent) error {
	e.Router.GET(registerRoute, func(e *core.RequestEvent) error {
		rows, err := registerRows(e.App)
		if err != nil {
			return err
		}
		if err := r.Trail.NoteExport(e, mesa.ColSolicitudes, "acceso-informacion.csv"); err != nil {
			return err
		}
		var b bytes.Buffer
		b.WriteString("\ufeff") // without it a spreadsheet reads another alphabet
		if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
			return err
		}
		h := e.Response.Header()
		h.Set("Content-Disposition", `attachment; filename="acceso-informacion.csv"`)
		h.Set("Cache-Control", "no-store")
		return e.Blob(http.StatusOK, "text/csv; charset=utf-8", b.Bytes())
	}).Bind(apis.RequireSuperuserAuth())
	return e.Next()
}

var registerHead = []string{
	"Número", "Recibida", "Cuenta desde", "Solicitante", "Documento", "Representa a", "Asunto", "Pedido", "Entrega", "Estado",
	"Vence por ley", "Respondida", "Sentido",
}

// registerRows are the requests in the order of their numbers, under the names of the
// columns.
func registerRows(app core.App) ([][]string, error) {
	filings, err := app.FindRecordsByFilter(mesa.ColSolicitudes, "tramite.formulario = {:f}", "anio,correlativo", 0, 0,
		dbx.Params{"f": mesa.FormularioSAIP})
	if err != nil {
		return nil, err
	}
	answers, err := app.FindAllRecords(mesa.ColMovimientos, dbx.HashExp{"etapa": string(mesa.EtapaAtendido)})
	if err != nil {
		return nil, err
	}
	answered := map[string]*core.Record{}
	for _, mov := range answers {
		answered[mov.GetString("solicitud")] = mov
	}
	rows := [][]string{registerHead}
	for _, s := range filings {
		rows = append(rows, registerRow(s, answered[s.Id]))
	}
	return rows, nil
}

func registerRow(s, answer *core.Record) []string {
	when, sense := "", ""
	if answer != nil {
		when, sense = inRegister(answer.GetDateTime("fecha").Time()), answer.GetString("sentido")
	}
	represented := s.GetString("razon_social")
	if represented == "" {
		represented = s.GetString("representado")
	}
	row := []string{
		s.GetString("numero"), mesa.FullTime(s.GetDateTime("recibida_en").Time()), inRegister(s.GetDateTime("presentada_el").Time()),
		mesa.FullName(s), s.GetString("tipo_documento") + " " + s.GetString("numero_documento"), represented, s.GetString("asunto"),
		s.GetString("pedido"), mesa.NombreEntrega(s.GetString("entrega"), s.GetString("entrega_otro")), s.GetString("estado"),
		inRegister(s.GetDateTime("vence_legal").Time()), when, sense,
	}
	for i, cell := range row {
		row[i] = plainCell(cell)
	}
	return row
}

func inRegister(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(plazos.Lima).Format("02/01/2006")
}

// plainCell keeps a spreadsheet from taking what a citizen typed for a formula.
func plainCell(s string) string {
	if strings.HasPrefix(strings.TrimSpace(s), "=") || strings.IndexAny(s, "+-@\t\r") == 0 {
		return "'" + s
	}
	return s
}
