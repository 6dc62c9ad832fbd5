package portal

import (
	"bytes"
	"errors"
	"net/http"
	"strings"
	"time"

	"mesadepartes/hooks/cargo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

// Registro is what the screens need of the register of receipts.
type Registro interface {
	// PDF draws the receipt with a code; nil when there is none.
	PDF(app core.App, codigo string) ([]byte, error)
	// Bytes are those of the receipt with a code; nil when there is none.
	Bytes(app core.App, codigo string) ([]byte, error)
	// Cargos lists the receipts of a filing, the oldest first.
	Cargos(app core.App, solicitud string) ([]mesa.Recibo, error)
	Claves(app core.App) (*cargo.Claves, error)
	Checkpoint(app core.App) ([]byte, error)
	KeptHead(app core.App, n int64) (firmada, sello []byte, err error)
	Tile(app core.App, path string) ([]byte, error)
	// Check tells whether what a genuine receipt proves still stands in the register.
	Check(app core.App, found *cargo.Resultado) error
}

// showCargo opens the receipt with a code, which is the only key to it.
func (p *Portal) showCargo(e *core.RequestEvent) error {
	if err := p.mayTryCodes(e); err != nil {
		return err
	}
	name, isPDF := strings.CutSuffix(e.Request.PathValue("archivo"), ".pdf")
	codigo := cargo.CleanCode(name)
	if codigo == "" || !isPDF {
		return e.NotFoundError("", nil)
	}
	drawn, err := p.Registro.PDF(e.App, codigo)
	if err != nil {
		return err
	}
	if drawn == nil {
		p.missed(e, codigo)
		return e.NotFoundError("", nil)
	}
	h := e.Response.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Disposition", `inline; filename="cargo-`+codigo+`.pdf"`)
	h.Set("Content-Security-Policy", "default-src 'none'; object-src 'self'; frame-ancestors 'none'")
	http.ServeContent(e.Response, e.Request, "", time.Time{}, bytes.NewReader(drawn))
	return nil
}

// scanned is where the QR of a receipt leads. What the QR carries behind the # goes along
// in the browser, and never to the server.
func (p *Portal) scanned(e *core.RequestEvent) error {
	codigo := cargo.CleanCode(e.Request.PathValue("codigo"))
	if codigo == "" {
		return e.NotFoundError("", nil)
	}
	return e.Redirect(http.StatusSeeOther, "/verificar/"+codigo)
}

// mayTryCodes limits how many codes of receipts are tried: of an address all, of its
// neighbourhood those that no receipt has.
func (p *Portal) mayTryCodes(e *core.RequestEvent) error {
	if err := take(p.searches, e); err != nil {
		return err
	}
	err := p.wrongCodes.Check(web.Neighbourhood(e.RealIP()))
	if many := (mesa.TooMany{}); errors.As(err, &many) {
		return mesa.TooMany{Texto: mesa.TextCodigosCerrados(many.Wait), Wait: many.Wait}
	}
	return err
}

// missed counts a code that no receipt has.
func (p *Portal) missed(e *core.RequestEvent, codigo string) {
	from := web.Neighbourhood(e.RealIP())
	p.wrongCodes.Miss(from+" "+codigo, from)
}
