package servidor

import (
	"embed"
	"io/fs"
	"net/http"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

//go:embed panel/main.js
var panel embed.FS

// showInPanel puts what is not well at the top of each page of the dashboard, whose
// extensions are experimental: without this one the dashboard works all the same.
func (r *Room) showInPanel(e *core.ServeEvent) error {
	fsys, err := fs.Sub(panel, "panel")
	if err != nil {
		return err
	}
	e.UIExtensions = append(e.UIExtensions, core.UIExtension{Name: "salud", FS: fsys})
	e.Router.GET("/api/salud", func(e *core.RequestEvent) error { // 200 always: a browser calls a 503 an error
		if !e.HasSuperuserAuth() {
			return e.ForbiddenError("", nil)
		}
		salud, reasons := r.Health(e.Request.Context(), e.App)
		return e.JSON(http.StatusOK, map[string]any{"salud": salud.String(), "motivos": reasons})
	}).Bind(apis.SkipSuccessActivityLog())
	return e.Next()
}
