package portal

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/pocketbase/pocketbase/core"
)

// publicKeys serves what anybody needs to check a receipt of the office.
func (p *Portal) publicKeys(e *core.RequestEvent) error {
	claves, err := p.Registro.Claves(e.App)
	if err != nil {
		return err
	}
	forAnybody(e, "max-age=300")
	return e.JSON(http.StatusOK, claves)
}

// checkpoint serves the signed head of the public register (C2SP tlog-checkpoint).
func (p *Portal) checkpoint(e *core.RequestEvent) error {
	head, err := p.Registro.Checkpoint(e.App)
	if err != nil {
		return err
	}
	forAnybody(e, "no-cache")
	return e.Blob(http.StatusOK, "text/plain; charset=utf-8", head)
}

// keptHead serves a head that was signed and kept, by the number of its leaves, and below
// N.tst its time stamp: `openssl ts -verify -token_in -in N.tst -data N` reads both.
func (p *Portal) keptHead(e *core.RequestEvent) error {
	place, stamp := strings.CutSuffix(e.Request.PathValue("cabeza"), ".tst")
	n, err := strconv.ParseInt(place, 10, 64)
	if err != nil {
		return e.NotFoundError("", nil)
	}
	head, token, err := p.Registro.KeptHead(e.App, n)
	if err != nil {
		return err
	}
	kind := "text/plain; charset=utf-8"
	if stamp {
		head, kind = token, "application/octet-stream"
	}
	if head == nil {
		return e.NotFoundError("", nil)
	}
	forAnybody(e, "max-age=300")
	return e.Blob(http.StatusOK, kind, head)
}

// tile serves hashes of the public register (C2SP tlog-tiles). A full tile never changes.
func (p *Portal) tile(e *core.RequestEvent) error {
	data, err := p.Registro.Tile(e.App, "tile/"+e.Request.PathValue("lugar"))
	if err != nil {
		return err
	}
	if data == nil {
		return e.NotFoundError("", nil)
	}
	forAnybody(e, "max-age=31536000, immutable")
	return e.Blob(http.StatusOK, "application/octet-stream", data)
}

// forAnybody lets programs of other sites read an answer that holds no personal data.
func forAnybody(e *core.RequestEvent, cache string) {
	h := e.Response.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Cache-Control", "public, "+cache)
}
