package libro

import (
	"embed"
	"io/fs"
	"net/http"

	"github.com/pocketbase/pocketbase/core"
)

//go:embed panel/main.js
var panel embed.FS

// showInPanel puts what is missing at the top of each page of the dashboard, whose
// extensions are experimental: without this one the dashboard works all the same.
func (r *Room) showInPanel(e *core.ServeEvent) error {
	fsys, err := fs.Sub(panel, "panel")
	if err != nil {
		return err
	}
	e.UIExtensions = append(e.UIExtensions, core.UIExtension{Name: "libro", FS: fsys})
	e.Router.GET("/api/libro", func(e *core.RequestEvent) error {
		if !e.HasSuperuserAuth() {
			return e.ForbiddenError("", nil)
		}
		state := r.State(e.App)
		return e.JSON(http.StatusOK, map[string]any{"ok": state.OK, "texto": state.Texto})
	})
	return e.Next()
}
