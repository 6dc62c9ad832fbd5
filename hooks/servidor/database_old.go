package servidor

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/pocketbase/dbx"
)

// oldSQL finds the last migration that a base of before the first release ran. Its
// 29 files had these names; today's make the same collections in other files.
const oldSQL = `SELECT coalesce(max(file), '') FROM _migrations
	WHERE file BETWEEN '1795402010_remove_users.go' AND '1795600130_correos_credenciales.go'`

// refuseOld refuses a base of before the first release, on which today's migrations
// would fail halfway. The base is only read, so that the program which made it can still
// open it.
func refuseOld(path string) error {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil // a new installation
	}
	db, err := OpenToRead(path)
	if err != nil {
		return err
	}
	defer db.Close()
	var tables int
	if err := db.NewQuery("SELECT count(*) FROM sqlite_master WHERE name = '_migrations'").Row(&tables); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if tables == 0 {
		return nil
	}
	var last string
	if err := db.NewQuery(oldSQL).Row(&last); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if last != "" {
		return fmt.Errorf("la base %s es de una versión anterior a la primera publicada (llega a %s); "+
			"este programa no la abre y quedó intacta: "+
			"exporte sus datos con la versión que la hizo o empiece con una carpeta vacía (--dir)", path, last)
	}
	return nil
}

// OpenToRead opens a base that must stay as it is, also one of another folder. A write-ahead log beside it, of a
// server that runs or was killed, is read too, and mode=ro never checkpoints it.
// Without one nobody has the base open, and immutable keeps SQLite from making one.
func OpenToRead(path string) (*dbx.DB, error) {
	full, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	options := "mode=ro&_pragma=busy_timeout(10000)"
	if _, err := os.Stat(path + "-wal"); errors.Is(err, fs.ErrNotExist) {
		options += "&immutable=1"
	}
	address := url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(filepath.ToSlash(full), "/"), RawQuery: options}
	return dbx.Open("sqlite", address.String())
}
