package portal

import (
	"bytes"
	"encoding/json"
	"net/http"

	"github.com/pocketbase/pocketbase/core"
)

// keysMark stands in the page where the public keys go.
const keysMark = "@claves@"

// offlineVerifier gives a page to be saved, which verifies receipts of the office with no
// network: the public keys and the script stand in it.
func (p *Portal) offlineVerifier(e *core.RequestEvent) error {
	claves, err := p.Registro.Claves(e.App)
	if err != nil {
		return err
	}
	keys, err := json.Marshal(claves) // encoding/json writes < as \u003c, so no script ends early
	if err != nil {
		return err
	}
	e.Response.Header().Set("Content-Disposition", `attachment; filename="verificador.html"`)
	return e.Blob(http.StatusOK, "text/html; charset=utf-8", bytes.Replace(p.Screen.Static("verificador.html"), []byte(keysMark), keys, 1))
}
