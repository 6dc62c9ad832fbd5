package web

import (
	"fmt"
	"regexp"

	"github.com/pocketbase/pocketbase/core"
)

var hexColor = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

// Color serves the style sheet with the office's colour. The address carries the
// colour, so browsers may keep the sheet; an address without one gets an empty sheet.
func Color(e *core.RequestEvent) error {
	sheet := ""
	if color := e.Request.URL.Query().Get("color"); hexColor.MatchString(color) {
		sheet = fmt.Sprintf(":root{--color-entidad:%s}\n", color)
	}
	e.Response.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	return e.Blob(200, "text/css; charset=utf-8", []byte(sheet))
}
