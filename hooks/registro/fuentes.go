package registro

import (
	"mesadepartes/hooks/cargo"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// sources are the rows that a receipt is written from.
type sources struct {
	entidad    cargo.Entidad
	tramite    string
	solicitud  *mesa.Solicitud
	documentos []*core.Record
}

// paperColumns are the columns that a receipt shows, by table. Reading all of a filing's
// would take a third of the time that a receipt costs its transaction.
var paperColumns = map[string][]string{
	mesa.ColSolicitudes: {
		"id", "numero", "cuo", "expediente", "canal", "tramite", "asunto", "nombres", "apellidos", "tipo_documento", "numero_documento",
		"razon_social", "ruc", "recibida_en", "presentada_el", "presentada_motivo",
	},
	mesa.ColDocumentos: {"id", "clase", "nombre", "numero", "folios", "bytes", "sha256", "subsanacion", "reemplaza"},
}

// readSources reads the rows of a filing's receipt: of each table the columns that are named
// for it, or all.
func readSources(tx core.App, solicitud string, columns map[string][]string) (*sources, error) {
	from, row := &sources{}, &core.Record{}
	if err := tx.RecordQuery(mesa.ColSolicitudes).Select(columns[mesa.ColSolicitudes]...).
		AndWhere(dbx.HashExp{"id": solicitud}).One(row); err != nil {
		return nil, err
	}
	from.solicitud = mesa.AsSolicitud(row)
	if err := tx.RecordQuery(mesa.ColDocumentos).Select(columns[mesa.ColDocumentos]...).
		AndWhere(dbx.HashExp{"solicitud": solicitud}).OrderBy("subido_en", "clase").All(&from.documentos); err != nil {
		return nil, err
	}
	err := tx.DB().NewQuery(`SELECT e.nombre, e.ruc, coalesce((SELECT nombre FROM tramites WHERE id = {:tramite}), '')
		FROM entidad e LIMIT 1`).Bind(dbx.Params{"tramite": row.GetString("tramite")}).
		Row(&from.entidad.Nombre, &from.entidad.RUC, &from.tramite)
	return from, err
}
