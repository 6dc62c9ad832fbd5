package bandeja

import (
	"embed"
	"io/fs"

	"github.com/pocketbase/pocketbase/core"
)

//go:embed panel/main.js
var panel embed.FS

// ShowInPanel makes the inbox the first page of the dashboard, whose extensions are
// experimental: without this one the dashboard works all the same.
func (b *Bandeja) ShowInPanel(e *core.ServeEvent) error {
	fsys, err := fs.Sub(panel, "panel")
	if err != nil {
		return err
	}
	e.UIExtensions = append(e.UIExtensions, core.UIExtension{Name: "bandeja", FS: fsys})
	return nil
}
