package servidor

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"mesadepartes/hooks/disco"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
)

// lockName is the file of a data folder that the program which uses it holds.
const lockName = "mesadepartes.lock"

// alone are the commands that may not run beside another one of them on a folder.
// `superuser`, `padron`, `salud` and `inspeccionar` may run beside a server, and so may
// `recuperar`: the server numbers nothing until the base agrees with the book.
var alone = []string{"serve", "demo", "migrate", "rescatar"}

// baseless are the commands for which no base may be opened: they need none, and PocketBase
// would make one where there is no folder yet.
var baseless = []string{"padron", "salud", "inspeccionar", "verificar", "listar", "restaurar", "ensayar", "doctor"}

// NeedsFolder tells whether a command must be alone on its data folder.
func NeedsFolder(cmd *cobra.Command) bool { return isOf(cmd, alone) }

// OpensNoBase tells whether a command runs without PocketBase's base.
func OpensNoBase(cmd *cobra.Command) bool { return isOf(cmd, baseless) }

// isOf tells whether a command or one above it is among the named.
func isOf(cmd *cobra.Command, names []string) bool {
	return slices.Contains(names, cmd.Name()) || cmd.HasParent() && isOf(cmd.Parent(), names)
}

// Holder is who holds a data folder.
type Holder struct {
	PID       int       `json:"pid"`
	Desde     time.Time `json:"desde"`
	Direccion string    `json:"direccion,omitempty"` // where it serves
	Clave     string    `json:"clave,omitempty"`     // shows the server that the asker reads the folder
}

// InUse is the error of a folder that another program holds.
type InUse struct {
	Dir string
	Holder
}

// exitInUse is the exit code for InUse (EX_TEMPFAIL of sysexits.h).
const exitInUse = 75

// ExitCode is what the program ends with for an error.
func ExitCode(err error) int {
	var used *InUse
	if errors.As(err, &used) {
		return exitInUse
	}
	return 1
}

// Error says who holds the folder.
func (e *InUse) Error() string {
	who := "otro programa"
	if e.PID != 0 {
		who = fmt.Sprintf("el proceso %d desde el %s", e.PID, mesa.FullTime(e.Desde))
	}
	if e.Direccion != "" {
		who += ", que atiende en " + e.Direccion
	}
	return fmt.Sprintf("la carpeta de datos %s está en uso por %s; cada carpeta admite un solo programa a la vez", e.Dir, who)
}

// Folder is a data folder that this process holds.
type Folder struct {
	held *disco.Held
	Holder
}

// Lock takes a data folder, which it makes where there is none, until Release or
// the end of the process. A folder that another process holds is an *InUse.
func Lock(dir string) (*Folder, error) {
	err := os.MkdirAll(dir, disco.PrivateFolder)
	var held *disco.Held
	if err == nil {
		held, err = disco.Hold(filepath.Join(dir, lockName))
	}
	if errors.Is(err, disco.ErrHeld) {
		holder, _ := whoHolds(dir)
		return nil, &InUse{dir, holder}
	}
	if err != nil {
		return nil, fmt.Errorf("no se puede escribir en la carpeta de datos %s: %w", dir, err)
	}
	f := &Folder{held, Holder{PID: os.Getpid(), Desde: time.Now(), Clave: rand.Text()}}
	if err := f.tell(""); err != nil && !disco.IsFull(err) {
		return nil, errors.Join(fmt.Errorf("no se puede escribir en la carpeta de datos %s: %w", dir, err), f.Release())
	}
	return f, nil
}

// tell writes who holds the folder and where it serves. A full disk leaves the
// folder held by somebody unnamed.
func (f *Folder) tell(address string) error {
	f.Direccion = address
	text, err := json.Marshal(f.Holder)
	if err != nil {
		return err
	}
	return f.held.Write(append(text, '\n'))
}

// Release lets the folder go.
func (f *Folder) Release() error { return f.held.Release() }

// whoHolds reads the lock of a folder; it says nothing about whether that program
// still lives.
func whoHolds(dir string) (h Holder, err error) {
	text, err := os.ReadFile(filepath.Join(dir, lockName))
	if err != nil {
		return h, err
	}
	return h, json.Unmarshal(text, &h)
}

// holdFolder takes the folder before the base is opened. PocketBase opens it again
// when a restart failed; the folder is held already then.
func (r *Room) holdFolder(e *core.BootstrapEvent) error {
	if r.Alone && r.folder == nil {
		folder, err := Lock(e.App.DataDir())
		if err != nil {
			return oneLine(err)
		}
		r.folder = folder
	}
	return e.Next()
}

// tellAddress completes the lock once the address is known.
func (r *Room) tellAddress(e *core.ServeEvent) error {
	if r.folder != nil {
		if err := r.folder.tell(e.Server.Addr); err != nil && !disco.IsFull(err) {
			return err
		}
	}
	return e.Next()
}

// oneLine names a cause in words where the system's own words are the whole story.
func oneLine(err error) error {
	if errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("%w (¿la carpeta es de otro usuario?)", err)
	}
	return err
}
