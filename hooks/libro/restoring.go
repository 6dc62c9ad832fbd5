package libro

import (
	"archive/zip"
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// restoreRoute is PocketBase's own route of the dashboard's restore.
const restoreRoute = "POST /api/backups/{key}/restore"

// sure is how long an administrator who was told may ask again.
const sure = 10 * time.Minute

// tellBefore says, before a restore is done, what the copy lacks and that `recuperar`
// brings it back. Who asks a second time for the same copy is let through.
func (r *Room) tellBefore(e *core.ServeEvent) error {
	e.Router.BindFunc(func(e *core.RequestEvent) error {
		if e.Request.Pattern != restoreRoute || !e.HasSuperuserAuth() || r.told(e.Auth.Id+"/"+e.Request.PathValue("key")) {
			return e.Next()
		}
		return mesa.Refuse(409, "", mesa.TextRestaurar(e.Request.PathValue("key"), r.loses(e.App, e.Request.PathValue("key"))))
	})
	return e.Next()
}

// told tells whether a question was asked within the last minutes, and notes it.
func (r *Room) told(question string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	at, known := r.asked[question]
	r.asked[question] = time.Now()
	return known && time.Since(at) < sure
}

// loses says which acts a copy lacks.
func (r *Room) loses(app core.App, name string) string {
	var numeros []mesa.Numerado
	others := 0
	at, err := r.lookInto(app, name)
	if err == nil {
		var id string
		if id, err = oficina(app); err == nil {
			_, err = walk(shelf(app), id, r.heads.known(), at, func(a *asiento) error {
				if a.p.Etapa == string(mesa.EtapaRecepcion) {
					numeros = append(numeros, mesa.Numerado{Anio: a.p.Anio, Correlativo: a.p.Correlativo})
				} else {
					others++
				}
				return nil
			})
		}
	}
	if err != nil {
		app.Logger().Warn("the copy can't be looked into", "copy", name, "error", err)
		return mesa.TextRestaurarNoLee
	}
	return mesa.TextRestaurarPierde(numeros, others)
}

// lookInto reads from a copy the last place of the book that it knows.
func (r *Room) lookInto(app core.App, name string) (p Posicion, err error) {
	dir, err := os.MkdirTemp("", "mesa-copia-*")
	if err != nil {
		return p, err
	}
	defer os.RemoveAll(dir)
	base := filepath.Join(dir, "data.db")
	if err := unpackBase(app, name, base); err != nil {
		return p, err
	}
	db, err := dbx.Open("sqlite", base)
	if err != nil {
		return p, err
	}
	defer db.Close()
	return knownBy(db)
}

// unpackBase takes the base out of a copy on local disk.
func unpackBase(app core.App, name, to string) error {
	if app.Settings().Backups.S3.Enabled {
		return errors.New("the copy is in a bucket")
	}
	z, err := zip.OpenReader(filepath.Join(app.DataDir(), core.LocalBackupsDirName, path.Base(name)))
	if err != nil {
		return err
	}
	defer z.Close()
	in, err := z.Open("data.db")
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
