package respaldo

import (
	"cmp"
	"context"
	"crypto/md5" //nolint:gosec // S3 compares it with what came; the copy has its own SHA-256
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/tools/filesystem"
	"github.com/pocketbase/pocketbase/tools/filesystem/blob"
)

// cubo is a bucket of an S3-compatible store, reached by PocketBase's own client.
type cubo struct {
	donde          S3
	bucket, prefix string
}

func newCubo(s S3, bucket, prefix string) (*cubo, error) {
	if s.Endpoint == "" || s.Llave == "" || s.Secreto == "" {
		return nil, errors.New("para copiar a S3 faltan MESA_COPIA_S3_ENDPOINT, MESA_COPIA_S3_LLAVE o MESA_COPIA_S3_SECRETO")
	}
	s.Paciencia = cmp.Or(s.Paciencia, time.Minute)
	return &cubo{s, bucket, prefix}, nil
}

// A store that brings less than this is as good as gone; part is what one request carries at
// most, whole and with its MD5.
const (
	slowest = 64 << 10 // bytes a second
	part    = 8 << 20
)

// with does something at the store within the time that so many bytes may take.
func (c *cubo) with(ctx context.Context, bytes int64, do func(*filesystem.System) error) error {
	ctx, stop := context.WithTimeout(ctx, c.donde.Paciencia+time.Duration(bytes/slowest)*time.Second)
	defer stop()
	fsys, err := c.system(ctx)
	if err != nil {
		return err
	}
	defer fsys.Close()
	return c.told(do(fsys))
}

func (c *cubo) system(ctx context.Context) (*filesystem.System, error) {
	fsys, err := filesystem.NewS3(c.bucket, c.donde.Region, c.donde.Endpoint, c.donde.Llave, c.donde.Secreto, true)
	if err == nil {
		fsys.SetContext(ctx)
	}
	return fsys, err
}

// told says in words what a store answers. PocketBase's error is of an inner package, so it is
// known by its text, which begins with the status.
func (c *cubo) told(err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	says := func(any ...string) bool {
		for _, s := range any {
			if strings.Contains(text, s) {
				return true
			}
		}
		return false
	}
	switch {
	case says("NoSuchBucket"):
		return fmt.Errorf("el almacén %s no tiene el bucket %q: créelo o corrija MESA_COPIA", c.donde.Endpoint, c.bucket)
	case errors.Is(err, filesystem.ErrNotFound):
		return fmt.Errorf("%w: %w", fs.ErrNotExist, err)
	case says("InvalidAccessKeyId", "SignatureDoesNotMatch", "AccessDenied", "403 ", "401 "):
		return fmt.Errorf("el almacén %s no acepta las llaves: revise MESA_COPIA_S3_LLAVE, _SECRETO y sus permisos", c.donde.Endpoint)
	case says("507 ", "QuotaExceeded", "InsufficientStorage", "StorageFull", "EntityTooLarge"):
		return fmt.Errorf("el almacén %s está lleno: amplíelo o use otro", c.donde.Endpoint)
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("el almacén %s no respondió a tiempo", c.donde.Endpoint)
	case errors.Is(err, context.Canceled):
		return err
	case says("dial tcp", "connection re", "no such host", "EOF"):
		return fmt.Errorf("no se llega al almacén %s: revise la red y MESA_COPIA_S3_ENDPOINT", c.donde.Endpoint)
	}
	return fmt.Errorf("el almacén %s respondió con un error: %.200s", c.donde.Endpoint, text)
}

func (c *cubo) key(name string) string { return path.Join(c.prefix, name) }

func (c *cubo) read(ctx context.Context, name string) (io.ReadCloser, error) {
	ctx, stop := context.WithCancel(ctx)
	fsys, err := c.system(ctx)
	if err != nil {
		stop()
		return nil, err
	}
	watch := time.AfterFunc(c.donde.Paciencia, stop)
	r, err := fsys.GetReader(c.key(name))
	if err != nil {
		late := !watch.Stop()
		stop()
		if err = errors.Join(c.told(err), fsys.Close()); late {
			err = c.told(context.DeadlineExceeded)
		}
		return nil, err
	}
	return &remote{r, c, fsys, watch, stop}, nil
}

// remote is an object that is being read. One that brings nothing for a while is given up.
type remote struct {
	*blob.Reader
	c     *cubo
	fsys  *filesystem.System
	watch *time.Timer
	stop  func()
}

func (r *remote) Read(b []byte) (int, error) {
	late := !r.watch.Reset(r.c.donde.Paciencia)
	n, err := r.Reader.Read(b)
	if late && err != nil {
		return n, r.c.told(context.DeadlineExceeded)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return n, r.c.told(err)
	}
	return n, err
}

// WriteTo hides that of the reader, which would read past the watch.
func (r *remote) WriteTo(w io.Writer) (int64, error) { return io.Copy(w, struct{ io.Reader }{r}) }

func (r *remote) Close() error {
	r.watch.Stop()
	err := errors.Join(r.Reader.Close(), r.fsys.Close())
	r.stop()
	return err
}

func (c *cubo) size(ctx context.Context, name string) (n int64, err error) {
	err = c.with(ctx, 0, func(fsys *filesystem.System) error {
		attrs, err := fsys.Attributes(c.key(name))
		if err == nil {
			n = attrs.Size
		}
		return err
	})
	return n, err
}

func (c *cubo) list(ctx context.Context, folder string) (map[string]stored, error) {
	all := map[string]stored{}
	return all, c.with(ctx, math.MaxUint32, func(fsys *filesystem.System) error {
		found, err := fsys.List(c.key(folder) + "/")
		for _, o := range found {
			all[path.Base(o.Key)] = stored{o.Size, o.ModTime}
		}
		return err
	})
}

// keep uploads a file and asks for it again: its size, and all of it when it went in parts,
// of which no MD5 tells the whole.
func (c *cubo) keep(ctx context.Context, from, name string) error {
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer os.Remove(from)
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if err := c.upload(ctx, f, info.Size(), name); err != nil {
		return err
	}
	n, err := c.size(ctx, name)
	if err == nil && n != info.Size() {
		err = fmt.Errorf("el almacén guardó %d bytes de %s y no %d", n, name, info.Size())
	}
	if err != nil || info.Size() < part {
		return err
	}
	return c.same(ctx, path.Base(name), name)
}

// same reads an object back and compares it with the hash that it is named by.
func (c *cubo) same(ctx context.Context, sum, name string) error {
	r, err := c.read(ctx, name)
	if err != nil {
		return err
	}
	defer r.Close()
	if found, err := hashOf(r); err != nil || found.SHA256 != sum {
		return errors.Join(err, fmt.Errorf("el almacén no devuelve %s como se envió", name))
	}
	return nil
}

func (c *cubo) upload(ctx context.Context, from io.ReadSeeker, size int64, name string) error {
	opts := &blob.WriterOptions{ContentType: "application/octet-stream", BufferSize: part, MaxConcurrency: 2}
	if size < part {
		sum := md5.New() //nolint:gosec // as above
		if _, err := io.Copy(sum, from); err != nil {
			return err
		}
		if _, err := from.Seek(0, io.SeekStart); err != nil {
			return err
		}
		opts.ContentMD5 = sum.Sum(nil)
	}
	return c.with(ctx, size, func(fsys *filesystem.System) error {
		w, err := fsys.NewWriter(c.key(name), opts)
		if err != nil {
			return err
		}
		_, err = io.Copy(w, from)
		return errors.Join(err, w.Close())
	})
}

func (c *cubo) write(ctx context.Context, name string, data []byte) error {
	return c.upload(ctx, strings.NewReader(string(data)), int64(len(data)), name)
}

func (c *cubo) remove(ctx context.Context, name string) error {
	return ignoreAbsent(c.with(ctx, 0, func(fsys *filesystem.System) error { return fsys.Delete(c.key(name)) }))
}

func (c *cubo) free() (int64, error) { return math.MaxInt64, nil }

func (c *cubo) staging() string { return "" }
