package padron

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"mesadepartes/hooks/mesa"

	sqlite3 "modernc.org/sqlite/lib"
)

// turn is the right to import into a folder. One import at a time has it, be it
// of the command or of a server. It is SQLite's own file lock, which ends with
// the process, even when the process is killed.
type turn struct {
	db   *sql.DB
	conn *sql.Conn
}

func takeTurn(dir string) (*turn, error) {
	db, err := openBase(filepath.Join(dir, lockName), "mode=rwc", "_pragma=journal_mode(OFF)")
	if err != nil {
		return nil, explain(err)
	}
	t := &turn{db: db}
	if t.conn, err = db.Conn(context.Background()); err == nil {
		_, err = t.conn.ExecContext(context.Background(), "BEGIN EXCLUSIVE")
	}
	if err != nil {
		t.end()
		if sqliteCode(err) == sqlite3.SQLITE_BUSY {
			return nil, fault(mesa.TextPadronOcupado, err)
		}
		return nil, explain(err)
	}
	return t, nil
}

func (t *turn) end() {
	if t.conn != nil {
		_ = t.conn.Close()
	}
	_ = t.db.Close()
}

// Sweep removes what a killed import left in a data folder, unless one is running.
func Sweep(dir string) error {
	temp := filepath.Join(dir, tempName)
	if _, err := os.Stat(temp); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	t, err := takeTurn(dir)
	if err != nil {
		return nil //nolint:nilerr // an import is running, or the next one will tell the error
	}
	defer t.end()
	return removeIfThere(temp)
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
