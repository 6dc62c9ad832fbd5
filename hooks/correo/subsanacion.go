package correo

import (
	"cmp"
	"slices"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// Subsanacion queues the receipt of a correction, with the day on which it counts, the day by
// which the office answers, which moved with it (art. 131.1 of Ley 27444), zero for none, and
// the files that came: their names, folios and hashes are its proof.
func (m *Mailer) Subsanacion(tx core.App, a Aviso, vence time.Time) error {
	docs, err := corrected(tx, a.Movimiento)
	if err != nil {
		return err
	}
	tramite, err := mesa.FindTramite(tx, a.Solicitud.GetString("tramite"))
	if err != nil {
		return err
	}
	return m.notify(tx, a, Mail{Tipo: mesa.CorreoSubsanacion}, map[string]any{
		"Tramite": tramite.GetString("nombre"), "Recibida": mesa.FullTime(a.Movimiento.Fecha()),
		"Cuenta":     cmp.Or(mesa.SubsanadoCuenta(a.Movimiento.Observaciones()), mesa.InLima(a.Movimiento.Fecha())),
		"Documentos": received(docs), "Folios": folios(docs), "Vence": dayOrNone(vence),
	})
}

// corrected are the files that a correction brought: from the citizen's page, or scanned at
// the counter, each once, whatever number of documents it replaces.
func corrected(app core.App, mov *mesa.Movimiento) ([]*core.Record, error) {
	if id := mov.GetString("subsanacion"); id != "" {
		return app.FindAllRecords(mesa.ColDocumentos, mesa.OfCorrection(id))
	}
	docs, err := mesa.DocumentsOf(app, mov.Solicitud())
	came := mesa.PapersOf(mov.Record)
	docs = slices.DeleteFunc(docs, func(doc *core.Record) bool { return !slices.Contains(came, doc.Id) })
	return slices.CompactFunc(docs, func(a, b *core.Record) bool { return a.GetString("sha256") == b.GetString("sha256") }), err
}
