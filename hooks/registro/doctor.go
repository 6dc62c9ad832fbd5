package registro

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"

	"mesadepartes/hooks/cargo"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// DiagnoseKey tells why receipts can't be signed, as Open finds it, and writes nothing: a
// key that was never made is no fault.
func (r *Room) DiagnoseKey(app core.App) (fault string, err error) {
	known, err := registros(app)
	if err != nil || len(known) == 0 {
		return "", err
	}
	ring, err := r.readRing()
	switch {
	case err != nil:
		return mesa.TextClaveNoLee(err.Error()), nil
	case ring == nil:
		return mesa.TextClaveFalta, nil
	case !slices.ContainsFunc(ring.Registros, func(reg cargo.Registro) bool {
		return slices.ContainsFunc(known, func(k cargo.Registro) bool { return k.Clave == reg.Clave })
	}):
		return mesa.TextClaveAjena, nil
	}
	return "", nil
}

// DiagnoseHeads compares the register with every head that was signed; whole also compares
// each line and each leaf. "" when nothing was changed.
func (r *Room) DiagnoseHeads(ctx context.Context, app core.App, whole bool, tell Progress) (fault string, err error) {
	if whole {
		_, err = r.Audit(ctx, app, tell)
	} else {
		tree, unread := Tree(app)
		if err = unread; err == nil {
			err = r.auditHeads(app, tree)
		}
	}
	if found := (Rotura{}); errors.As(err, &found) {
		return found.Texto, nil
	}
	return "", err
}

// DiagnoseFiles reads every stored file of a filing and names the first that are not what was
// received, and counts all. Unlike AuditFiles it goes on behind one, and keeps nothing.
func DiagnoseFiles(ctx context.Context, app core.App, most int, tell Progress) (faults []string, n int, err error) {
	docs, err := app.FindCollectionByNameOrId(mesa.ColDocumentos)
	if err != nil {
		return nil, 0, err
	}
	var total, at, done int64
	err = app.DB().Select("count(*)").From(mesa.ColDocumentos).Where(dbx.NewExp("solicitud != '' AND archivo != ''")).Row(&total)
	for err == nil {
		var rows []storedFile
		err = app.DB().NewQuery(`SELECT d.rowid, d.id, d.archivo, d.sha256, s.numero FROM documentos d
			LEFT JOIN solicitudes s ON s.id = d.solicitud WHERE d.solicitud != '' AND d.archivo != '' AND d.rowid > {:at}
			ORDER BY d.rowid LIMIT 500`).Bind(dbx.Params{"at": at}).All(&rows)
		if err != nil || len(rows) == 0 {
			break
		}
		for _, row := range rows {
			if err := ctx.Err(); err != nil {
				return faults, n, err
			}
			if fault := row.fault(ctx, app, docs.BaseFilesPath()); fault != "" {
				if n++; n <= most {
					faults = append(faults, fault)
				}
			}
			at = row.Rowid
			done++
			tell("archivos", done, total)
		}
	}
	return faults, n, err
}

type storedFile struct {
	Rowid   int64  `db:"rowid"`
	ID      string `db:"id"`
	Archivo string `db:"archivo"`
	SHA256  string `db:"sha256"`
	Numero  string `db:"numero"`
}

func (s storedFile) fault(ctx context.Context, app core.App, folder string) string {
	file, err := mesa.Papel{Clave: folder + "/" + s.ID + "/" + s.Archivo}.Open(ctx, app)
	if err != nil {
		return fmt.Sprintf("falta un archivo de la solicitud %s (documento %s)", s.Numero, s.ID)
	}
	sum := sha256.New()
	_, err = io.Copy(sum, file)
	if err := errors.Join(err, file.Close()); err != nil {
		return fmt.Sprintf("un archivo de la solicitud %s no se lee (documento %s): %v", s.Numero, s.ID, err)
	}
	if hex.EncodeToString(sum.Sum(nil)) != s.SHA256 {
		return fmt.Sprintf("un archivo de la solicitud %s no es el que se recibió (documento %s)", s.Numero, s.ID)
	}
	return ""
}
