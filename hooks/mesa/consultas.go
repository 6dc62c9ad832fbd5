package mesa

import (
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
)

// OfDraft selects the documents of a draft. The index on `borrador` holds only
// documents that are in a draft, and SQLite uses such a partial index only for a
// query with its condition; without the index every filing would read the whole
// table.
func OfDraft(id string) dbx.Expression {
	return dbx.And(dbx.HashExp{"borrador": id}, dbx.NewExp("borrador != ''"))
}

// HashToken is what is stored of the token in an acknowledgement link.
func HashToken(token string) string { return security.SHA256(token) }

// OfToken selects the notice whose acknowledgement link holds a token. The second
// condition lets SQLite use the partial index on `acuse`.
func OfToken(token string) dbx.Expression {
	return dbx.And(dbx.HashExp{"acuse": HashToken(token)}, dbx.NewExp("acuse != ''"))
}

// OfCorrection selects the documents of a correction, with the condition of the
// partial index on `subsanacion`.
func OfCorrection(id string) dbx.Expression {
	return dbx.And(dbx.HashExp{"subsanacion": id}, dbx.NewExp("subsanacion != ''"))
}

// ownFilings are the filings of {:correo}, in the words of their index: those that the address
// is proved of. An officer may have mistyped one of the counter.
const ownFilings = "lower(correo) = {:correo} AND correo != '' AND (canal != 'presencial' OR correo_probado_en != '')"

// DeCorreo selects the filings of who proved an address.
func DeCorreo(correo string) dbx.Expression {
	return dbx.NewExp(ownFilings, dbx.Params{"correo": strings.ToLower(correo)})
}

// BorradoresDeCorreo selects the drafts that were proved with an address and not sent, in the
// words of their index.
func BorradoresDeCorreo(correo string) dbx.Expression {
	return dbx.NewExp("lower(correo_validado) = {:correo} AND correo_validado != '' AND solicitud = ''",
		dbx.Params{"correo": strings.ToLower(correo)})
}

// DocumentosDeCorreo selects the documents of the filings of who proved an address.
func DocumentosDeCorreo(correo string) dbx.Expression {
	return dbx.NewExp("EXISTS (SELECT 1 FROM solicitudes WHERE solicitudes.id = documentos.solicitud AND "+ownFilings+")",
		dbx.Params{"correo": strings.ToLower(correo)})
}

// DocumentsOf lists a filing's documents in the order they came.
func DocumentsOf(app core.App, solicitud string) ([]*core.Record, error) {
	return app.FindRecordsByFilter(ColDocumentos, "solicitud = {:id} && archivo != ''", "subido_en,clase", 0, 0, dbx.Params{"id": solicitud})
}

// FindEntidad reads the office's one record.
func FindEntidad(app core.App) (*Entidad, error) {
	r := &core.Record{}
	if err := app.RecordQuery(ColEntidad).Limit(1).One(r); err != nil {
		return nil, err
	}
	return AsEntidad(r), nil
}

// FindTramite reads a procedure; one that is not chosen, or no longer there, is not
// Chosen.
func FindTramite(app core.App, id string) (*Tramite, error) {
	rows, err := app.FindRecordsByIds(ColTramites, []string{id})
	if err != nil || len(rows) == 0 {
		return AsTramite(nil), err
	}
	return AsTramite(rows[0]), nil
}
