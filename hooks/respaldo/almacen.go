package respaldo

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"time"

	"mesadepartes/hooks/disco"
)

// almacen is what keeps the files of a destination, by names with forward slashes. A file is
// there whole or not at all.
type almacen interface {
	// read opens a file; fs.ErrNotExist when there is none.
	read(ctx context.Context, name string) (io.ReadCloser, error)
	// size is how many bytes a file has; fs.ErrNotExist when there is none.
	size(ctx context.Context, name string) (int64, error)
	// list gives the files of a folder and of those below it, by their base names.
	list(ctx context.Context, folder string) (map[string]stored, error)
	// keep takes over a file of this machine under a name.
	keep(ctx context.Context, path, name string) error
	// write puts a small file in place of the one before.
	write(ctx context.Context, name string, data []byte) error
	remove(ctx context.Context, name string) error
	// free is how much room there is; math.MaxInt64 when nobody can tell.
	free() (int64, error)
	// staging is a folder whose files keep moves without copying; "" when there is none.
	staging() string
}

// stored is a file of a destination.
type stored struct {
	bytes int64
	at    time.Time
}

const (
	objects = "objetos"
	copies  = "copias"
)

func objectName(sum string) string { return path.Join(objects, sum[:2], sum) }
func copyName(name string) string  { return path.Join(copies, name+".json") }

// carpeta is a folder, best on another disk.
type carpeta string

func (c carpeta) at(name string) string { return filepath.Join(string(c), filepath.FromSlash(name)) }

func (c carpeta) read(_ context.Context, name string) (io.ReadCloser, error) {
	return os.Open(c.at(name))
}

func (c carpeta) size(_ context.Context, name string) (int64, error) {
	info, err := os.Stat(c.at(name))
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func (c carpeta) list(_ context.Context, folder string) (map[string]stored, error) {
	all := map[string]stored{}
	err := filepath.WalkDir(c.at(folder), func(_ string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return ignoreAbsent(err)
		}
		info, err := e.Info()
		if err == nil {
			all[e.Name()] = stored{info.Size(), info.ModTime()}
		}
		return ignoreAbsent(err)
	})
	return all, err
}

func (c carpeta) keep(_ context.Context, from, name string) error {
	to := c.at(name)
	if err := os.MkdirAll(filepath.Dir(to), disco.PrivateFolder); err != nil {
		return err
	}
	return errors.Join(os.Rename(from, to), disco.Sync(filepath.Dir(to)))
}

// write leaves after a power cut the file of before or the new one.
func (c carpeta) write(_ context.Context, name string, data []byte) error {
	path := c.at(name)
	if err := os.MkdirAll(filepath.Dir(path), disco.PrivateFolder); err != nil {
		return err
	}
	return disco.Replace(path, data, disco.PrivateFile)
}

func (c carpeta) remove(_ context.Context, name string) error {
	return ignoreAbsent(os.Remove(c.at(name)))
}

func (c carpeta) free() (int64, error) { return disco.Free(string(c)) }

func (c carpeta) staging() string { return string(c) }

func ignoreAbsent(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
