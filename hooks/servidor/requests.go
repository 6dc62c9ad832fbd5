package servidor

import (
	"net/url"
	"strings"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// quietRequests keeps out of the request log, and of what --dev prints, what an
// address may tell about a person, and lets no other site's page read an answer:
// PocketBase allows every origin, and nobody needs one.
func quietRequests(e *core.ServeEvent) error {
	e.Router.Unbind(apis.DefaultCorsMiddlewareId)
	e.Router.Bind(&hook.Handler[*core.RequestEvent]{
		Id: "mesaQuietLog", Priority: apis.DefaultActivityLoggerMiddlewarePriority + 1, Func: quietLog,
	})
	return e.Next()
}

// quietLog takes query and keys from the address once the request was answered, for
// the logger, which comes after.
func quietLog(e *core.RequestEvent) error {
	err := e.Next()
	e.Request.URL = &url.URL{Path: quietPath(e.Request.Pattern, e.Request.URL.Path)}
	if from, parseErr := url.Parse(e.Request.Referer()); parseErr == nil && from.Host != "" {
		e.Request.Header.Set("Referer", from.Scheme+"://"+from.Host+"/")
	} else {
		e.Request.Header.Del("Referer")
	}
	return err
}

// quietPath shows the route in the place of an address that is a key by itself.
func quietPath(pattern, path string) string {
	if _, route, ok := strings.Cut(pattern, " "); ok && (strings.Contains(route, "{token}") || strings.Contains(route, "{codigo}")) {
		return route
	}
	return path
}
