package portal

import (
	"net/http"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// robotsText lets search engines find what the office tells everybody, and nothing
// that belongs to a person.
const robotsText = `User-agent: *
Disallow: /api/
Disallow: /_/
Disallow: /acuse/
Disallow: /bandeja
Disallow: /captcha/
Disallow: /cargas/
Disallow: /cargo/
Disallow: /mis-tramites
Disallow: /seguimiento
Disallow: /solicitud
Disallow: /subsanar
Disallow: /verificar
`

func robots(e *core.RequestEvent) error { return e.String(http.StatusOK, robotsText) }

// contactFor is how long a security.txt says that its address is good (RFC 9116
// advises less than a year).
const contactFor = 180 * 24 * time.Hour

// securityText tells who finds a weakness whom to write to (RFC 9116).
func (p *Portal) securityText(e *core.RequestEvent) error {
	entidad, err := mesa.FindEntidad(e.App)
	if err != nil {
		return err
	}
	contact := entidad.GetString("correo")
	if contact == "" {
		return e.NotFoundError("", nil)
	}
	lines := []string{
		"Contact: mailto:" + contact,
		"Expires: " + p.Now().Add(contactFor).UTC().Format(time.RFC3339),
		"Preferred-Languages: es",
	}
	if url := e.App.Settings().Meta.AppURL; strings.HasPrefix(url, "https://") {
		lines = append(lines, "Canonical: "+strings.TrimSuffix(url, "/")+"/.well-known/security.txt")
	}
	return e.String(http.StatusOK, strings.Join(lines, "\n")+"\n")
}
