package instala

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"mesadepartes/hooks/disco"
	"mesadepartes/hooks/servidor"

	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
)

// KeptFolder holds the base as it was before an update, in the data folder, so that both are on
// one disk and of one owner.
const KeptFolder = "antes-de-actualizar"

// bases are the files of PocketBase's bases; keptMark stands when all of them are kept.
var bases = []string{"data.db", "auxiliary.db"}

const keptMark = "completa"

// baseCommand is what an update asks of a program about the base while nothing serves. It runs
// as the user of the service, so that root follows no path that this user could lay.
func baseCommand(app core.App) *cobra.Command {
	all := &cobra.Command{Use: "base", Hidden: true, Short: "Lo que «actualizar» hace con la base mientras nadie la usa"}
	for _, c := range []struct {
		use, short string
		do         func(ctx context.Context, dir string) error
	}{
		{"admite", "Dice si este programa abre la base de --dir", func(_ context.Context, dir string) error {
			return servidor.Opens(filepath.Join(dir, "data.db"))
		}},
		{"guardar", "Guarda la base de --dir antes de actualizar", alone(keepBase)},
		{"devolver", "Devuelve la base guardada", alone(giveBack)},
		{"olvidar", "Borra la base guardada", func(_ context.Context, dir string) error {
			return os.RemoveAll(filepath.Join(dir, KeptFolder))
		}},
	} {
		all.AddCommand(&cobra.Command{Use: c.use, Short: c.short, Args: cobra.NoArgs, SilenceUsage: true,
			RunE: func(cmd *cobra.Command, _ []string) error { return c.do(cmd.Context(), app.DataDir()) }})
	}
	return all
}

// alone holds the data folder meanwhile: a server that runs refuses it.
func alone(do func(ctx context.Context, dir string) error) func(context.Context, string) error {
	return func(ctx context.Context, dir string) error {
		folder, err := servidor.Lock(dir)
		if err != nil {
			return err
		}
		return errors.Join(do(ctx, dir), folder.Release())
	}
}

// keepBase writes each base as one whole file, with what its write-ahead log holds.
func keepBase(ctx context.Context, dir string) error {
	kept := filepath.Join(dir, KeptFolder)
	if err := errors.Join(os.RemoveAll(kept), os.MkdirAll(kept, disco.PrivateFolder)); err != nil {
		return err
	}
	if err := roomFor(dir); err != nil {
		return err
	}
	for _, name := range bases {
		from := filepath.Join(dir, name)
		if _, err := os.Stat(from); errors.Is(err, os.ErrNotExist) {
			continue
		}
		db, err := core.DefaultDBConnect(from)
		if err != nil {
			return err
		}
		to := filepath.Join(kept, name)
		_, err = db.NewQuery("VACUUM INTO {:to}").Bind(map[string]any{"to": to}).WithContext(ctx).Execute()
		if err := errors.Join(err, db.Close()); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := errors.Join(os.Chmod(to, disco.PrivateFile), disco.Sync(to)); err != nil {
			return err
		}
	}
	mark := filepath.Join(kept, keptMark)
	return errors.Join(os.WriteFile(mark, nil, disco.PrivateFile), disco.Sync(mark), disco.Sync(kept))
}

// roomFor refuses to fill the disk with the copy of the base.
func roomFor(dir string) error {
	var size int64
	for _, name := range bases {
		if info, err := os.Stat(filepath.Join(dir, name)); err == nil {
			size += info.Size()
		}
	}
	free, err := disco.Free(dir)
	if err == nil && free < 2*size+64<<20 { // and as much for the migrations
		return fmt.Errorf("faltan %d MB libres en el disco de los datos para actualizar", (2*size+64<<20-free)>>20+1)
	}
	return nil
}

// giveBack puts the kept base in place of today's. The kept one stays, so that what ends this
// midway is followed by another try; without a whole one nothing was changed yet.
func giveBack(_ context.Context, dir string) error {
	kept := filepath.Join(dir, KeptFolder)
	if _, err := os.Stat(filepath.Join(kept, keptMark)); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	for _, name := range bases {
		from, to := filepath.Join(kept, name), filepath.Join(dir, name)
		if _, err := os.Stat(from); errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err := copyFile(from, to+".devuelta"); err != nil {
			return err
		}
		for _, log := range []string{to + "-wal", to + "-shm"} { // of the base that goes
			if err := remove(log); err != nil {
				return err
			}
		}
		if err := os.Rename(to+".devuelta", to); err != nil {
			return err
		}
	}
	return disco.Sync(dir)
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, disco.PrivateFile)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}
