package archivo

import (
	"slices"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// keptColumns of a filing stay when its papers go: what was filed under which number, when,
// and what became of it. The identity document and the address stay too, because they are
// how the person, and nobody else, asks what became of it. A column that is not named goes,
// so a new one goes until somebody decides otherwise.
var keptColumns = []string{
	"id", "numero", "anio", "correlativo", "estado", "persona", "tramite", "canal", "cuo", "cuo_ref", "entidad_emisora_ruc",
	"tipo_documento", "numero_documento", "correo", "correo_probado_en", "autorizo", "terminos_version", "terminos_en",
	"recibida_en", "presentada_el", "presentada_motivo", "presentada_texto", "registrada_el", "cerrada_el", "estado_previo",
	"expediente", "area", "entidad_destino", "prorrogada", "silencio", "vence_subsanacion", "vence_respuesta", "vence_revision", "vence_legal",
	"plazo_desde", "plazo_dias", "plazo_tipo", "legal_desde", "legal_dias", "legal_tipo", "meta_dias", "inicio_subsanacion",
	"borrador", "ultima_etapa", "version",
}

// goneColumns of what hangs on a filing are emptied; all else of them are sizes, hashes,
// instants and states.
var goneColumns = map[string]dbx.Params{
	mesa.ColDocumentos: {
		"archivo": "", "nombre": mesa.TextDocumentoEliminado, "numero": "", "observacion": "", "avisos": nil, "escrito": "",
	},
	mesa.ColCorreos:     {"para": "", "texto": "", "html": "", "error": "", "acuse_ip": ""},
	mesa.ColSubsanacion: {"respuesta": "", "secreto": ""},
}

// bare empties the rows of a filing. It writes below the record events on purpose: they
// refuse it to everybody, and the authorisation that it names is recorded.
func bare(tx core.App, s *core.Record, order string) error {
	for _, field := range s.Collection().Fields {
		if !slices.Contains(keptColumns, field.GetName()) {
			s.Set(field.GetName(), nil)
		}
	}
	s.Set("asunto", mesa.TextAsuntoEliminado)
	s.Set("eliminacion", order)
	values, err := s.DBExport(tx)
	if err != nil {
		return err
	}
	if _, err := tx.DB().Update(mesa.ColSolicitudes, values, dbx.HashExp{"id": s.Id}).Execute(); err != nil {
		return err
	}
	for collection, columns := range goneColumns {
		if _, err := tx.DB().Update(collection, columns, dbx.HashExp{"solicitud": s.Id}).Execute(); err != nil {
			return err
		}
	}
	return nil
}
