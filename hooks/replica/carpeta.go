package replica

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"mesadepartes/hooks/disco"
)

// carpeta is a destination in a folder: another disk, or one of the network.
type carpeta struct{ dir string }

// mark is the file that tells a destination from a folder on which nothing is mounted.
const mark = ".mesa-replica"

func (c carpeta) path(key string) string { return filepath.Join(c.dir, filepath.FromSlash(key)) }

func (c carpeta) begin(context.Context) error {
	if err := os.MkdirAll(c.dir, disco.PrivateFolder); err != nil {
		return err
	}
	if err := os.WriteFile(c.path(mark), nil, disco.PrivateFile); err != nil {
		return err
	}
	return disco.Sync(c.dir)
}

// mounted refuses a folder that is not the destination.
func (c carpeta) mounted() error {
	if _, err := os.Stat(c.path(mark)); err != nil {
		return errors.Join(errEmpty, err)
	}
	return nil
}

// create links a whole file to its name, which fails where one is. A network folder that has
// no links gets the name first.
func (c carpeta) create(ctx context.Context, key string, data []byte) error {
	beside, err := c.write(ctx, key, bytes.NewReader(data))
	if err != nil {
		return err
	}
	defer os.Remove(beside)
	err = os.Link(beside, c.path(key))
	if errors.Is(err, fs.ErrExist) {
		return errTaken
	}
	if err != nil {
		f, err := os.OpenFile(c.path(key), os.O_CREATE|os.O_EXCL|os.O_WRONLY, disco.PrivateFile)
		if errors.Is(err, fs.ErrExist) {
			return errTaken
		}
		if err != nil {
			return err
		}
		if err := errors.Join(f.Close(), os.Rename(beside, c.path(key))); err != nil {
			return err
		}
	}
	return disco.Sync(filepath.Dir(c.path(key)))
}

func (c carpeta) put(ctx context.Context, key string, from io.Reader, _ int64) error {
	beside, err := c.write(ctx, key, from)
	if err != nil {
		return err
	}
	defer os.Remove(beside) // which is gone when all went well
	return errors.Join(os.Rename(beside, c.path(key)), disco.Sync(filepath.Dir(c.path(key))))
}

// write writes a file beside its name and syncs it.
func (c carpeta) write(ctx context.Context, key string, from io.Reader) (string, error) {
	if err := c.mounted(); err != nil {
		return "", err
	}
	dir := filepath.Dir(c.path(key))
	if err := c.makeFolder(dir); err != nil {
		return "", err
	}
	f, err := os.CreateTemp(dir, ".nuevo-*")
	if err != nil {
		return "", err
	}
	_, err = io.Copy(f, &breakable{ctx, from})
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return "", errors.Join(err, os.Remove(f.Name()))
	}
	return f.Name(), nil
}

// makeFolder makes a folder and every one above it durable.
func (c carpeta) makeFolder(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := os.MkdirAll(dir, disco.PrivateFolder); err != nil {
		return err
	}
	for up := filepath.Dir(dir); ; up = filepath.Dir(up) {
		if err := disco.Sync(up); err != nil || len(up) <= len(c.dir) {
			return err
		}
	}
}

func (c carpeta) get(_ context.Context, key string, offset, size int64) (io.ReadCloser, error) {
	f, err := os.Open(c.path(key))
	if errors.Is(err, fs.ErrNotExist) {
		if err := c.mounted(); err != nil { // all is absent where nothing is mounted
			return nil, err
		}
	}
	if err != nil {
		return nil, err
	}
	if _, err := f.Seek(offset, io.SeekStart); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	if size > 0 {
		return part{io.LimitReader(f, size), f}, nil
	}
	return f, nil
}

func (c carpeta) list(ctx context.Context, prefix string) (list []objeto, err error) {
	if err := c.mounted(); err != nil {
		return nil, err
	}
	err = filepath.WalkDir(c.path(prefix), func(path string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
		if !e.Type().IsRegular() || strings.HasPrefix(e.Name(), ".nuevo-") {
			return nil
		}
		info, err := e.Info()
		if err != nil { // it went meanwhile
			return nil
		}
		rel, err := filepath.Rel(c.dir, path)
		list = append(list, objeto{filepath.ToSlash(rel), info.Size(), info.ModTime()})
		return err
	})
	return list, err
}

func (c carpeta) remove(_ context.Context, key string) error {
	if err := os.Remove(c.path(key)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// part reads some bytes of an open file.
type part struct {
	io.Reader
	io.Closer
}

// breakable reads until a context ends.
type breakable struct {
	ctx context.Context
	io.Reader
}

func (b *breakable) Read(p []byte) (int, error) {
	if err := b.ctx.Err(); err != nil {
		return 0, err
	}
	return b.Reader.Read(p)
}
