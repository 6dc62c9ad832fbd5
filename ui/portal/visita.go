package portal

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"mesadepartes/hooks/otp"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

// The cookie of a search: codes and passes serve only in the browser that got them.
const (
	visitCookie = "visita"
	visitLife   = 30 * time.Minute
)

// visitorKey keeps a new secret for the rest of its request, whose cookie came without it.
const visitorKey = "mesa: visita"

// visitor is the secret of this browser's search, which it keeps for another half hour.
func visitor(e *core.RequestEvent) string {
	if secret, given := e.Get(visitorKey).(string); given {
		return secret
	}
	secret := web.KeepSecret(e, visitCookie, visitLife)
	e.Set(visitorKey, secret)
	return secret
}

// purpose names what a search code is for: this browser, page and pair. The column has
// room for 40 characters, which are 160 bits of the hash.
func (w pair) purpose(secret string, at searchPage) string {
	if secret == "" {
		return "-" // no code was ever asked for it
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{secret, at.action, w.Numero, w.Documento}, "\n")))
	return hex.EncodeToString(sum[:20])
}

// shown is what a pass opens: the correction of a filing that the browser was shown.
type shown struct {
	Filing string
	Proof  otp.Proof // of the filing's address, if a code was given
	Secret string    // of the correction, made with the pass
}

// givePass lets this browser go on to the correction of a filing it was shown.
func (p *Portal) givePass(e *core.RequestEvent, filing string, proof otp.Proof) string {
	secret, _ := web.NewSecret()
	return p.passes.Give(visitor(e), shown{filing, proof, secret})
}
