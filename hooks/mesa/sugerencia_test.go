package mesa_test

import (
	"slices"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
)

func TestTheSubjectSuggestsTheProcedure(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2026-03-24T10:00:00-05:00")
	rows, err := o.FindRecordsByFilter(mesa.ColTramites, "activo = true", "orden", 0, 0)
	if err != nil || len(rows) < 18 {
		t.Fatalf("%d procedures: %v", len(rows), err)
	}
	var catalogue []*mesa.Tramite
	for _, r := range rows {
		catalogue = append(catalogue, mesa.AsTramite(r))
	}
	const programming = "FORMALIZACIÓN DE LOS REQUERIMIENTOS DE LA PROGRAMACIÓN DE RECURSOS ESTRATÉGICOS EN SALUD"
	for written, want := range map[string]string{
		"Quiero que me devuelvan la fianza":                            "DEVOLUCIÓN DE CARTA FIANZA",
		"Pido copia del contrato 5 con la empresa X por transparencia": "SOLICITUD DE ACCESO A LA INFORMACIÓN PÚBLICA",
		"Presento el primer entregable del servicio":                   "PRESENTACIÓN DE SERVICIOS",
		"necesito mas dias para entregar los bienes":                   "SOLICITUD DE AMPLIACIÓN DE PLAZO DE ENTREGA",
		"No me pagan la factura E001-23":                               "SOLICITUD DE PAGO PENDIENTE",
		"LA ENTIDAD ME DEBE UNA DEUDA DE 2024":                         "SOLICITUD DE RECONOCIMIENTO DE DEUDA",
		"retención del 10% como garantía":                              "SOLICITUD DE DEVOLUCIÓN DE RETENCIÓN DE GARANTÍA",
		"me cobraron una multa por mora injusta":                       "SOLICITUD DE INAPLICACIÓN DE PENALIDADES POR RETRASO JUSTIFICADO",
		"adjunto documento que falta al expediente 22":                 "SOLICITUD DE INCORPORACIÓN DE DOCUMENTOS",
		"exportacion de vacunas":                                       "SOLICITUD DE FORMATO DE AUTORIZACIÓN DE EXPORTACIÓN",
		"ver la propuesta técnica del postor ganador":                  "SOLICITUD DE COPIA DE PROPUESTA DE POSTOR",
		"certificado de trabajo como proveedor":                        "SOLICITUD DE CONSTANCIA DE PRESTACIÓN DE SERVICIOS O BIENES",
		"programación de medicamentos, requerimientos 2027":            programming,
		"reducir la orden de compra 77":                                "SOLICITUD DE REBAJA DE ÓRDENES",
		"queja contra un servidor":                                     "OTRO",
	} {
		var names []string
		for _, near := range mesa.SuggestTramites(catalogue, written, 3) {
			names = append(names, near.GetString("nombre"))
		}
		if !slices.Contains(names, want) {
			t.Errorf("%q suggests %q, want %q among them", written, names, want)
		}
	}
	for _, nothing := range []string{"", "de la", "zzzz 123456", "Solicito"} {
		if near := mesa.SuggestTramites(catalogue, nothing, 3); len(near) != 0 {
			t.Errorf("%q suggests %q", nothing, near[0].GetString("nombre"))
		}
	}
}
