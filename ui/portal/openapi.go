package portal

import (
	_ "embed"

	"github.com/pocketbase/pocketbase/core"
)

// openAPI describes every public address, the inbox's and the collections' (OpenAPI 3.1). A
// test compares it with what is mounted and with the base.
//
//go:embed openapi.json
var openAPI []byte

func showOpenAPI(e *core.RequestEvent) error {
	e.Response.Header().Set("Cache-Control", "public, max-age=3600")
	return e.Blob(200, "application/json", openAPI)
}
