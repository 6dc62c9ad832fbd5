package replica

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/benbjohnson/litestream"
	"github.com/superfly/ltx"
)

// cliente lets Litestream keep the base of one epoch in the destination.
type cliente struct {
	almacen
	epoca int
}

func (c *cliente) level(n int) string { return fmt.Sprintf("base/%06d/%d/", c.epoca, n) }

func (c *cliente) file(level int, first, last ltx.TXID) string {
	return c.level(level) + ltx.FormatFilename(first, last)
}

// Type implements litestream.ReplicaClient, as do the next ones.
func (c *cliente) Type() string { return "mesadepartes" }

// Init has nothing to do.
func (c *cliente) Init(context.Context) error { return nil }

// SetLogger has nothing to do: errors are returned.
func (c *cliente) SetLogger(*slog.Logger) {}

// LTXFiles lists the files of a level from a transaction on.
func (c *cliente) LTXFiles(ctx context.Context, level int, seek ltx.TXID, _ bool) (ltx.FileIterator, error) {
	found, err := c.list(ctx, c.level(level))
	if err != nil {
		return nil, err
	}
	var list []*ltx.FileInfo
	for _, o := range found {
		first, last, err := ltx.ParseFilename(filepath.Base(o.Key))
		if err != nil || first < seek {
			continue
		}
		list = append(list, &ltx.FileInfo{Level: level, MinTXID: first, MaxTXID: last, Size: o.Bytes, CreatedAt: o.At.UTC()})
	}
	return ltx.NewFileInfoSliceIterator(list), nil
}

// OpenLTXFile reads a file from a place on.
func (c *cliente) OpenLTXFile(ctx context.Context, level int, first, last ltx.TXID, offset, size int64) (io.ReadCloser, error) {
	key := c.file(level, first, last)
	r, err := c.get(ctx, key, offset, size)
	if errors.Is(err, fs.ErrNotExist) {
		err = litestream.NewLTXError("open", key, level, uint64(first), uint64(last), os.ErrNotExist)
	}
	return r, err
}

// WriteLTXFile stores a file.
func (c *cliente) WriteLTXFile(ctx context.Context, level int, first, last ltx.TXID, from io.Reader) (*ltx.FileInfo, error) {
	counted := &counter{Reader: from}
	size := int64(64 << 20)
	if f, ok := from.(*os.File); ok {
		if info, err := f.Stat(); err == nil {
			size = info.Size()
		}
	} else {
		size = 8 << 30 // a compaction or a snapshot, which nobody waits for
	}
	if err := c.put(ctx, c.file(level, first, last), counted, size); err != nil {
		return nil, err
	}
	return &ltx.FileInfo{Level: level, MinTXID: first, MaxTXID: last, Size: counted.n, CreatedAt: time.Now().UTC()}, nil
}

type counter struct {
	io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	return n, err
}

// DeleteLTXFiles removes files that a newer one stands for.
func (c *cliente) DeleteLTXFiles(ctx context.Context, list []*ltx.FileInfo) error {
	var errs []error
	for _, f := range list {
		errs = append(errs, c.remove(ctx, c.file(f.Level, f.MinTXID, f.MaxTXID)))
	}
	return errors.Join(errs...)
}

// DeleteAll is not used.
func (c *cliente) DeleteAll(context.Context) error { return errors.ErrUnsupported }

// levels is how many levels a base has: what is compacted, and whole bases.
const levels = litestream.SnapshotLevel + 1

// newest is the last transaction that the destination has of an epoch; 0 when it has none.
func (c *cliente) newest(ctx context.Context) (max ltx.TXID, err error) {
	for level := range levels {
		found, err := c.list(ctx, c.level(level))
		if err != nil {
			return 0, err
		}
		for _, o := range found {
			if _, last, err := ltx.ParseFilename(filepath.Base(o.Key)); err == nil && last > max {
				max = last
			}
		}
	}
	return max, nil
}

// base is the base of this machine as Litestream sees it. Nothing of it runs by itself but
// compaction: a round decides when the base goes.
type base struct {
	store *litestream.Store
	db    *litestream.DB
}

// workFolder is where Litestream keeps what it copied last, beside the base.
const workFolder = ".data.db-litestream"

func openBase(ctx context.Context, dir string, c *cliente) (*base, error) {
	db := litestream.NewDB(filepath.Join(dir, "data.db"))
	db.MonitorInterval = 0
	db.Replica = litestream.NewReplicaWithClient(db, c)
	db.Replica.MonitorEnabled = false
	store := litestream.NewStore([]*litestream.DB{db}, litestream.DefaultCompactionLevels)
	store.Logger = slog.New(slog.DiscardHandler)
	db.SetLogger(store.Logger)
	db.ShutdownSyncTimeout = 0
	if err := store.Open(ctx); err != nil {
		return nil, err
	}
	return &base{store, db}, nil
}

// take notes what was committed until now, on this machine.
func (b *base) take(ctx context.Context) error { return b.db.Sync(ctx) }

// send brings what was taken to the destination.
func (b *base) send(ctx context.Context) error { return b.db.Replica.Sync(ctx) }

// heal has the next round send the whole base when what Litestream keeps beside it is damaged or
// gone, and gives the error back.
func (b *base) heal(ctx context.Context, err error) error {
	if broken := (*litestream.LTXError)(nil); errors.As(err, &broken) && broken.IsAutoRecoverable() {
		return errors.Join(err, b.db.ResetLocalState(ctx))
	}
	return err
}

func (b *base) close() error {
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Second)
	defer stop()
	return b.store.Close(ctx)
}

// quiet is a replica to read from. Litestream tells each step it takes unless it is told not to.
func quiet(c *cliente, file string) *litestream.Replica {
	db := litestream.NewDB(file)
	db.SetLogger(slog.New(slog.DiscardHandler))
	return litestream.NewReplicaWithClient(db, c)
}

// follow keeps a file like the base of an epoch until the context ends.
func follow(ctx context.Context, c *cliente, file string) error {
	r := quiet(c, file)
	o := litestream.NewRestoreOptions()
	o.OutputPath, o.Follow, o.FollowInterval = file, true, followEvery
	return r.Restore(ctx, o)
}

// restore writes the newest base of an epoch into a file.
func restore(ctx context.Context, c *cliente, file string) error {
	r := quiet(c, file)
	o := litestream.NewRestoreOptions()
	o.OutputPath = file
	return r.Restore(ctx, o)
}

// followed is the last transaction that a followed file has; 0 when it can't be told.
func followed(file string) ltx.TXID {
	at, err := litestream.ReadTXIDFile(file)
	if err != nil {
		return 0
	}
	return at
}

// forget removes a followed file.
func forget(file string) error {
	var errs []error
	for _, name := range []string{litestream.TXIDPath(file), file + ".tmp", file + "-wal", file + "-shm", file} {
		if err := os.Remove(name); !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// settle makes a followed file an ordinary base.
func settle(file string) error {
	if err := os.Remove(litestream.TXIDPath(file)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

const followEvery = 500 * time.Millisecond
