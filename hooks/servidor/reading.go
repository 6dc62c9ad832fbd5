package servidor

import (
	"crypto/rand"
	"fmt"
	"net"
	"path/filepath"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// notifyWatcher is PocketBase's handler that writes into the data folder at a start.
const notifyWatcher = "__pbNotifyWatcherSystemHook__"

// OpenReading opens a data folder without writing into its base, beside a server too: what
// PocketBase logs goes into memory. No rule is bound.
func OpenReading(dir, keyVariable string) (core.App, error) {
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: dir, EncryptionEnv: keyVariable, DBConnect: readingDatabase})
	app.OnBootstrap().Unbind(notifyWatcher)
	rule.OnServerAt(-1, app.OnSettingsReload(), "secrets stay", secretsStay)
	if err := app.Bootstrap(); err != nil {
		return nil, err
	}
	app.Settings().Logs.MaxDays = 0
	if err := EnvironmentSettings(app.Settings()); err != nil {
		return nil, err
	}
	return app, nil
}

// readingDatabase reads data.db; any other base is one in memory, with the table for which
// PocketBase would else repeat a migration.
func readingDatabase(path string) (*dbx.DB, error) {
	if filepath.Base(path) == "data.db" {
		return OpenToRead(path)
	}
	db, err := dbx.Open("sqlite", "file:"+rand.Text()+"?mode=memory&cache=shared")
	if err != nil {
		return nil, err
	}
	db.DB().SetMaxIdleConns(1) // the base lives as long as a connection
	_, err = db.NewQuery("CREATE TABLE " + core.LogsTableName + " (id, level, created)").Execute()
	return db, err
}

// EnvironmentSettings completes the settings of the mail server and the public address by the
// environment, as the start of the server does, without storing them.
func EnvironmentSettings(s *core.Settings) error {
	set(&s.Meta.AppURL, "MESA_URL")
	set(&s.SMTP.Password, smtpVariable)
	return setMail(s)
}

// Beside asks the server that holds a data folder for its health, and the reasons; none when
// nobody listens where the lock says. One that holds the folder and does not answer is worth
// somebody's attention.
func Beside(dir string) (lines []string) {
	holder, err := whoHolds(dir)
	if err != nil || holder.Direccion == "" {
		return nil
	}
	address := reachable(holder.Direccion)
	if conn, err := net.DialTimeout("tcp", address, time.Second); err == nil {
		_ = conn.Close()
	} else {
		return nil
	}
	if lines, err = heard(address, holder.Clave); err != nil {
		return []string{mesa.Atencion.String(), mesa.TextDoctorNoContesta(address, err.Error())}
	}
	return lines
}

// Fresh makes a base as this program makes it in a folder, and opens it to read.
func Fresh(dir string) (*dbx.DB, error) {
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: dir, DBConnect: func(path string) (*dbx.DB, error) {
		return dbx.Open("sqlite", path+"?_pragma=journal_mode(MEMORY)&_pragma=synchronous(OFF)&_pragma=busy_timeout(10000)")
	}})
	app.OnBootstrap().Unbind(notifyWatcher)
	if err := app.Bootstrap(); err != nil {
		return nil, err
	}
	if err := app.RunAllMigrations(); err != nil {
		return nil, fmt.Errorf("a fresh base: %w", err)
	}
	if err := app.ClearBootstrap(); err != nil {
		return nil, err
	}
	return OpenToRead(filepath.Join(dir, "data.db"))
}
