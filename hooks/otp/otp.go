// Package otp proves that an e-mail address is the citizen's with a one-time code.
//
// A code belongs to an address and to what it was asked for: a draft, a correction,
// a search of one browser. Each of them has its own newest code, tries and pauses,
// so that nobody's request touches another one's code. PocketBase's own one-time
// passwords hang on an account alone and are hashed slowly; a code that lives ten
// minutes and takes five tries gains nothing from that, so `codigos` keeps an HMAC.
package otp

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// Limits of the contract.
const (
	Life             = 10 * time.Minute // a code is valid for this long
	Tries            = 5                // answers that a code allows, the right one included
	Pause            = time.Minute      // between two codes of one draft or session for one address
	PerHour          = 6                // codes of one draft or session in an hour
	PerNeighbourhood = 12               // codes for one address from one neighbourhood in an hour
	PerAddress       = 30               // codes for one address in an hour; then a captcha comes first
	codeSize         = 6

	// Patience is how long a person waits for the mail server; the mail goes on alone.
	Patience = 3 * time.Second
)

// Service sends and checks codes.
type Service struct {
	// Now is the clock.
	Now func() time.Time
	// Patience is how long Send waits for Deliver; 0 means the limit above.
	Patience time.Duration
	// Deliver mails a code that is good for life; an error means that nobody got it. A
	// refusal with a text is what the person reads.
	Deliver func(app core.App, correo, codigo string, life time.Duration) error
}

// Asker is who asks for a code.
type Asker struct {
	Neighbourhood string // the network the request came from; "" counts no neighbourhood
	Human         bool   // a captcha was answered, or the caller counts by itself
}

// seal is what is kept of a code: its HMAC under the secret that PocketBase made for
// `ciudadanos`, bound to the row of the code.
func seal(app core.App, row *core.Record, codigo string) (string, error) {
	c, err := app.FindCachedCollectionByNameOrId(mesa.ColCiudadanos)
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, []byte(c.AuthToken.Secret))
	fmt.Fprintf(mac, "%q %q %q %q", row.Id, row.GetString("correo"), row.GetString("para"), codigo)
	return hex.EncodeToString(mac.Sum(nil)), nil
}
