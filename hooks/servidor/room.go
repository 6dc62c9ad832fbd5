package servidor

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Config is what the room needs from outside.
type Config struct {
	Now func() time.Time // the program's clock
	Out io.Writer        // where the start of the program speaks
	// Alone makes the program hold its data folder: see NeedsFolder.
	Alone bool
	// NoBackup are files and folders of the data folder that no backup holds; those
	// of Stays are also left where they are when one is restored.
	NoBackup, Stays []string
	// Named takes out of a set of ids those of documents that the book of acts names.
	Named func(ctx context.Context, app core.App, ids map[string]bool) error
	// Checks are what the health of the program consists of, beside the room's own.
	Checks []Check
	// Measures are numbers of other rooms for /metrics.
	Measures []func(ctx context.Context, app core.App) ([]Metric, error)
	Token    string // MESA_METRICAS: opens /metrics; "" leaves it to this machine
	Bells    []Bell // how alarms are told
}

// Room is the program as a server.
type Room struct {
	Config
	folder *Folder // held, when Alone
	checks []*watched
	beat   atomic.Pointer[time.Time] // of the clock's last round

	crowded atomic.Bool // the last round of orphans stopped at maxOrphans

	journal atomic.Pointer[slog.Logger] // nil until the server starts, and under --dev
	traffic traffic
	gauges  gauges

	alarms sync.Mutex                      // over what follows
	told   map[string]map[string]*standing // by bell and cause; nil before the first round
	silent map[string]time.Time            // bells that fail: when the journal got why
}

// New makes the room.
func New(cfg Config) *Room {
	cfg.NoBackup = append(cfg.NoBackup, alarmsName)
	cfg.Stays = append(cfg.Stays, lockName, ballastName) // moving the lock away would let a second program in
	r := &Room{Config: cfg, silent: map[string]time.Time{}}
	for _, c := range append(r.ownChecks(), cfg.Checks...) {
		r.checks = append(r.checks, &watched{Check: c})
	}
	return r
}

// Bind registers the room's rules.
func (r *Room) Bind(app core.App) {
	rule.OnServerAt(-1000, app.OnBootstrap(), "hold folder", r.holdFolder)
	rule.OnServerAt(-999, app.OnBootstrap(), "close folder", r.closeFolder)
	rule.OnServerAt(-998, app.OnBootstrap(), "make room", r.makeRoom)
	rule.OnServerAt(-997, app.OnBootstrap(), "good key", goodKey)
	rule.OnServer(app.OnBootstrap(), "quiet SQL", quietSQL)
	rule.OnServerAt(-1, app.OnSettingsReload(), "secrets stay", secretsStay)
	rule.On(app.OnModelCreateExecute, "secrets out", secretsOut, settingsTable)
	rule.On(app.OnModelUpdateExecute, "secrets out", secretsOut, settingsTable)
	rule.OnServer(app.OnBackupCreate(), "lean backup", r.leanBackup)
	rule.OnServer(app.OnBackupRestore(), "keep registry", r.keepRegistry)
	rule.OnServer(app.OnCollectionUpdateRequest(), "fixed", fixCollection)
	rule.OnServer(app.OnCollectionDeleteRequest(), "fixed", fixCollection)
	rule.OnServer(app.OnCollectionsImportRequest(), "fixed", fixImport)
	rule.OnServerAt(1, app.OnServe(), "loopback only", loopbackOnlyDev)
	rule.OnServerAt(2, app.OnServe(), "environment", r.applyEnvironment)
	rule.OnServerAt(3, app.OnServe(), "tell address", r.tellAddress)
	rule.OnServerAt(4, app.OnServe(), "quiet requests", quietRequests)
	rule.OnServerAt(5, app.OnServe(), "guest wall", guestWall)
	rule.OnServerAt(6, app.OnServe(), "read-only SQL", readOnlySQL)
	rule.OnServerAt(7, app.OnServe(), "health", r.serveHealth)
	rule.OnServerAt(8, app.OnServe(), "panel", r.showInPanel)
	rule.OnServerAt(9, app.OnServe(), "close below", r.closeBelow)
	rule.OnServerAt(10, app.OnServe(), "long downloads", longDownloads)
	rule.OnServerAt(11, app.OnServe(), "store reads", storeReads)
	rule.OnAt(-70, app.OnRecordCreate, "store answers", storeAnswers)
	rule.OnAt(-70, app.OnRecordUpdate, "store answers", storeAnswers)
	rule.OnServerAt(10, app.OnServe(), "Spanish", speakSpanish)
	rule.OnServerAt(11, app.OnServe(), "metrics", r.serveMetrics)
	rule.OnServerAt(12, app.OnServe(), "journal", r.startJournal)
	rule.On(app.OnModelCreate, "journal", r.tellJournal, core.LogsTableName)
	forgeNoCitizen(app)
}
