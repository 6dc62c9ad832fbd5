package web

import (
	"strings"

	"github.com/pocketbase/pocketbase/core"
)

// inFrame changes the policy of a page into that of one in a frame. "visor" is the policy
// under which visor.js starts its worker.
var inFrame = strings.NewReplacer("frame-ancestors 'none'", "frame-ancestors 'self'; frame-src 'self'; worker-src 'self'",
	"trusted-types htmx", "trusted-types htmx visor")

// AllowOwnFrame lets a page of this origin show the answer in a frame, and the answer show
// frames and workers of this origin: the inbox stands in the dashboard, and shows PDFs.
func AllowOwnFrame(e *core.RequestEvent) {
	h := e.Response.Header()
	h.Set("Content-Security-Policy", inFrame.Replace(policy))
	h.Set("X-Frame-Options", "SAMEORIGIN")
}
