package libro

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// restoreRoute is PocketBase's own route of the dashboard's restore.
const restoreRoute = "POST /api/backups/{key}/restore"

// sure is how long an administrator who was told may ask again. An answer younger than
// unread was not read: a double click asks twice within it.
const (
	sure   = 10 * time.Minute
	unread = 5 * time.Second
)

// atMost is how long a copy may take to be fetched, before the answer does without.
const atMost = time.Minute

// tellBefore says, before a restore is done, what the copy lacks and that `recuperar`
// brings it back. Who had the time to read it and asks again for the same copy is let through.
func (r *Room) tellBefore(e *core.ServeEvent) error {
	e.Router.BindFunc(func(e *core.RequestEvent) error {
		if e.Request.Pattern != restoreRoute || !e.HasSuperuserAuth() {
			return e.Next()
		}
		name := e.Request.PathValue("key")
		question := e.Auth.Id + "/" + name
		if r.confirms(question) {
			return e.Next()
		}
		text := mesa.TextRestaurar(name, r.loses(e.App, name))
		r.answered(question)
		return mesa.Refuse(409, "", text)
	})
	return e.Next()
}

// confirms tells whether a question was answered before, long enough ago to be read. An
// answer serves one confirmation: the other one of two at once is told again.
func (r *Room) confirms(question string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	at, told := r.asked[question]
	age := r.Now().Sub(at)
	if !told || age < unread || age >= sure {
		return false
	}
	delete(r.asked, question)
	return true
}

// answered notes when a question was answered first. It is called after the answer was
// put together, which takes its time: what comes meanwhile confirms nothing.
func (r *Room) answered(question string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	at, told := r.asked[question]
	if age := r.Now().Sub(at); !told || age < 0 || age >= sure {
		r.asked[question] = r.Now()
	}
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

// unpackBase takes the base out of a copy. Of one in a bucket nothing else is fetched
// than the list of what it holds and the base.
func unpackBase(app core.App, name, to string) error {
	fsys, err := app.NewBackupsFilesystem()
	if err != nil {
		return err
	}
	defer fsys.Close()
	ctx, cancel := context.WithTimeout(context.Background(), atMost)
	defer cancel()
	fsys.SetContext(ctx)
	stored, err := fsys.GetReader(name)
	if err != nil {
		return err
	}
	defer stored.Close()
	z, err := zip.NewReader(places{stored}, stored.Size())
	if err != nil {
		return err
	}
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

// places reads a stored file at any place, for one caller at a time.
type places struct{ io.ReadSeeker }

// ReadAt implements io.ReaderAt.
func (p places) ReadAt(b []byte, at int64) (int, error) {
	if _, err := p.Seek(at, io.SeekStart); err != nil {
		return 0, err
	}
	n, err := io.ReadFull(p, b)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = io.EOF
	}
	return n, err
}
