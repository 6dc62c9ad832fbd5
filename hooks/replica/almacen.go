package replica

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// almacen is where the replica stands. Keys have forward slashes. What a call stored is durable
// when it returns.
type almacen interface {
	// create stores an object where none is; errTaken when one is there.
	create(ctx context.Context, key string, data []byte) error
	// put stores an object, over another one where there is one.
	put(ctx context.Context, key string, from io.Reader, size int64) error
	// get reads an object from a place on, size bytes of it, or all for 0; fs.ErrNotExist when
	// there is none.
	get(ctx context.Context, key string, offset, size int64) (io.ReadCloser, error)
	// list names the objects whose keys begin with prefix, which ends with a slash.
	list(ctx context.Context, prefix string) ([]objeto, error)
	remove(ctx context.Context, key string) error
	// begin prepares the destination for its first epoch.
	begin(ctx context.Context) error
}

// objeto is what a list says of an object. Key is the whole one.
type objeto struct {
	Key   string
	Bytes int64
	At    time.Time
}

var (
	errTaken = errors.New("ya existe")
	// errEmpty is a destination that does not hold what it held: a disk that is not mounted.
	errEmpty = errors.New("el destino de la réplica está vacío; revise que el disco o la carpeta de red estén conectados")
)

// brief is the first line of an error, for people: an S3 server's whole answer follows in some.
func brief(err error) string {
	text, _, _ := strings.Cut(err.Error(), "\n")
	return text
}

// openAlmacen opens the destination that MESA_REPLICA names.
func openAlmacen(dest string) (almacen, error) {
	u, err := url.Parse(dest)
	if err != nil {
		return nil, errors.New("MESA_REPLICA: no es una dirección como file:///carpeta o s3://balde/carpeta")
	}
	switch u.Scheme {
	case "file":
		dir := filepath.FromSlash(u.Path)
		if len(dir) > 2 && dir[0] == filepath.Separator && dir[2] == ':' { // file:///C:/…
			dir = dir[1:]
		}
		if u.Host != "" { // file://server/share
			dir = `\\` + u.Host + dir
		}
		if !filepath.IsAbs(dir) {
			return nil, fmt.Errorf("MESA_REPLICA: %s no es una carpeta completa, como file:///mnt/replica", dest)
		}
		return carpeta{dir}, nil
	case "s3":
		q := u.Query()
		if u.User != nil {
			return nil, errors.New("MESA_REPLICA: la llave va en MESA_REPLICA_USUARIO y MESA_REPLICA_CLAVE, no en la dirección")
		}
		c := &cubo{
			bucket: u.Host, prefix: strings.Trim(u.Path, "/"), region: q.Get("region"), endpoint: strings.TrimSuffix(q.Get("endpoint"), "/"),
			user: os.Getenv("MESA_REPLICA_USUARIO"), secret: os.Getenv("MESA_REPLICA_CLAVE"), pathStyle: q.Get("estilo") != "virtual",
		}
		return c, c.complete()
	}
	return nil, fmt.Errorf("MESA_REPLICA: %q no es file:// ni s3://", u.Scheme)
}
