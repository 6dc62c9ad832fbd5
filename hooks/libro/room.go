package libro

import (
	"fmt"
	"io"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/registro"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Config is what the room needs from outside.
type Config struct {
	Now       func() time.Time // the program's clock
	Out       io.Writer        // where a start says what is missing
	Dir       string           // the data folder
	Resguardo string           // the folder of the head; "" is one beside the data folder
	Registro  *registro.Room   // ends with the book's epoch
}

// Room is the book.
type Room struct {
	Config
	heads *cabezas
	batch int // how many entries or lines one transaction of Recover writes

	mu     sync.Mutex // over what follows
	state  State
	looked time.Time            // when base and book were compared last, by the real clock
	last   Posicion             // the last file of the book
	asked  map[string]time.Time // restores: when an administrator was told what one does

	acts  sync.Map               // *core.TxAppInfo → *act
	fault atomic.Pointer[string] // the first damage that the last nightly look found
}

// New makes the room. It refuses a head inside the data folder, which a folder
// brought back whole would take along.
func New(cfg Config) (*Room, error) {
	dir, err := filepath.Abs(cfg.Dir)
	if err != nil {
		return nil, err
	}
	if cfg.Resguardo, err = Resguardo(dir, cfg.Resguardo); err != nil {
		return nil, err
	}
	if rel, err := filepath.Rel(real(dir), real(cfg.Resguardo)); err == nil && filepath.IsLocal(rel) {
		return nil, fmt.Errorf("MESA_RESGUARDO: %s", mesa.TextResguardoDentro)
	}
	cfg.Dir = dir
	return &Room{Config: cfg, batch: 200, asked: map[string]time.Time{}, heads: &cabezas{
		outside: file{filepath.Join(cfg.Resguardo, "libro.cabeza")}, inside: file{filepath.Join(dir, Folder, "libro.cabeza")},
	}}, nil
}

// Resguardo is the folder of what must not be restored with the data folder: the head of
// the book and the key of the register. "" is one beside the data folder.
func Resguardo(dir, told string) (string, error) {
	if told != "" {
		return filepath.Abs(told)
	}
	dir, err := filepath.Abs(dir)
	return dir + "-resguardo", err
}

// real follows the links of a path as far as it exists.
func real(path string) string {
	if found, err := filepath.EvalSymlinks(path); err == nil {
		return found
	}
	if parent := filepath.Dir(path); parent != path {
		return filepath.Join(real(parent), filepath.Base(path))
	}
	return path
}

// Bind registers the room's rules.
func (r *Room) Bind(app core.App) {
	// Before every other rule: nothing is worked out for an act that must wait.
	rule.OnAt(-50, app.OnRecordCreate, "book open", r.whileOpen, mesa.ColSolicitudes, mesa.ColMovimientos)
	// What an older base takes for a draft may be a paper that was acknowledged since.
	rule.OnAt(-50, app.OnRecordDelete, "book open", r.whileOpen, mesa.ColBorradores, mesa.ColSubsanacion, mesa.ColDocumentos)
	// After the rule of the move, which reads files before its transaction.
	rule.OnAt(50, app.OnRecordCreate, "one act", rule.Locked(func(e *core.RecordEvent) error { return e.Next() }), mesa.ColMovimientos)
	rule.OnAt(101, app.OnRecordCreateExecute, "enter", r.enter, mesa.ColMovimientos)

	rule.OnServerAt(-1, app.OnBootstrap(), "keep what a restore replaced", keepReplaced)
	rule.OnServerAt(3, app.OnServe(), "compare", r.sayState)
	rule.OnServerAt(6, app.OnServe(), "tell before a restore", r.tellBefore)
}

// Files are what the room keeps in the data folder: no backup holds them, and a
// restore leaves them where they are.
func Files() []string { return []string{Folder, replaced, quarantine} }

// whileOpen refuses an act while the base is behind the book.
func (r *Room) whileOpen(e *core.RecordEvent) error {
	if state := r.State(e.App); !state.OK {
		return wait(mesa.TextLibroEspera)
	}
	return e.Next()
}

// wait refuses an act with 503 and says when to try again.
func wait(texto string) error { return mesa.TooMany{Status: 503, Texto: texto, Wait: 5 * time.Minute} }

// sayState compares base and book before anything is numbered, and says at the start
// what is missing. The pages serve all the same.
func (r *Room) sayState(e *core.ServeEvent) error {
	if r.lostHead(e.App) {
		fmt.Fprintf(r.Out, "\nATENCIÓN: %s\n\n", mesa.TextResguardoFalta(r.Resguardo))
		e.App.Logger().Warn("the head of the book outside the data folder was gone and is made anew", "folder", r.Resguardo)
	}
	if state := r.State(e.App); !state.OK {
		fmt.Fprintf(r.Out, "\nATENCIÓN: %s\n\n", state.Texto)
		e.App.Logger().Error("the base is behind the book", "detail", state.Texto)
	}
	return e.Next()
}

// lostHead tells whether the head outside the data folder is gone although there are
// acts. It is made anew from the base and the head inside, but until then nothing would
// notice an older folder that was brought back whole.
func (r *Room) lostHead(app core.App) bool {
	last, err := known(app)
	return err == nil && last.Asiento > 0 && !isFile(r.heads.outside.path)
}
