package servidor

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"mesadepartes/hooks/disco"

	"github.com/pocketbase/pocketbase/core"
)

// A full disk must not keep the program from starting: SQLite can't open a base
// without room for the files beside it. So the data folder keeps a few megabytes,
// and a start on a full disk gives one of them back.
const (
	ballastName = "mesadepartes.lastre"
	ballastSize = 8 << 20
	ballastStep = 1 << 20
	plenty      = 64 << 20 // free bytes from which the ballast is filled again
)

// makeRoom runs before the base is opened. What it can't do keeps nobody from
// starting.
func (r *Room) makeRoom(e *core.BootstrapEvent) error {
	free, err := disco.Free(e.App.DataDir())
	if !r.Alone || err != nil {
		return e.Next()
	}
	path := filepath.Join(e.App.DataDir(), ballastName)
	size := int64(0)
	if info, err := os.Stat(path); err == nil {
		size = info.Size()
	} else if !errors.Is(err, fs.ErrNotExist) {
		return e.Next()
	}
	switch {
	case free < ballastStep:
		_ = os.Truncate(path, max(size-ballastStep, 0))
		fmt.Fprintf(r.Out, "AVISO: el disco de %s está lleno. Se atienden las páginas, pero no se recibe nada hasta que haya espacio.\n",
			e.App.DataDir())
	case free > plenty && size < ballastSize:
		_ = os.WriteFile(path, make([]byte, ballastSize), disco.PrivateFile)
	}
	return e.Next()
}
