package servidor

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// refuseNew refuses a base in which a newer program ran migrations: what they changed this one
// would read wrongly, and write as if it were not there.
func refuseNew(path string, db *dbx.DB) error {
	var ran []string
	if err := db.NewQuery("SELECT file FROM _migrations ORDER BY file").Column(&ran); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	known := map[string]bool{}
	for _, list := range []*core.MigrationsList{&core.SystemMigrations, &core.AppMigrations} {
		for _, m := range list.Items() {
			known[m.File] = true
		}
	}
	for _, file := range slices.Backward(ran) {
		if !known[file] {
			return fmt.Errorf("la base %s es de una versión más nueva de este programa (llega a %s); "+
				"este no la abre y quedó intacta: use el programa más nuevo", path, file)
		}
	}
	return nil
}

// Opens tells why this program does not open a base, nil when it does. The base is only read.
func Opens(path string) error {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil // a new installation
	}
	return refuseOld(path)
}
