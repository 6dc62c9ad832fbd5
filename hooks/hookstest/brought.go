package hookstest

import (
	"testing"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// Brought takes a new filing to a state by the moves a real one makes. To be
// no_presentada its term has to end: the clock is ten days later afterwards.
func (o *Office) Brought(t testing.TB, estado mesa.Estado) string {
	t.Helper()
	id := o.Filed(t, nil).Id
	area := map[string]any{"area": o.Area(t).Id}
	switch estado {
	case mesa.Observada, mesa.NoPresentada, mesa.Subsanada:
		doc := o.Observe(t, id)
		if estado == mesa.NoPresentada {
			o.Clock.Add(10 * 24 * time.Hour)
			if err := o.CloseOverdue(t); err != nil {
				t.Fatal(err)
			}
		}
		if estado == mesa.Subsanada {
			o.Correct(t, id, doc.Id)
		}
	case mesa.Registrada:
		o.MustMove(t, id, mesa.EtapaRegistrado, nil)
	case mesa.Derivada:
		o.MustMove(t, id, mesa.EtapaRegistrado, nil)
		o.MustMove(t, id, mesa.EtapaDerivado, area)
	case mesa.Atendida:
		o.MustMove(t, id, mesa.EtapaRegistrado, nil)
		o.MustMove(t, id, mesa.EtapaAtendido, map[string]any{"observaciones": "Procede."})
	case mesa.Archivada:
		o.MustMove(t, id, mesa.EtapaRegistrado, nil)
		o.MustMove(t, id, mesa.EtapaArchivado, map[string]any{"motivo": "Se presentó por error."})
	case mesa.Remitida:
		o.MustMove(t, id, mesa.EtapaRemitido, Referral(o.Now()))
	}
	if got := mesa.AsSolicitud(o.Record(t, mesa.ColSolicitudes, id)).Estado(); got != estado {
		t.Fatalf("brought to %s, want %s", got, estado)
	}
	return id
}

// Correct sends a correction that replaces documents.
func (o *Office) Correct(t testing.TB, solicitud string, docs ...string) *core.Record {
	t.Helper()
	c := o.Must(t, mesa.ColSubsanacion, map[string]any{"solicitud": solicitud, "secreto": "x"})
	for _, doc := range docs {
		o.Must(t, mesa.ColDocumentos, map[string]any{"subsanacion": c.Id, "reemplaza": doc, "archivo": File("nuevo.pdf", PDF(2))})
	}
	if err := o.SendCorrection(t, solicitud, c.Id); err != nil {
		t.Fatalf("correction: %s", Explain(err))
	}
	return c
}

// SendCorrection saves what the public page saves when a correction is sent.
func (o *Office) SendCorrection(t testing.TB, solicitud, correction string) error {
	t.Helper()
	c, err := o.FindCollectionByNameOrId(mesa.ColMovimientos)
	if err != nil {
		t.Fatal(err)
	}
	mov := core.NewRecord(c)
	mov.Load(map[string]any{"solicitud": solicitud, "etapa": "SUBSANADO", "subsanacion": correction})
	mesa.SetActor(mov, mesa.Actor{Mano: mesa.ManoCiudadano, Name: "solicitudes/x JUAN"})
	return o.Save(mov)
}

// Referral is what a REMITIDO needs.
func Referral(now time.Time) map[string]any {
	return map[string]any{
		"motivo": "El contrato es de otra entidad.", "entidad_destino": "MUNICIPALIDAD INVENTADA",
		"documento_numero": "OFICIO 12-2026", "documento_fecha": now,
	}
}
