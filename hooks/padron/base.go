package padron

import (
	"database/sql"
	"strconv"
	"strings"

	"mesadepartes/hooks/disco"
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
	uri, err := disco.URI(path)
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", uri+"?"+strings.Join(options, "&"))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
