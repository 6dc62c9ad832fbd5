package portal

import (
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
)

func day(d int) time.Time { return time.Date(2026, time.March, d, 10, 0, 0, 0, plazos.Lima) }

func TestTheWayOfAFilingIsToldFromItsTrail(t *testing.T) {
	t.Parallel()
	due := day(27)
	type line struct {
		etapa mesa.Etapa
		day   int
	}
	trail := func(lines ...line) (rows []storyRow) {
		for _, l := range append([]line{{mesa.EtapaRecepcion, 20}}, lines...) {
			rows = append(rows, storyRow{Etapa: string(l.etapa), Fecha: day(l.day)})
		}
		return rows
	}
	const came = "hecho: Recibimos su solicitud, viernes 20 de marzo de 2026"
	for name, c := range map[string]struct {
		view storyView
		want []string
	}{
		"just received": {storyView{Estado: mesa.Recibida, VenceRevision: &due, Plazo: "7 días hábiles", Filas: trail()}, []string{
			came,
			"actual: Mesa de partes revisa sus documentos. Si falta algo, le avisaremos a más tardar el viernes 27 de marzo de 2026.",
			"pendiente: La atiende el área que corresponde", "pendiente: Le respondemos por correo. En 7 días hábiles desde que se registre.",
		}},
		"observed": {storyView{Estado: mesa.Observada, VenceSubsanacion: &due, Filas: trail(line{mesa.EtapaObservado, 23})}, []string{
			came,
			"alerta: Mesa de partes encontró observaciones, lunes 23 de marzo de 2026. Corrija lo indicado hasta el viernes 27 de marzo de 2026.",
			"pendiente: Mesa de partes revisa su corrección", "pendiente: La atiende el área que corresponde",
			"pendiente: Le respondemos por correo",
		}},
		"the term ran out": {storyView{Estado: mesa.NoPresentada,
			Filas: trail(line{mesa.EtapaObservado, 23}, line{mesa.EtapaNoPresentado, 26})}, []string{
			came, "hecho: Mesa de partes encontró observaciones, lunes 23 de marzo de 2026",
			"alerta: Se tuvo por no presentada, jueves 26 de marzo de 2026. El plazo terminó sin su corrección.",
		}},
		"corrected": {storyView{Estado: mesa.Subsanada, Filas: trail(line{mesa.EtapaObservado, 23}, line{mesa.EtapaSubsanado, 24})}, []string{
			came, "hecho: Mesa de partes encontró observaciones, lunes 23 de marzo de 2026",
			"hecho: Recibimos su corrección, martes 24 de marzo de 2026", "actual: Mesa de partes revisa sus documentos",
			"pendiente: La atiende el área que corresponde", "pendiente: Le respondemos por correo",
		}},
		"registered, not routed yet": {storyView{Estado: mesa.Registrada, Expediente: "EXP-1", VenceRespuesta: &due,
			Filas: trail(line{mesa.EtapaRegistrado, 23})}, []string{
			came, "hecho: Mesa de partes la revisó y registró, lunes 23 de marzo de 2026. Expediente EXP-1",
			"actual: La atiende el área que corresponde", "pendiente: Le respondemos por correo. A más tardar el viernes 27 de marzo de 2026.",
		}},
		"at an area": {storyView{Estado: mesa.Derivada, Area: "LOGÍSTICA", Expediente: "EXP-1", VenceRespuesta: &due,
			Filas: trail(line{mesa.EtapaRegistrado, 23}, line{mesa.EtapaDerivado, 23}, line{mesa.EtapaDerivado, 24})}, []string{
			came, "hecho: Mesa de partes la revisó y registró, lunes 23 de marzo de 2026. Expediente EXP-1",
			"actual: La atiende LOGÍSTICA, martes 24 de marzo de 2026",
			"pendiente: Le respondemos por correo. A más tardar el viernes 27 de marzo de 2026.",
		}},
		"answered without being routed": {storyView{Estado: mesa.Atendida, VenceRespuesta: &due,
			Filas: trail(line{mesa.EtapaRegistrado, 23}, line{mesa.EtapaAtendido, 25})}, []string{
			came, "hecho: Mesa de partes la revisó y registró, lunes 23 de marzo de 2026",
			"hecho: Le respondimos por correo, miércoles 25 de marzo de 2026",
		}},
		"closed without an answer": {storyView{Estado: mesa.Archivada,
			Filas: trail(line{mesa.EtapaRegistrado, 23}, line{mesa.EtapaArchivado, 25})}, []string{
			came, "hecho: Mesa de partes la revisó y registró, lunes 23 de marzo de 2026",
			"hecho: El trámite terminó y se archivó, miércoles 25 de marzo de 2026",
		}},
		"badly corrected": {storyView{Estado: mesa.NoPresentada,
			Filas: trail(line{mesa.EtapaObservado, 23}, line{mesa.EtapaSubsanado, 24}, line{mesa.EtapaNoPresentado, 25})}, []string{
			came, "hecho: Mesa de partes encontró observaciones, lunes 23 de marzo de 2026",
			"hecho: Recibimos su corrección, martes 24 de marzo de 2026",
			"alerta: Se tuvo por no presentada, miércoles 25 de marzo de 2026. Lo observado no quedó subsanado.",
		}},
		"sent on before it was registered": {storyView{Estado: mesa.Remitida, Destino: "MUNICIPALIDAD INVENTADA",
			Filas: trail(line{mesa.EtapaRemitido, 23})}, []string{
			came, "hecho: La remitimos a MUNICIPALIDAD INVENTADA, lunes 23 de marzo de 2026. El plazo corre desde que esa entidad la reciba.",
		}},
		"withdrawn while observed": {storyView{Estado: mesa.Archivada,
			Filas: trail(line{mesa.EtapaObservado, 23}, line{mesa.EtapaDesistido, 24})}, []string{
			came, "hecho: Mesa de partes encontró observaciones, lunes 23 de marzo de 2026",
			"hecho: Usted desistió y el trámite terminó, martes 24 de marzo de 2026",
		}},
		"given back by the area": {storyView{Estado: mesa.Registrada, VenceRespuesta: &due,
			Filas: trail(line{mesa.EtapaRegistrado, 23}, line{mesa.EtapaDerivado, 23}, line{mesa.EtapaDevuelto, 24})}, []string{
			came, "hecho: Mesa de partes la revisó y registró, lunes 23 de marzo de 2026",
			"actual: La atiende el área que corresponde", "pendiente: Le respondemos por correo. A más tardar el viernes 27 de marzo de 2026.",
		}},
		"opened again": {storyView{Estado: mesa.Derivada, Area: "LOGÍSTICA", VenceRespuesta: &due, Filas: trail(line{mesa.EtapaRegistrado, 23},
			line{mesa.EtapaDerivado, 23}, line{mesa.EtapaArchivado, 24}, line{mesa.EtapaReabierto, 25})}, []string{
			came, "hecho: Mesa de partes la revisó y registró, lunes 23 de marzo de 2026",
			"actual: La atiende LOGÍSTICA, lunes 23 de marzo de 2026",
			"pendiente: Le respondemos por correo. A más tardar el viernes 27 de marzo de 2026.",
		}},
	} {
		c.view.Creacion = day(20)
		var got []string
		for _, h := range c.view.hitos() {
			text := h.Estado + ": " + h.Titulo
			if h.Fecha != "" {
				text += ", " + h.Fecha
			}
			if h.Texto != "" {
				text += ". " + h.Texto
			}
			got = append(got, text)
		}
		if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s:\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}
