package portal

import (
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

// receiptView is the result page of a filing.
type receiptView struct {
	Borrador                        string
	Nombre, Numero, Correo, Asunto  string
	Solicitante, Documento, Tramite string
	RazonSocial, RUC                string
	Recibida                        time.Time
	Cuenta                          time.Time // zero when it is the day of reception
	Motivo                          string
	Presentada                      time.Time // the date it counts from
	Traslado                        string    // "domingo 10 de abril → lunes 11 de abril de 2022", else ""
	Documentos                      []map[string]any
	Folios                          int
	Cargos                          []mesa.Recibo
	Sigue                           []string // what happens next, see next
}

// receipt shows "Solicitud generada".
func (p *Portal) receipt(e *core.RequestEvent) error {
	b, r, err := p.sentDraft(e)
	if err != nil || r == nil {
		return err
	}
	docs, err := e.App.FindRecordsByFilter(mesa.ColDocumentos, "solicitud = {:id} && subsanacion = ''", "subido_en", 0, 0,
		map[string]any{"id": r.Id})
	if err != nil {
		return err
	}
	s := mesa.AsSolicitud(r)
	v := receiptView{
		Borrador: b.Id,
		Nombre:   firstName(r.GetString("nombres")), Numero: s.Numero(), Correo: r.GetString("correo"), Asunto: r.GetString("asunto"),
		Solicitante: s.Nombre(), Documento: r.GetString("tipo_documento") + " " + r.GetString("numero_documento"),
		RazonSocial: r.GetString("razon_social"), RUC: r.GetString("ruc"),
		Recibida: s.RecibidaEn(), Motivo: r.GetString("presentada_motivo"),
		Presentada: s.PresentadaEl(), Traslado: r.GetString("presentada_texto"),
	}
	tramite, err := e.App.FindRecordById(mesa.ColTramites, r.GetString("tramite"))
	if err != nil {
		return err
	}
	v.Tramite = tramite.GetString("nombre")
	if v.Motivo != "" {
		v.Cuenta = s.PresentadaEl()
		v.Motivo = mesa.CountsLater(s.RecibidaEn().In(plazos.Lima), v.Motivo)
	}
	for _, doc := range docs {
		if doc.GetString("clase") != mesa.ClaseRespuesta {
			v.Documentos = append(v.Documentos, fileData(doc))
			v.Folios += doc.GetInt("folios")
		}
	}
	if v.Cargos, err = p.Registro.Cargos(e.App, r.Id); err != nil {
		return err
	}
	if v.Sigue, err = p.next(e.App, s); err != nil {
		return err
	}
	return p.Screen.Show(e, "portal/constancia", "Solicitud generada", v)
}

// firstName is the name by which the result greets a person.
func firstName(nombres string) string {
	first, _, _ := strings.Cut(nombres, " ")
	return first
}
