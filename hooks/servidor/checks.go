package servidor

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"mesadepartes/hooks/disco"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

const (
	probe = "mesa_salud" // the row and the file that the checks write over and over

	lateRound = 5 * time.Minute // the clock goes its round each minute
	remoteFor = 5 * time.Minute // how long a write to remote storage counts: each costs money
)

func (r *Room) ownChecks() []Check {
	return []Check{
		{Name: "base", Look: checkBase},
		{Name: "integridad de la base", Look: (&integrity{}).check, Slow: true},
		{Name: "archivos", Look: (&storage{}).check},
		{Name: "espacio", Look: checkSpace, Alarm: true},
		{Name: "reloj", Look: r.checkClock},
		{Name: "archivos sin registro", Look: r.checkOrphans},
		{Name: "certificado", Look: (&certificate{now: r.Now}).check, Slow: true, Alarm: true},
	}
}

// checkBase writes a row and reads it back through another connection.
func checkBase(ctx context.Context, app core.App) (mesa.Salud, string) {
	if app.Store().Has(core.StoreKeyActiveBackup) {
		return mesa.Atencion, "hay una copia de seguridad en curso, que detiene las escrituras"
	}
	now := fmt.Sprintf("%q", time.Now().UTC().Format(time.RFC3339Nano))
	_, err := app.NonconcurrentDB().NewQuery("INSERT INTO " + settingsTable + " (id, value) VALUES ({:id}, {:v}) " +
		"ON CONFLICT (id) DO UPDATE SET value = excluded.value").Bind(dbx.Params{"id": probe, "v": now}).WithContext(ctx).Execute()
	if err != nil {
		return mesa.Mal, "no se puede escribir: " + err.Error()
	}
	var read string
	err = app.ConcurrentDB().Select("value").From(settingsTable).Where(dbx.HashExp{"id": probe}).WithContext(ctx).Row(&read)
	if err != nil {
		return mesa.Mal, "no se puede leer: " + err.Error()
	}
	if read != now {
		return mesa.Mal, "no devuelve lo que se escribió"
	}
	return mesa.Bien, ""
}

// integrity has SQLite look for damage in the whole base through a connection of
// its own, so that no page comes from memory. That reads everything, so the check
// rests two hundred times as long as it took.
type integrity struct {
	next   time.Time
	salud  mesa.Salud
	motivo string
}

func (i *integrity) check(ctx context.Context, app core.App) (mesa.Salud, string) {
	if began := time.Now(); began.After(i.next) {
		i.salud, i.motivo = mesa.Bien, ""
		if found := quickCheck(ctx, filepath.Join(app.DataDir(), "data.db")); found != "ok" {
			i.salud, i.motivo = mesa.Mal, found
			app.Logger().Error("the base is damaged", "found", found)
		}
		i.next = time.Now().Add(200 * time.Since(began))
	}
	return i.salud, i.motivo
}

func quickCheck(ctx context.Context, path string) string {
	db, err := OpenToRead(path)
	if err != nil {
		return err.Error()
	}
	defer db.Close()
	var found string
	if err := db.NewQuery("PRAGMA quick_check(1)").WithContext(ctx).Row(&found); err != nil {
		return err.Error()
	}
	return found
}

// storage writes a file where documents are kept and reads it back.
type storage struct{ remote time.Time }

func (s *storage) check(ctx context.Context, app core.App) (mesa.Salud, string) {
	want := []byte(time.Now().UTC().Format(time.RFC3339Nano))
	var got []byte
	var err error
	if !app.Settings().S3.Enabled {
		got, err = writeLocal(filepath.Join(app.DataDir(), core.LocalStorageDirName), want)
	} else if time.Since(s.remote) > remoteFor {
		got, err = writeRemote(ctx, app, want)
	} else {
		return mesa.Bien, ""
	}
	if err != nil {
		return mesa.Mal, err.Error()
	}
	if !bytes.Equal(got, want) {
		return mesa.Mal, "el almacén no devuelve lo que se escribió"
	}
	s.remote = time.Now()
	return mesa.Bien, ""
}

func writeLocal(dir string, data []byte) ([]byte, error) {
	path := filepath.Join(dir, probe)
	if err := os.MkdirAll(dir, disco.PrivateFolder); err != nil {
		return nil, err
	}
	if err := os.WriteFile(path, data, disco.PrivateFile); err != nil {
		return nil, err
	}
	if err := disco.Sync(path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

func writeRemote(ctx context.Context, app core.App, data []byte) ([]byte, error) {
	fsys, err := app.NewFilesystem()
	if err != nil {
		return nil, err
	}
	defer fsys.Close()
	fsys.SetContext(ctx)
	if err := fsys.Upload(data, probe); err != nil {
		return nil, err
	}
	file, err := fsys.GetReader(probe)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(file)
}

// checkSpace compares what is free with what the office keeps free: below that no
// file is taken.
func checkSpace(_ context.Context, app core.App) (mesa.Salud, string) { return CheckSpace(app) }

// CheckSpace is checkSpace for who looks at a folder that nobody serves.
func CheckSpace(app core.App) (mesa.Salud, string) {
	entidad, err := mesa.FindEntidad(app)
	if err != nil {
		return mesa.Mal, err.Error()
	}
	free, err := disco.Free(app.DataDir())
	if err != nil {
		return mesa.Atencion, "el sistema no dice cuánto espacio queda: " + err.Error()
	}
	text := fmt.Sprintf("quedan %d MB libres y la reserva es de %d MB", free>>20, entidad.Reserve()>>20)
	switch {
	case free < entidad.Reserve():
		return mesa.Mal, text + ": no se reciben archivos"
	case free < 2*entidad.Reserve():
		return mesa.Atencion, text
	}
	return mesa.Bien, ""
}

// checkClock looks at when the clock's last round ended.
func (r *Room) checkClock(context.Context, core.App) (mesa.Salud, string) {
	last := r.beat.Load()
	if last == nil {
		return mesa.Mal, "el reloj de plazos no ha empezado"
	}
	if late := r.Now().Sub(*last); late > lateRound {
		return mesa.Mal, fmt.Sprintf("el reloj de plazos no da su ronda desde hace %d minutos", int(late.Minutes()))
	}
	return mesa.Bien, ""
}
