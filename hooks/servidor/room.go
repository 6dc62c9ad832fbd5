package servidor

import (
	"time"

	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// Config is what the room needs from outside.
type Config struct {
	Now func() time.Time // the program's clock
	// NoBackup are files and folders of the data folder that no backup holds; those
	// of Stays are also left where they are when one is restored.
	NoBackup, Stays []string
}

// Room is the program as a server.
type Room struct {
	Config
	started time.Time // by the real clock, as the file system counts
}

// New makes the room.
func New(cfg Config) *Room { return &Room{Config: cfg, started: time.Now()} }

// Bind registers the room's rules.
func (r *Room) Bind(app core.App) {
	rule.OnServer(app.OnBootstrap(), "quiet SQL", quietSQL)
	rule.OnServer(app.OnBackupCreate(), "lean backup", r.leanBackup)
	rule.OnServer(app.OnBackupRestore(), "keep registry", r.keepRegistry)
	rule.OnServer(app.OnCollectionUpdateRequest(), "fixed", fixCollection)
	rule.OnServer(app.OnCollectionDeleteRequest(), "fixed", fixCollection)
	rule.OnServer(app.OnCollectionsImportRequest(), "fixed", fixImport)
	rule.OnServerAt(1, app.OnServe(), "loopback only", loopbackOnlyDev)
	rule.OnServerAt(2, app.OnServe(), "environment", applyEnvironment)
	rule.OnServerAt(5, app.OnServe(), "guest wall", guestWall)
	rule.OnServerAt(6, app.OnServe(), "read-only SQL", readOnlySQL)
	forgeNoCitizen(app)
}
