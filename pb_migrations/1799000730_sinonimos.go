package pb_migrations

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
)

// synonyms are the other words of the procedures that were shipped: their row, a part of
// the name by which it is still the same procedure, and how people say it.
var synonyms = [][3]string{
	{"tramite00000001", "INFORMACIÓN PÚBLICA",
		"transparencia, saip, ley 27806, copia de expediente, copia de contrato, copia de orden, copias simples, " +
			"copias certificadas, documentos de la entidad, resolución, planilla, lista, datos"},
	{"tramite00000002", "SERVICIOS",
		"entregable, primer entregable, informe de actividades, producto, conformidad, orden de servicio, locador, " +
			"locación, recibo por honorarios, consultoría, términos de referencia, cotización, propuesta de servicio"},
	{"tramite00000003", "AMPLIACIÓN",
		"ampliar, más días, más tiempo, demora, atraso, entregar después, bienes, orden de compra, fuerza mayor"},
	{"tramite00000004", "CULMINACIÓN",
		"término, fin de contrato, cierre, liquidación, contrato terminado, finalización, certificado"},
	{"tramite00000005", "PRESTACIÓN",
		"certificado, experiencia, constancia de trabajo, proveedor, cumplimiento, sin penalidades, conformidad, " +
			"pladicop"},
	{"tramite00000006", "FIANZA",
		"devolver, devuelvan, devuelva, retirar, recoger, liberar, fiel cumplimiento, adelanto, póliza de caución, " +
			"banco"},
	{"tramite00000007", "REBAJA",
		"reducir, reducción, disminuir, bajar, anular, orden de compra, orden de servicio, saldo, menor cantidad"},
	{"tramite00000008", "DEUDA",
		"adeuda, debe, deben, deudas, año anterior, ejercicio anterior, devengado, sin contrato, impago, crédito"},
	{"tramite00000009", "PAGO",
		"pagar, pagan, paguen, pagado, factura, facturas, cobrar, cobro, abono, recibo por honorarios, cci, " +
			"girado, valorización"},
	{"tramite00000010", "POSTOR",
		"oferta, propuesta técnica, propuesta económica, ganador, buena pro, licitación, concurso, adjudicación, " +
			"selección"},
	{"tramite00000011", "FIANZA",
		"devolver, devuelvan, devuelva, retirar, recoger, liberar, fiel cumplimiento, adelanto, póliza de caución, " +
			"banco"},
	{"tramite00000012", "RETENCIÓN",
		"retenido, diez por ciento, 10%, fondo de garantía, fiel cumplimiento, mype, devolver, devuelvan, devuelva"},
	{"tramite00000013", "PENALIDADES",
		"penalidad, mora, multa, descuento, cobraron, demora, atraso, exonerar, no aplicar, devolver penalidad"},
	{"tramite00000014", "PLAZO",
		"prorrogar, ampliar, más días, más tiempo, extensión, postergar, vencimiento, subsanar después"},
	{"tramite00000015", "INCORPORACIÓN",
		"adjuntar, adjunto, agregar, añadir, anexar, completar, falta, faltante, falta al expediente, alcance, " +
			"alcanzar, documento adicional"},
	{"tramite00000016", "PROGRAMACIÓN",
		"medicamentos, dispositivos médicos, vacunas, insumos, necesidades, cuadro de necesidades, diresa, geresa, " +
			"hospital, stock"},
	{"tramite00000017", "EXPORTACIÓN",
		"exportar, envío al extranjero, aduana, permiso, salida del país"},
	{"tramite00000018", "OTRO",
		"otros, queja, reclamo, denuncia, consulta, invitación, felicitación, carta, oficio, reunión, cita, " +
			"convenio, donación"},
}

// Other words of a procedure, by which the citizen finds it.
func init() {
	m.Register(func(app core.App) error {
		err := alter(app, "tramites", func(c *core.Collection) {
			c.Fields.Add(text("sinonimos", "Otras palabras con que la gente nombra este trámite, separadas por comas. "+
				"El formulario las usa para buscarlo y para sugerirlo según el asunto.", 500))
		})
		if err != nil {
			return err
		}
		for _, s := range synonyms {
			_, err := app.DB().Update("tramites", dbx.Params{"sinonimos": s[2]},
				dbx.And(dbx.HashExp{"id": s[0]}, dbx.Like("nombre", s[1]))).Execute()
			if err != nil {
				return err
			}
		}
		return nil
	}, func(app core.App) error {
		return alter(app, "tramites", func(c *core.Collection) { c.Fields.RemoveByName("sinonimos") })
	})
}
