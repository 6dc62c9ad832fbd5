package cargas

import (
	"context"
	"io"
	"log/slog"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/tus/tusd/v2/pkg/filestore"
	"github.com/tus/tusd/v2/pkg/handler"
	"github.com/tus/tusd/v2/pkg/memorylocker"
	xslog "golang.org/x/exp/slog"
)

// Meta is what a browser announces with an upload: `borrador` or `subsanacion`,
// `clase` or `documento`, `filename`, and `numero` when there is one.
type Meta map[string]string

// Owner is the draft or the correction that an upload belongs to.
func (m Meta) Owner() string {
	if id := m["borrador"]; id != "" {
		return id
	}
	return m["subsanacion"]
}

// place is what an upload will be in its draft or correction.
func (m Meta) place() string { return m["clase"] + "\n" + m["documento"] }

// Rules are the caller's decisions. An error is either a refusal of package mesa,
// whose text the browser shows, or a failure, which goes to the log.
type Rules struct {
	// Begin decides on a new upload of so many bytes, and tells how large a file of its
	// place may be.
	Begin func(header http.Header, meta Meta, bytes int64) (limit int64, err error)
	// Room refuses more bytes than there is room for.
	Room func(bytes int64) error
	// Owns tells whether a request may see or extend an upload.
	Owns func(header http.Header, meta Meta) bool
	// Finish takes a whole file. The file is removed after success or a refusal; after
	// a failure it stays for the browser's next try.
	Finish func(ctx context.Context, meta Meta, path string) error
	// Log gets the failures.
	Log *slog.Logger
}

// Store is the http.Handler and the folder of uploads.
type Store struct {
	dir    string
	base   string // such as /cargas/
	rules  Rules
	locker locker
	tus    http.Handler
}

// NewStore makes a Store that keeps uploads in dir, which it creates, and answers
// below base, such as "/cargas/".
func NewStore(dir, base string, rules Rules) (*Store, error) {
	if err := os.MkdirAll(filepath.Join(dir, marks), 0o700); err != nil {
		return nil, err
	}
	s := &Store{dir: dir, base: base, rules: rules, locker: locker{memorylocker.New()}}
	store := files{filestore.New(dir)}
	store.DirModePerm, store.FileModePerm = 0o700, 0o600
	composer := handler.NewStoreComposer()
	composer.UseCore(store)
	composer.UseTerminater(store)
	composer.UseLocker(s.locker)
	tus, err := handler.NewHandler(handler.Config{
		StoreComposer: composer, BasePath: base, DisableDownload: true, DisableConcatenation: true,
		Cors:                      &handler.CorsConfig{Disable: true},
		Logger:                    silent(),
		NetworkTimeout:            60 * time.Second,
		PreUploadCreateCallback:   s.begin,
		PreFinishResponseCallback: s.finish,
	})
	if err != nil {
		return nil, err
	}
	s.tus = http.StripPrefix(base, tus)
	return s, nil
}

// silent is a logger that writes nothing. tusd writes at least four lines a chunk,
// with the ids of drafts in them, and without a logger it writes them to standard
// error. Its Config takes no logger of log/slog until its next major version
// (tus/tusd#1201), hence the import of golang.org/x/exp.
func silent() *xslog.Logger {
	return xslog.New(xslog.NewTextHandler(io.Discard, &xslog.HandlerOptions{Level: xslog.Level(math.MaxInt)}))
}
