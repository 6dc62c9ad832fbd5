package web

import (
	"strings"

	"github.com/pocketbase/pocketbase/core"
)

// AllowOwnFrame lets a page of this origin show the answer in a frame, and the answer show
// frames and workers of this origin: the inbox stands in the dashboard, and shows PDFs.
func AllowOwnFrame(e *core.RequestEvent) {
	h := e.Response.Header()
	h.Set("Content-Security-Policy",
		strings.Replace(policy, "frame-ancestors 'none'", "frame-ancestors 'self'; frame-src 'self'; worker-src 'self'", 1))
	h.Set("X-Frame-Options", "SAMEORIGIN")
}
