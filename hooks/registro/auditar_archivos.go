package registro

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"mesadepartes/hooks/cargo"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// resumeFile keeps how far the files were read, so that an audit that was broken off goes
// on. It lies beside the key.
const resumeFile = "auditoria.avance"

// audited are the documents whose file must be there: those of filings that were not eliminated.
const audited = `d.solicitud != '' AND NOT (d.archivo = '' AND EXISTS
	(SELECT 1 FROM solicitudes s WHERE s.id = d.solicitud AND s.eliminacion != ''))`

// AuditFiles reads every stored file of a filing and compares its hash with its record, and
// with the receipts that name it.
func (r *Room) AuditFiles(ctx context.Context, app core.App, tell Progress) error {
	at, path := r.resume(), filepath.Join(r.Resguardo, resumeFile)
	var total, done int64
	err := app.DB().NewQuery("SELECT COUNT(*), COALESCE(SUM(rowid <= {:at}), 0) FROM documentos d WHERE "+audited).
		Bind(dbx.Params{"at": at}).Row(&total, &done)
	if err != nil {
		return err
	}
	for {
		var rows []struct {
			Rowid int64  `db:"rowid"`
			ID    string `db:"id"`
		}
		err := app.DB().NewQuery("SELECT rowid, id FROM documentos d WHERE " + audited + " AND rowid > {:at} ORDER BY rowid LIMIT 200").
			Bind(dbx.Params{"at": at}).All(&rows)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
			return nil
		}
		for _, row := range rows {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := auditFile(ctx, app, row.ID); err != nil {
				return err
			}
			at = row.Rowid
			done++
			tell("archivos", done, total)
		}
		if err := r.keepResume(at); err != nil {
			return err
		}
	}
}

func (r *Room) resume() (at int64) {
	data, err := os.ReadFile(filepath.Join(r.Resguardo, resumeFile))
	if err != nil || json.Unmarshal(data, &at) != nil {
		return 0
	}
	return at
}

func (r *Room) keepResume(at int64) error {
	return os.WriteFile(filepath.Join(r.Resguardo, resumeFile), fmt.Append(nil, at), 0o600)
}

func auditFile(ctx context.Context, app core.App, id string) error {
	doc, err := app.FindRecordById(mesa.ColDocumentos, id)
	if err != nil {
		return err
	}
	s, err := app.FindRecordById(mesa.ColSolicitudes, doc.GetString("solicitud"))
	if err != nil {
		return broken("El documento %s no tiene solicitud.", id)
	}
	name := fmt.Sprintf("«%s» de la solicitud %s", doc.GetString("nombre"), s.GetString("numero"))
	file, err := mesa.PapelOf(doc, "archivo").Open(ctx, app)
	if err != nil {
		return broken("Falta el archivo %s.", name)
	}
	sum, _, err := cargo.SumOf(file)
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	if sum != doc.GetString("sha256") {
		return broken("El archivo %s cambió: no es el que se recibió.", name)
	}
	return auditNamed(app, doc, name)
}

// auditNamed looks for a receipt of the filing that names the file. A base whose rows were
// changed together with the file is found by that. Filings of before the register may have
// no receipt yet.
func auditNamed(app core.App, doc *core.Record, name string) error {
	var receipts [][]byte
	err := app.DB().NewQuery(`SELECT h.cargo FROM ` + TableHojas + ` h JOIN movimientos m ON m.id = h.movimiento
		WHERE m.solicitud = {:s} AND h.codigo != ''`).Bind(dbx.Params{"s": doc.GetString("solicitud")}).Column(&receipts)
	if err != nil || len(receipts) == 0 {
		return err
	}
	for _, data := range receipts {
		c, err := cargo.Read(data)
		if err != nil {
			return err
		}
		for _, d := range c.Documentos {
			if d.SHA256 == doc.GetString("sha256") {
				return nil
			}
		}
	}
	if doc.GetString("clase") == mesa.ClaseRespuesta || doc.GetString("reemplaza") != "" || doc.GetString("subsanacion") != "" {
		return nil // of an act of before the register
	}
	return broken("Ningún cargo nombra el archivo %s: su registro fue alterado.", name)
}
