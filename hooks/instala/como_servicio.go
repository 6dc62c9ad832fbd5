package instala

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"mesadepartes/hooks/servidor"

	"github.com/pocketbase/pocketbase"
	"github.com/spf13/cobra"
)

// asTheyAre are the commands that stay what they were started as: they make the service, or work
// on no data folder.
var asTheyAre = []string{"instalar", "desinstalar", "actualizar", "servicio", "verificar", "inspeccionar"}

// actsFor is the user that this process became, "" when it became none.
var actsFor string

// DataDir is the folder of the service for the program that is installed, so that nobody types
// it; "" leaves any other program its usual one.
func DataDir() string {
	self, err := os.Executable()
	l := usual()
	if err != nil || l.Programa == "" || !sameFile(self, l.Programa) {
		return ""
	}
	return l.Datos
}

func sameFile(a, b string) bool {
	one, errOne := os.Stat(a)
	other, errOther := os.Stat(b)
	return errors.Join(errOne, errOther) == nil && os.SameFile(one, other)
}

// Asked finds the command that the program was started with. On the folder of the service it gets
// the settings of the service, or it would look for copies elsewhere and know no password of the
// mail server. Started by root it goes on as the owner of the folder, so that nothing is written
// there that the service can't write again; `serve` alone stays root, which has ports to open.
func Asked(app *pocketbase.PocketBase) (*cobra.Command, error) {
	asked, _, err := app.RootCmd.Find(os.Args[1:])
	if err != nil {
		return nil, err // no such command
	}
	top := asked
	for top.HasParent() && top.Parent().HasParent() {
		top = top.Parent()
	}
	if top == app.RootCmd || slices.Contains(asTheyAre, top.Name()) {
		return asked, nil
	}
	if err := takeSettings(usual(), app.DataDir()); err != nil {
		return nil, err
	}
	if top.Name() != "serve" {
		actsFor, err = become(app.DataDir())
	}
	return asked, err
}

// takeSettings gives this process the settings of the service where it works on its folder and
// may read them. What the environment says already stays.
func takeSettings(l places, dir string) error {
	if l.Datos == "" || !sameFile(dir, l.Datos) {
		return nil
	}
	r, err := readAnswers(l.Entorno)
	if errors.Is(err, fs.ErrPermission) {
		return nil // systemd gave them, or the person has to be root
	}
	if err != nil {
		return err
	}
	for name, value := range r {
		if _, told := os.LookupEnv(name); told || value == "" || slices.Contains(never, name) {
			continue
		}
		if err := os.Setenv(name, value); err != nil {
			return err
		}
	}
	return nil
}

// Execute runs the command, with a base or without one.
func Execute(app *pocketbase.PocketBase, asked *cobra.Command) error {
	run := app.Execute
	if servidor.OpensNoBase(asked) {
		run = app.RootCmd.Execute
	}
	err := run()
	if actsFor != "" && errors.Is(err, fs.ErrPermission) {
		dir, _ := filepath.Abs(app.DataDir()) // for people
		return fmt.Errorf("%w\nLa orden trabaja como el usuario %s, dueño de %s: dele permiso sobre ese archivo o carpeta",
			err, actsFor, dir)
	}
	return err
}
