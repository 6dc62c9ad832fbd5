package registro

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"mesadepartes/hooks/cargo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

// kinds are the stages of which a receipt is given.
var kinds = map[mesa.Etapa]cargo.Tipo{
	mesa.EtapaRecepcion: cargo.Presentacion, mesa.EtapaSubsanado: cargo.Subsanacion,
	mesa.EtapaRegistrado: cargo.Recepcion, mesa.EtapaAtendido: cargo.Respuesta,
}

// receiptOf describes the receipt of a line; nil for a stage that has none.
func receiptOf(tx core.App, mov *core.Record, sal string) (*cargo.Cargo, error) {
	line := mesa.AsMovimiento(mov)
	tipo, has := kinds[line.Etapa()]
	if !has {
		return nil, nil
	}
	from, err := readSources(tx, line.Solicitud(), paperColumns)
	if err != nil {
		return nil, err
	}
	return describe(tipo, mov, sal, from), nil
}

// describe writes what the receipt of a line says.
func describe(tipo cargo.Tipo, mov *core.Record, sal string, from *sources) *cargo.Cargo {
	line, s, docs := mesa.AsMovimiento(mov), from.solicitud, from.documentos
	c := &cargo.Cargo{
		Version: 1, Tipo: tipo, Codigo: mesa.CargoCode(mov, cargo.NewCode),
		Entidad: from.entidad,
		Numero:  s.Numero(), CUO: s.GetString("cuo"), Expediente: s.GetString("expediente"),
		Recibida: line.Fecha().In(plazos.Lima).Format(time.RFC3339), Canal: mesa.NombreCanal(s.GetString("canal")),
		Tramite: from.tramite, Asunto: s.GetString("asunto"), Administrado: applicant(s, sal), Sal: sal,
		Documentos: []cargo.Documento{},
	}
	if tipo == cargo.Presentacion {
		c.Cuenta = s.PresentadaEl().In(plazos.Lima).Format(time.DateOnly)
		if motivo := s.GetString("presentada_motivo"); motivo != "" {
			c.Motivo = mesa.CountsLater(s.RecibidaEn().In(plazos.Lima), motivo)
		}
	}
	if tipo == cargo.Recepcion || tipo == cargo.Respuesta {
		_, c.Oficial, _ = strings.Cut(mov.GetString("actor"), " ")
	}
	if tipo == cargo.Respuesta {
		c.Sentido = mesa.Sentido(mov.GetString("sentido")).Words()
	}
	for _, doc := range papersOf(tipo, mov, docs) {
		c.Documentos = append(c.Documentos, cargo.Documento{
			Clase: doc.GetString("clase"), Nombre: doc.GetString("nombre"), Numero: doc.GetString("numero"),
			Folios: doc.GetInt("folios"), Bytes: int64(doc.GetInt("bytes")), SHA256: doc.GetString("sha256"),
		})
		c.Folios += doc.GetInt("folios")
	}
	return c
}

func applicant(s *mesa.Solicitud, sal string) cargo.Administrado {
	numero := s.GetString("numero_documento")
	return cargo.Administrado{
		Nombre: s.Nombre(), Documento: s.GetString("tipo_documento") + " " + cargo.Masked(numero), Huella: cargo.Huella(sal, numero),
		RazonSocial: s.GetString("razon_social"), RUC: s.GetString("ruc"),
	}
}

// papersOf are the documents that an act brought: what was filed, what corrects it, the
// answer. Reception registers all that the citizen brought and that nothing replaced.
func papersOf(tipo cargo.Tipo, mov *core.Record, docs []*core.Record) []*core.Record {
	came := mesa.PapersOf(mov)
	current := mesa.Current(docs)
	of := slices.DeleteFunc(slices.Clone(docs), func(doc *core.Record) bool {
		answer := doc.GetString("clase") == mesa.ClaseRespuesta
		switch tipo {
		case cargo.Respuesta:
			return !answer || !slices.Contains(came, doc.Id)
		case cargo.Subsanacion:
			correction := mov.GetString("subsanacion")
			return answer || !(correction != "" && doc.GetString("subsanacion") == correction || slices.Contains(came, doc.Id))
		case cargo.Recepcion:
			return answer || !slices.ContainsFunc(current, func(c *core.Record) bool { return c.Id == doc.Id })
		}
		return answer || doc.GetString("subsanacion") != "" || doc.GetString("reemplaza") != ""
	})
	slices.SortStableFunc(of, func(a, b *core.Record) int {
		return cmp.Compare(mesa.OrdenClase(a.GetString("clase")), mesa.OrdenClase(b.GetString("clase")))
	})
	return of
}
