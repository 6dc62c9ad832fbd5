package padron

import (
	"database/sql"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
)

// The registry's files in a data folder.
const (
	fileName = "padron.db"
	tempName = "padron.db.nuevo" // what an import writes; no look-up reads it
	lockName = "padron.db.turno" // the running import holds its lock
)

// Files names the registry's files in a data folder. Backups leave them out,
// because SUNAT publishes the registry anew.
func Files() []string { return []string{fileName, tempName, lockName} }

// openBase opens a SQLite file whose path may hold any letter.
func openBase(path string, options ...string) (*sql.DB, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // C:/… on Windows
	}
	db, err := sql.Open("sqlite", "file://"+(&url.URL{Path: slashed}).EscapedPath()+"?"+strings.Join(options, "&"))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
