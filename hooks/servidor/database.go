package servidor

import (
	"io"
	"path/filepath"
	"strings"
	"sync/atomic"

	"github.com/fatih/color"
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// OpenDatabase is PocketBase's own connection with three changes for data.db:
// synchronous=FULL, because a commit is a receipt and must outlive a power cut,
// immediate transactions, without which a second process fails with
// SQLITE_BUSY_SNAPSHOT, and 8 MB of pages a connection instead of 32: twenty idle
// connections keep theirs, and the system keeps the file in memory too. The logs base
// keeps PocketBase's way. A base of before the first release is refused, and
// one of a newer program.
func OpenDatabase(path string) (*dbx.DB, error) {
	if filepath.Base(path) != "data.db" {
		return core.DefaultDBConnect(path)
	}
	if err := refuseOld(path); err != nil {
		return nil, err
	}
	pragmas := strings.Join([]string{
		"?_pragma=busy_timeout(10000)", // first: the others may have to wait
		"_pragma=journal_mode(WAL)", "_pragma=journal_size_limit(200000000)", "_pragma=synchronous(FULL)",
		"_pragma=foreign_keys(ON)", "_pragma=temp_store(MEMORY)", "_pragma=cache_size(-8000)",
		"_defensive=1", "_txlock=immediate",
	}, "&")
	return dbx.Open("sqlite", path+pragmas)
}

// quietSQL stops --dev from printing every statement: statements carry personal data,
// and hide the codes that --dev prints. PocketBase prints those of its start through the
// output of fatih/color, and the later ones through the log functions of a connection.
func quietSQL(e *core.BootstrapEvent) error {
	screen.starting.Add(1)
	err := e.Next()
	screen.starting.Add(-1)
	if err != nil {
		return err
	}
	for _, builder := range []dbx.Builder{e.App.ConcurrentDB(), e.App.NonconcurrentDB()} {
		if db, ok := builder.(*dbx.DB); ok {
			db.QueryLogFunc, db.ExecLogFunc = nil, nil
		}
	}
	return nil
}

// screen stands before the output of fatih/color, by which PocketBase prints under
// --dev, from before any app starts: a variable that all apps of a process share must
// not change while one of them prints.
var screen = newCurtain()

// curtain passes on what is printed, except while an app starts.
type curtain struct {
	out      io.Writer
	starting atomic.Int32 // apps that start now
}

func newCurtain() *curtain {
	c := &curtain{out: color.Output}
	color.Output = c
	return c
}

// Write implements io.Writer.
func (c *curtain) Write(p []byte) (int, error) {
	if c.starting.Load() > 0 {
		return len(p), nil
	}
	return c.out.Write(p)
}
