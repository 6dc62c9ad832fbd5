package mesa

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
)

// Papel is a stored file of a record. Its key is the name below `storage` under which PocketBase
// wrote it: book, copies and replica name the file by it for good. Where the file lies is no
// column, so a base that is brought back never tells an old place: it lies where it is found,
// under its key and later on its shelf. It never moves back, so a reader who asks in that order
// meets it even while it is moved.
type Papel struct{ Clave string }

// PapelOf is the file that a record of `documentos` or another one keeps in a field.
func PapelOf(r *core.Record, field string) Papel {
	return Papel{r.BaseFilesPath() + "/" + r.GetString(field)}
}

// shelfName is how many hex digits name a shelf: 4,096 of them hold four million folders of
// records by a thousand.
const shelfName = 3

// OnShelf is the key of a file, or of its record's folder, on the shelf of the record.
func OnShelf(key string) string {
	collection, rest, _ := strings.Cut(key, "/")
	id, _, _ := strings.Cut(rest, "/")
	sum := sha256.Sum256([]byte(id))
	return collection + "/" + hex.EncodeToString(sum[:])[:shelfName] + "/" + rest
}

// OffShelf gives back the key of a file that lies on a shelf. Any other key stays as it is.
func OffShelf(key string) string {
	parts := strings.SplitN(key, "/", 3)
	if len(parts) < 3 || !IsShelf(parts[1]) {
		return key
	}
	return parts[0] + "/" + parts[2]
}

// IsShelf tells the folder of a shelf from that of a record, whose id is longer.
func IsShelf(folder string) bool {
	return len(folder) == shelfName && strings.Trim(folder, "0123456789abcdef") == ""
}

// Path is where the file lies on this machine, or filesystem.ErrNotFound.
func (p Papel) Path(app core.App) (string, error) {
	for _, path := range p.Hot(app.DataDir()) {
		info, err := os.Stat(path)
		if err == nil && info.Mode().IsRegular() {
			return path, nil
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return "", filesystem.ErrNotFound
}

// Hot are the paths in a data folder where the file may lie, in the order to ask.
func (p Papel) Hot(data string) []string {
	root := filepath.Join(data, core.LocalStorageDirName)
	return []string{filepath.Join(root, filepath.FromSlash(p.Clave)), filepath.Join(root, filepath.FromSlash(OnShelf(p.Clave)))}
}

// Open opens the file wherever it lies. The error is filesystem.ErrNotFound where it is nowhere.
func (p Papel) Open(ctx context.Context, app core.App) (io.ReadSeekCloser, error) {
	if app.Settings().S3.Enabled {
		return openRemote(ctx, app, p.Clave)
	}
	return p.openLocal(app)
}

// openLocal asks again when the file moved between the answer and the opening: it moves once in
// its life.
func (p Papel) openLocal(app core.App) (*os.File, error) {
	for tries := 0; ; tries++ {
		path, err := p.Path(app)
		if err != nil {
			return nil, err
		}
		f, err := os.Open(path)
		if err == nil || tries == 1 || !errors.Is(err, fs.ErrNotExist) {
			return f, err
		}
	}
}

// remote is a file of a bucket, and the way to it.
type remote struct {
	io.ReadSeekCloser
	fsys *filesystem.System
}

// Close implements io.Closer.
func (r remote) Close() error { return errors.Join(r.ReadSeekCloser.Close(), r.fsys.Close()) }

func openRemote(ctx context.Context, app core.App, key string) (io.ReadSeekCloser, error) {
	fsys, err := app.NewFilesystem()
	if err != nil {
		return nil, err
	}
	fsys.SetContext(ctx)
	file, err := fsys.GetReader(key)
	if err != nil {
		return nil, errors.Join(err, fsys.Close())
	}
	return remote{file, fsys}, nil
}

// OpenHere opens the file on this machine: where it lies, or a copy of what a bucket has. done
// closes the file and removes the copy.
func (p Papel) OpenHere(ctx context.Context, app core.App) (f *os.File, done func(), err error) {
	if !app.Settings().S3.Enabled {
		if f, err = p.openLocal(app); err != nil {
			return nil, nil, err
		}
		return f, func() { _ = f.Close() }, nil
	}
	from, err := openRemote(ctx, app, p.Clave)
	if err != nil {
		return nil, nil, err
	}
	defer from.Close()
	dir := filepath.Join(app.DataDir(), core.LocalTempDirName) // in no backup, emptied by PocketBase
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, nil, err
	}
	if f, err = os.CreateTemp(dir, "copia-*"); err != nil {
		return nil, nil, err
	}
	done = func() {
		_ = f.Close()
		_ = os.Remove(f.Name())
	}
	if _, err := io.Copy(f, from); err != nil {
		done()
		return nil, nil, err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		done()
		return nil, nil, err
	}
	return f, done, nil
}
