package cargas

import (
	"context"
	"log/slog"
	"net/http"
	"os"
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

// Rules are the caller's decisions. Every error is a refusal of package mesa,
// whose text the browser shows, or a fault of ours.
type Rules struct {
	// Begin decides on a new upload of so many bytes, while the uploads that are
	// not whole yet will still bring so many.
	Begin func(header http.Header, meta Meta, bytes, waiting int64) error
	// Owns tells whether a request may see or extend an upload.
	Owns func(header http.Header, meta Meta) bool
	// Finish takes a whole file. Afterwards the file is removed, whatever it answered.
	Finish func(ctx context.Context, meta Meta, path string) error
	// Log gets the faults of ours.
	Log *slog.Logger
}

// Store serves and keeps uploads.
type Store struct {
	dir    string
	base   string // such as /cargas/
	rules  Rules
	locker locker
	tus    http.Handler
}

// NewStore keeps uploads in dir, which it makes, and answers below base, such
// as "/cargas/".
func NewStore(dir, base string, rules Rules) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
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
		Logger:                    xslog.New(quiet{}),
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

// quiet drops tusd's own log, which writes several lines a chunk.
type quiet struct{}

func (quiet) Enabled(context.Context, xslog.Level) bool  { return false }
func (quiet) Handle(context.Context, xslog.Record) error { return nil }
func (q quiet) WithAttrs([]xslog.Attr) xslog.Handler     { return q }
func (q quiet) WithGroup(string) xslog.Handler           { return q }
