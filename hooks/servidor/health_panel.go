package servidor

import (
	"embed"
	"io/fs"

	"github.com/pocketbase/pocketbase/core"
)

//go:embed panel/main.js
var panel embed.FS

// showInPanel puts what is not well at the top of each page of the dashboard, whose
// extensions are experimental: without this one the dashboard works all the same.
func showInPanel(e *core.ServeEvent) error {
	fsys, err := fs.Sub(panel, "panel")
	if err != nil {
		return err
	}
	e.UIExtensions = append(e.UIExtensions, core.UIExtension{Name: "salud", FS: fsys})
	return e.Next()
}
