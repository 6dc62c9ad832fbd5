package webhook

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// kinds are the stages as a CloudEvents type names them, after pe.mesadepartes.solicitud.
// Receivers rely on them: never rename one. A note is not told.
var kinds = map[mesa.Etapa]string{
	mesa.EtapaRecepcion: "recibida", mesa.EtapaObservado: "observada", mesa.EtapaSubsanado: "subsanada",
	mesa.EtapaNoPresentado: "no_presentada", mesa.EtapaRegistrado: "registrada", mesa.EtapaDevuelto: "devuelta",
	mesa.EtapaDerivado: "derivada", mesa.EtapaReconducido: "reconducida", mesa.EtapaRemitido: "remitida",
	mesa.EtapaProrrogado: "prorrogada", mesa.EtapaAtendido: "atendida", mesa.EtapaArchivado: "archivada",
	mesa.EtapaDesistido: "desistida", mesa.EtapaReabierto: "reabierta", mesa.EtapaCedula: "notificada",
}

const typePrefix = "pe.mesadepartes.solicitud."

// Evento is what a receiver gets: CloudEvents 1.0 in its structured JSON.
type Evento struct {
	SpecVersion     string `json:"specversion"`
	ID              string `json:"id"`
	Source          string `json:"source"`
	Type            string `json:"type"`
	Time            string `json:"time"`
	Subject         string `json:"subject"` // the filing's number
	DataContentType string `json:"datacontenttype"`
	Data            Datos  `json:"data"`
}

// Datos are what an event says of a filing, which names no person. Days are Lima's.
type Datos struct {
	Numero           string `json:"numero"`
	Estado           string `json:"estado"`
	Tramite          string `json:"tramite"`
	Area             string `json:"area,omitempty"`
	RecibidaEn       string `json:"recibida_en"`
	PresentadaEl     string `json:"presentada_el"`
	VenceSubsanacion string `json:"vence_subsanacion,omitempty"`
	VenceRespuesta   string `json:"vence_respuesta,omitempty"`
}

// enter keeps for the end of an act what other systems are told of a new line of the trail.
func (r *Room) enter(e *core.RecordEvent) error {
	if err := e.Next(); err != nil {
		return err
	}
	kind, told := kinds[mesa.AsMovimiento(e.Record).Etapa()]
	if !told {
		return nil
	}
	mov := e.Record
	return rule.BeforeCommit(e.App, func(tx core.App) error { return r.tell(tx, mov, kind) })
}

// tell writes a delivery for each active webhook that wants to know.
func (r *Room) tell(tx core.App, mov *core.Record, kind string) error {
	all, err := tx.FindAllRecords(mesa.ColWebhooks, dbx.HashExp{"activo": true})
	if err != nil || len(all) == 0 {
		return err
	}
	body, numero := []byte(nil), ""
	for _, w := range all {
		if only := w.GetStringSlice("etapas"); len(only) > 0 && !slices.Contains(only, mov.GetString("etapa")) {
			continue
		}
		if body == nil {
			if body, numero, err = r.event(tx, mov, kind); err != nil {
				return err
			}
		}
		if err := r.queue(tx, w, mov, map[string]any{"numero": numero, "tipo": typePrefix + kind, "cuerpo": string(body)}); err != nil {
			return err
		}
	}
	return nil
}

func (r *Room) queue(tx core.App, w, mov *core.Record, values map[string]any) error {
	c, err := tx.FindCachedCollectionByNameOrId(mesa.ColWebhookEnvios)
	if err != nil {
		return err
	}
	row := core.NewRecord(c)
	row.Load(values)
	row.Load(map[string]any{
		"webhook": w.Id, "movimiento": mov.Id, "estado": pending, "creado_en": r.Now(), "proximo_en": r.Now(),
	})
	return rule.Save(tx, row)
}

// event writes what a line of the trail made of its filing.
func (r *Room) event(tx core.App, mov *core.Record, kind string) (body []byte, numero string, err error) {
	row, err := tx.FindRecordById(mesa.ColSolicitudes, mov.GetString("solicitud"))
	if err != nil {
		return nil, "", err
	}
	s := mesa.AsSolicitud(row)
	names := map[string]string{} // by collection
	for field, collection := range map[string]string{"tramite": mesa.ColTramites, "area": mesa.ColAreas} {
		if id := s.GetString(field); id != "" {
			found, err := tx.FindRecordById(collection, id)
			if err != nil {
				return nil, "", err
			}
			names[field] = found.GetString("nombre")
		}
	}
	body, err = json.Marshal(Evento{
		SpecVersion: "1.0", ID: mov.Id, Source: strings.TrimRight(r.URL(tx), "/"), Type: typePrefix + kind,
		Time: mesa.AsMovimiento(mov).Fecha().UTC().Format(time.RFC3339Nano), Subject: s.Numero(), DataContentType: "application/json",
		Data: Datos{
			Numero: s.Numero(), Estado: string(s.Estado()), Tramite: names["tramite"], Area: names["area"],
			RecibidaEn: s.RecibidaEn().In(plazos.Lima).Format(time.RFC3339), PresentadaEl: day(s.PresentadaEl()),
			VenceSubsanacion: day(s.VenceSubsanacion()), VenceRespuesta: day(s.VenceRespuesta()),
		},
	})
	return body, s.Numero(), err
}

// day writes a day of Lima, "" for none.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(plazos.Lima).Format(time.DateOnly)
}
