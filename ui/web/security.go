package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// policy lets a page load only from its own origin and run no inline script.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; " +
	"require-trusted-types-for 'script'; trusted-types htmx"

// SecurityHeaders puts the headers of a public page on every answer. The API and the
// dashboard send a content policy of their own and get only the other headers. The
// handler comes before all others that may answer, so refusals have the headers too.
func SecurityHeaders() *hook.Handler[*core.RequestEvent] {
	return &hook.Handler[*core.RequestEvent]{
		Id: "mesaSecurityHeaders", Priority: apis.DefaultActivityLoggerMiddlewarePriority - 20, Func: securityHeaders,
	}
}

func securityHeaders(e *core.RequestEvent) error {
	h := e.Response.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
	if IsHTTPS(e) {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	if path := e.Request.URL.Path; !strings.HasPrefix(path, "/api/") && !strings.HasPrefix(path, "/_/") {
		h.Set("Content-Security-Policy", policy)
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("X-Frame-Options", "DENY") // for browsers that don't know frame-ancestors
	}
	return e.Next()
}

// SameSite refuses a POST that another site's page caused. The public address counts
// as the same site, because a proxy may rewrite the Host.
func SameSite(e *core.RequestEvent) error {
	guard := http.NewCrossOriginProtection()
	if u, err := url.Parse(e.App.Settings().Meta.AppURL); err == nil && u.Host != "" {
		_ = guard.AddTrustedOrigin(u.Scheme + "://" + u.Host) // without the address more is refused, not less
	}
	if err := guard.Check(e.Request); err != nil {
		return e.ForbiddenError("", nil)
	}
	return e.Next()
}
