package replica

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sync"
	"time"

	"mesadepartes/hooks/libro"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"
	"mesadepartes/hooks/servidor"

	"github.com/pocketbase/pocketbase/core"
)

// Config is what the room needs from outside.
type Config struct {
	Now       func() time.Time // the program's clock
	Out       io.Writer        // where a start and a standby speak
	Dest      string           // MESA_REPLICA; "" for none
	Resguardo string           // the folder of the key
	Libro     *libro.Room
	Servidor  *servidor.Room
	Files     fs.FS  // holds templates/espera.html
	Espera    Espera // what `serve --espera` was told
}

// Room is the replica of this office.
type Room struct {
	Config
	store  almacen
	papers *papeles
	base   *base          // of the rounds alone
	copied libro.Posicion // of the rounds alone: the last entry at the destination
	wake   chan struct{}
	beat   sync.Mutex // held while a heartbeat is written

	mu     sync.Mutex // over what follows
	state  *estado    // nil before the start of a server with a destination
	gone   bool       // another machine has the turn
	ending bool       // the program ends: what is committed from now on is not replicated
	coming *ronda
	fault  string    // why the destination is behind; "" while it is not
	synced time.Time // when a round ended well last, or the start, by the real clock
	well   bool      // a round of this process ended well
	beaten time.Time // when a heartbeat was stored last
	times  int64
}

// New makes the room.
func New(cfg Config) *Room { return &Room{Config: cfg, wake: make(chan struct{}, 1)} }

// Bind registers the room's rules.
func (r *Room) Bind(app core.App) {
	// With the folder held and before the base is opened: a standby has no base of its own.
	rule.OnServerAt(-990, app.OnBootstrap(), "wait", r.wait)
	rule.OnServerAt(2, app.OnServe(), "turn", r.takePart)
	rule.OnServerAt(6, app.OnServe(), "only with the turn", r.closeWhenLost)
	rule.OnAt(-60, app.OnRecordCreate, "turn", r.whileOurs,
		mesa.ColSolicitudes, mesa.ColMovimientos, mesa.ColBorradores, mesa.ColSubsanacion, mesa.ColDocumentos)
	rule.OnAt(50, app.OnRecordCreateExecute, "ceiling", r.underCeiling, mesa.ColSolicitudes)
	rule.OnAt(-50, app.OnRecordAfterCreateSuccess, "replicated", r.await, mesa.ColMovimientos)
	rule.On(app.OnRecordAfterCreateSuccess, "replicate files", r.cameFiles)
	rule.On(app.OnRecordAfterUpdateSuccess, "replicate files", r.cameFiles)
	rule.On(app.OnRecordAfterDeleteSuccess, "replicate files", r.wentFiles)
	rule.OnServerAt(-1, app.OnBackupCreate(), "no truncating checkpoint", r.noBackup)
}

// takePart takes the turn, or goes on with it, before anything is numbered. What can't be
// reached at the first start is refused, because it was never proved; later it keeps nobody
// from filing.
func (r *Room) takePart(e *core.ServeEvent) error {
	s, err := readState(e.App.DataDir())
	if err != nil {
		return err
	}
	if r.Dest == "" {
		if s.Epoca > 0 {
			return errors.New(mesa.TextReplicaFaltaDestino())
		}
		return e.Next()
	}
	if r.store, err = openAlmacen(r.Dest); err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(context.Background(), patience)
	err = r.claim(ctx, e.App, s)
	stop()
	if err != nil {
		return err
	}
	r.mu.Lock()
	r.state, r.fault, r.synced = s, mesa.TextReplicaPrimera, time.Now()
	r.mu.Unlock()
	r.papers = newPapeles(r.store, e.App.DataDir())
	if err := sweep(e.App.DataDir()); err != nil {
		return err
	}
	if err := r.settleIn(e.App, s); err != nil {
		return err
	}
	if err := r.pulse(context.Background(), e.App); err != nil {
		if errors.Is(err, errLost) {
			return errors.New(mesa.TextReplicaAjena("otra máquina", s.Epoca+1))
		}
		if len(s.Techo) == 0 {
			return errors.New("MESA_REPLICA: " + brief(err))
		}
		fmt.Fprintf(r.Out, "\nATENCIÓN: %s\n\n", mesa.TextReplicaFalla(brief(err)))
	}
	keepWAL(e.App)
	return rule.Work(e, "replica", func(ctx context.Context) { r.work(ctx, e.App) })
}

// claim finds out whose turn it is, and takes the first one.
func (r *Room) claim(ctx context.Context, app core.App, s *estado) error {
	last, err := highest(ctx, r.store)
	switch {
	case errors.Is(err, errEmpty) && s.Epoca == 0, err == nil && last == nil && s.Epoca == 0:
		if err := r.store.begin(ctx); err != nil {
			return errors.New("MESA_REPLICA: " + brief(err))
		}
		if last, err = takeTurn(ctx, r.store, 1, s.Nodo); err != nil && !errors.Is(err, errTaken) {
			return errors.New("MESA_REPLICA: " + brief(err))
		}
		if errors.Is(err, errTaken) {
			return errors.New(mesa.TextReplicaAjena("otra máquina", 1))
		}
	case err != nil && s.Epoca == 0:
		return errors.New("MESA_REPLICA: " + brief(err))
	case err != nil, last == nil: // it goes on alone, up to its ceiling
		fmt.Fprintf(r.Out, "\nATENCIÓN: %s\n\n", mesa.TextReplicaFalla(brief(errors.Join(err, errEmptyOf(last, err)))))
		return nil
	}
	if last.Nodo != s.Nodo {
		return errors.New(mesa.TextReplicaAjena(last.Maquina, last.Epoca))
	}
	s.Epoca = last.Epoca
	return s.write(app.DataDir())
}

func errEmptyOf(last *turno, err error) error {
	if last == nil && err == nil {
		return errEmpty
	}
	return nil
}

// settleIn ends a promotion: what the base lacks comes back from the book, and the numbers that
// the dead machine may have given are skipped, in words that stay in the trail.
func (r *Room) settleIn(app core.App, s *estado) error {
	if s.Revisar {
		if state := r.Libro.State(app); !state.OK {
			fmt.Fprintln(r.Out, state.Texto)
			if err := r.Libro.Recover(app, libro.Options{Out: r.Out}); err != nil && !errors.Is(err, libro.ErrPapers) {
				return fmt.Errorf("la base no coincide con el libro de actos: %w", err)
			}
		}
		s.Revisar = false
	}
	if len(s.Reservas) > 0 {
		if err := r.Libro.Skip(app, s.Reservas, mesa.TextReplicaSalto); err != nil {
			return err
		}
	}
	return s.write(app.DataDir())
}

// work replicates until the program ends. A program that stops in good order with nothing
// left to send leaves the turn free.
func (r *Room) work(ctx context.Context, app core.App) {
	var all sync.WaitGroup
	all.Go(func() { defer rule.Survive(app, "replica"); r.rounds(ctx, app) })
	all.Go(func() { defer rule.Survive(app, "replica"); r.beats(ctx, app) })
	all.Go(func() { defer rule.Survive(app, "replica"); r.files(ctx, app) })
	all.Wait()
	r.mu.Lock()
	r.ending = true
	r.mu.Unlock()
	end, stop := context.WithTimeout(context.Background(), 3*time.Second)
	defer stop()
	if err := r.round(end, app); err == nil && r.papers.work(end) == nil {
		if err := r.release(end, app); err != nil {
			app.Logger().Warn("the turn is not left free", "error", err)
		}
	}
	if r.base != nil {
		_ = r.base.close() // what it could not send is sent at the next start
	}
}

// files copies papers as they come, and what was there at the start.
func (r *Room) files(ctx context.Context, app core.App) {
	tick := time.NewTicker(10 * time.Second)
	defer tick.Stop()
	for ctx.Err() == nil {
		if !app.Settings().S3.Enabled && !r.lost() {
			if err := r.copyFiles(ctx, app); err != nil && ctx.Err() == nil {
				r.ended(app, err)
			}
		}
		select {
		case <-ctx.Done():
		case <-r.papers.wake:
		case <-tick.C:
		}
	}
}

func (r *Room) copyFiles(ctx context.Context, app core.App) error {
	if err := r.papers.work(ctx); err != nil || r.papers.isSeeded() {
		return err
	}
	last, err := lastEntry(app)
	if err != nil {
		return err
	}
	return r.papers.seed(ctx, last, r.ours)
}

// Round looks each night for files that the destination lacks: receipts that were signed, and
// entries of which something was erased, have no record that comes. Bases of old epochs go.
func (r *Room) Round(ctx context.Context, app core.App) error {
	if !r.working() || r.lost() {
		return nil
	}
	if err := r.prune(ctx, app); err != nil {
		return err
	}
	if app.Settings().S3.Enabled {
		return nil
	}
	last, err := lastEntry(app)
	if err != nil {
		return err
	}
	return r.papers.seed(ctx, last, r.ours)
}

func (r *Room) cameFiles(e *core.RecordEvent) error {
	if r.working() {
		r.papers.came(e.Record)
	}
	return e.Next()
}

func (r *Room) wentFiles(e *core.RecordEvent) error {
	if r.working() {
		r.papers.went(e.Record)
	}
	return e.Next()
}

// working tells whether this process replicates.
func (r *Room) working() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state != nil && r.papers != nil
}

func (r *Room) behind() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.fault
}

func (r *Room) epoch() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state.Epoca
}

func isAbsent(err error) bool { return errors.Is(err, fs.ErrNotExist) }

// noBackup refuses the dashboard's backups: they end with a truncating checkpoint, for which
// each filing would stand still ten seconds beside the replica.
func (r *Room) noBackup(e *core.BackupEvent) error {
	if r.working() {
		return mesa.Refuse(409, "", mesa.TextReplicaSinRespaldo)
	}
	return e.Next()
}

// keepWAL takes PocketBase's nightly truncating checkpoint away, for the same reason. Litestream
// makes the checkpoints.
func keepWAL(app core.App) {
	app.Cron().MustAdd("__pbDBOptimize__", "0 0 * * *", func() {
		if _, err := app.NonconcurrentDB().NewQuery("PRAGMA optimize").Execute(); err != nil {
			app.Logger().Warn("PRAGMA optimize failed", "error", err)
		}
	})
}
