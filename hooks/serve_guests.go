package hooks

import (
	"slices"
	"strings"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// doors are what the API must answer to somebody who has not signed in yet:
// health checks, and the sign-in of the dashboard.
var doors = []string{
	"/api/health",
	"/api/realtime",
	"/api/collections/_superusers/auth-methods",
	"/api/collections/_superusers/auth-with-password",
	"/api/collections/_superusers/auth-with-otp",
	"/api/collections/_superusers/request-otp",
	"/api/collections/_superusers/request-password-reset",
	"/api/collections/_superusers/confirm-password-reset",
}

// guestWall refuses guests everything else under /api/, lists included: a
// collection's rules alone answer some of it with an empty 200, and the codes
// of `ciudadanos` would be open to the world.
func guestWall(e *core.ServeEvent) error {
	e.Router.BindFunc(func(e *core.RequestEvent) error {
		path := e.Request.URL.Path
		if !strings.HasPrefix(path, "/api/") || e.Auth != nil || slices.Contains(doors, path) || isPublicFile(e) {
			return e.Next()
		}
		return e.UnauthorizedError(mesa.TextSoloPersonal, nil)
	})
	return e.Next()
}

// isPublicFile lets through the office's logo, and requests that bring a file
// token, which PocketBase then checks itself.
func isPublicFile(e *core.RequestEvent) bool {
	rest, ok := strings.CutPrefix(e.Request.URL.Path, "/api/files/")
	return ok && (strings.HasPrefix(rest, mesa.ColEntidad+"/") || e.Request.URL.Query().Get("token") != "")
}
