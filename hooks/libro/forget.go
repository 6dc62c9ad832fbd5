package libro

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
	"github.com/pocketbase/pocketbase/tools/list"
)

// Forget removes what is left of filings whose elimination is written: what the entries of
// before hold of them, what their receipts say, and their papers, where a restore or the
// quarantine put them too. A kill leaves some of it, and a second call ends it.
func (r *Room) Forget(app core.App, solicitudes []string) error {
	orders := map[string]string{} // by filing
	for _, id := range solicitudes {
		s, err := app.FindRecordById(mesa.ColSolicitudes, id)
		if err != nil {
			return err
		}
		e, err := mesa.FindEliminacion(app, mesa.AsSolicitud(s))
		if err != nil || e == nil {
			return errors.Join(err, errNotEliminated)
		}
		orders[id] = e.Autorizacion()
	}
	if len(orders) == 0 {
		return nil
	}
	if err := r.eraseEntries(app, orders); err != nil {
		return err
	}
	for _, id := range solicitudes {
		if err := errors.Join(r.Registro.Forget(app, id), removePapers(app, id)); err != nil {
			return err
		}
	}
	return nil
}

var errNotEliminated = errors.New("libro: only what was eliminated under an authorisation is forgotten")

// eraseEntries takes the private part out of the entries that were written before the
// elimination. Those since hold the rows without what was eliminated.
func (r *Room) eraseEntries(app core.App, orders map[string]string) error {
	ids := make([]string, 0, len(orders))
	for id := range orders {
		ids = append(ids, id)
	}
	movs, err := app.FindAllRecords(mesa.ColMovimientos, dbx.In("solicitud", list.ToInterfaceSlice(ids)...))
	if err != nil {
		return err
	}
	of := make(map[string]string, len(movs)) // the filing, by line
	lines := make([]any, 0, len(movs))
	for _, mov := range movs {
		of[mov.Id] = mov.GetString("solicitud")
		lines = append(lines, mov.Id)
	}
	var places []struct {
		Epoca      int    `db:"epoca"`
		Asiento    int    `db:"asiento"`
		Movimiento string `db:"movimiento"`
	}
	if err := app.DB().Select("epoca", "asiento", "movimiento").From(tableAsientos).Where(dbx.In("movimiento", lines...)).
		All(&places); err != nil {
		return err
	}
	s := shelf(app)
	for _, at := range places {
		if err := r.eraseEntry(s, at.Epoca, at.Asiento, orders[of[at.Movimiento]]); err != nil {
			return err
		}
	}
	return nil
}

// eraseEntry takes the private part out of one entry of before; a damaged one has none that
// anybody could read back.
func (r *Room) eraseEntry(s estante, epoca, n int, autorizacion string) error {
	a, err := entry(s, epoca, n)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, errNotAnEntry) {
		return nil
	}
	if err != nil || a.Privado == nil || a.p.Eliminacion != "" {
		return err
	}
	a.erase(r.Now(), autorizacion)
	return s.replace(a)
}

// erase takes the private part out of an entry, and its salt.
func (a *asiento) erase(now time.Time, autorizacion string) {
	a.Privado, a.Sal = nil, ""
	a.Borrado = &Borrado{Instante: now.UTC().Format(time.RFC3339Nano), Autorizacion: autorizacion}
}

// removePapers removes the files of a filing's documents, and of the lines that keep an answer
// a second time, from wherever they lie.
func removePapers(app core.App, solicitud string) error {
	fsys, err := app.NewFilesystem()
	if err != nil {
		return err
	}
	defer fsys.Close()
	for _, collection := range []string{mesa.ColDocumentos, mesa.ColMovimientos} {
		records, err := app.FindAllRecords(collection, dbx.HashExp{"solicitud": solicitud})
		if err != nil {
			return err
		}
		for _, record := range records {
			if err := removeFiles(app, fsys, record); err != nil {
				return err
			}
		}
	}
	return nil
}

// removeFiles removes all files of one record: each has a folder of its own.
func removeFiles(app core.App, fsys *filesystem.System, record *core.Record) error {
	folder := record.BaseFilesPath()
	if !app.Settings().S3.Enabled {
		for _, root := range append(spareRoots(app.DataDir()), filepath.Join(app.DataDir(), core.LocalStorageDirName)) {
			for _, key := range []string{folder, mesa.OnShelf(folder)} { // it may go to its shelf between the two
				if err := os.RemoveAll(filepath.Join(root, filepath.FromSlash(key))); err != nil {
					return err
				}
			}
		}
		return nil
	}
	return errors.Join(fsys.DeletePrefix(folder + "/")...)
}

// forgetAgain ends what was eliminated and recovered: the older base, and the files that came
// back with it, still had it.
func (r *Room) forgetAgain(app core.App) error {
	var ids []string
	err := app.DB().NewQuery(`SELECT DISTINCT s.id FROM ` + tableAsientos + ` a JOIN movimientos m ON m.id = a.movimiento
		JOIN solicitudes s ON s.id = m.solicitud WHERE a.recuperado != '' AND s.eliminacion != ''`).Column(&ids)
	if err != nil {
		return err
	}
	return r.Forget(app, ids)
}
