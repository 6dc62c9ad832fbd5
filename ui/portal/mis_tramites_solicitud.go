package portal

import (
	"slices"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

const ownPage, ownTitle = "portal/mis_tramites_solicitud", "Solicitud N° "

// ownView is a filing as its citizen may see it whole.
type ownView struct {
	*storyView
	Hasta       string
	Reenviada   bool
	Agregada    bool // proved just now
	Abierta     bool // may be withdrawn
	Corregible  bool // a correction is taken now
	Observacion string
	Respuesta   *ownAnswer
	Documentos  []ownDocument
	Solicitante string
	Cargos      []mesa.Recibo
}

// ownAnswer is what the office answered.
type ownAnswer struct {
	Fecha                  time.Time
	Sentido, Oficio, Texto string
	Recursos               string
	Documento              *ownDocument // its PDF, nil for none
	AgotaVia               bool
}

// ownDocument is a file of the filing.
type ownDocument struct {
	ID, Titulo, Nombre, Numero, Sha256, Observacion string
	Bytes                                           int64
	Folios                                          int
	Sellable, Firmado                               bool // what the citizen brought; it has a digital signature
	Anterior                                        bool // another one took its place
}

// showOwnFiling shows a filing of the session's address.
func (p *Portal) showOwnFiling(e *core.RequestEvent, d *desk, s *mesa.Solicitud) error {
	v, err := p.ownView(e.App, d, s)
	if err != nil {
		return err
	}
	v.Reenviada = e.Request.URL.Query().Get("reenviada") == "1"
	v.Agregada = e.Request.URL.Query().Get("agregada") == "1"
	return p.Screen.Show(e, ownPage, ownTitle+s.Numero(), v)
}

// refuseOwnFiling shows the filing again with why something was not done.
func (p *Portal) refuseOwnFiling(e *core.RequestEvent, d *desk, s *mesa.Solicitud, refusal error) error {
	v, err := p.ownView(e.App, d, s)
	if err != nil {
		return err
	}
	return p.Screen.Refuse(e, refusal, ownPage, ownTitle+s.Numero(), v)
}

func (p *Portal) ownView(app core.App, d *desk, s *mesa.Solicitud) (*ownView, error) {
	story, err := p.story(app, s)
	if err != nil {
		return nil, err
	}
	last := time.Time{}
	if story.VenceSubsanacion != nil {
		last = *story.VenceSubsanacion
	}
	v := &ownView{
		storyView: story, Hasta: d.hasta(p.Now()), Abierta: s.Estado().Open(), Corregible: s.Correctable(last, p.Now()) == nil,
		Solicitante: s.Nombre() + " (" + s.GetString("tipo_documento") + " " + s.GetString("numero_documento") + ")",
	}
	for _, row := range slices.Backward(story.Filas) {
		if row.Etapa == string(mesa.EtapaObservado) {
			v.Observacion = row.Observaciones
			break
		}
	}
	docs, err := mesa.DocumentsOf(app, s.Id)
	if err != nil {
		return nil, err
	}
	v.addDocuments(docs)
	if v.Cargos, err = p.Registro.Cargos(app, s.Id); err != nil {
		return nil, err
	}
	return v, v.addAnswer(app, s)
}

func (v *ownView) addDocuments(docs []*core.Record) {
	current := mesa.Current(docs)
	for _, r := range docs {
		doc := ownDocument{
			ID: r.Id, Titulo: mesa.NombreClase(r.GetString("clase")), Nombre: r.GetString("nombre"), Numero: r.GetString("numero"),
			Sha256: r.GetString("sha256"), Bytes: r.GetInt64("bytes"), Folios: r.GetInt("folios"),
			Sellable: r.GetString("clase") != mesa.ClaseRespuesta, Firmado: r.GetInt("firmas") > 0, Anterior: !slices.Contains(current, r),
		}
		if r.GetBool("observado") && !doc.Anterior && v.Corregible {
			doc.Observacion = r.GetString("observacion")
		}
		v.Documentos = append(v.Documentos, doc)
	}
}

// addAnswer takes the newest answer, with its PDF: the one of that day, if one came with it.
func (v *ownView) addAnswer(app core.App, s *mesa.Solicitud) error {
	last, err := app.FindRecordsByFilter(mesa.ColMovimientos, "solicitud = {:s} && etapa = {:e}", "-fecha,-@rowid", 1, 0,
		map[string]any{"s": s.Id, "e": string(mesa.EtapaAtendido)})
	if err != nil || len(last) == 0 {
		return err
	}
	mov := last[0]
	sentido := mesa.Sentido(mov.GetString("sentido"))
	v.Respuesta = &ownAnswer{
		Fecha: mov.GetDateTime("fecha").Time(), Sentido: sentido.Words(), Oficio: mov.GetString("documento_numero"),
		Texto: mov.GetString("observaciones"), Recursos: mov.GetString("recursos"), AgotaVia: mov.GetBool("agota_via"),
	}
	if mov.GetString("respuesta") == "" {
		return nil
	}
	for i := range v.Documentos {
		if doc := &v.Documentos[i]; doc.Titulo == mesa.NombreClase(mesa.ClaseRespuesta) {
			v.Respuesta.Documento = doc
		}
	}
	return nil
}
