// Package otp proves that an e-mail address is the citizen's with a one-time
// code. The codes are PocketBase's own (core.OTP on a record of `ciudadanos`);
// this package adds what PocketBase leaves open: only the newest code is valid,
// tries are counted by code instead of by IP, and the injected clock decides.
package otp

import (
	"sync"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// Limits of the contract.
const (
	Life     = 10 * time.Minute // a code is valid for this long
	Tries    = 5                // answers that a code allows, the right one included
	Pause    = time.Minute      // between two codes for one address
	PerHour  = 6                // codes for one address in an hour
	codeSize = 6
)

// Service sends and checks codes.
type Service struct {
	// Now is the clock.
	Now func() time.Time
	// Deliver mails a code that is good for life; an error means that nobody got it.
	Deliver func(app core.App, correo, codigo string, life time.Duration) error

	once  sync.Once
	decoy *core.OTP // what CheckQuietly compares with when there is no code
}

// citizen finds the record of an address or makes it.
func citizen(app core.App, correo string) (*core.Record, error) {
	if r, err := app.FindAuthRecordByEmail(mesa.ColCiudadanos, correo); err == nil {
		return r, nil
	}
	c, err := app.FindCachedCollectionByNameOrId(mesa.ColCiudadanos)
	if err != nil {
		return nil, err
	}
	r := core.NewRecord(c)
	r.SetEmail(correo)
	r.SetRandomPassword()
	r.Set("codigos", []string{})
	if err := app.Save(r); err != nil {
		// Two requests may make the same citizen at once. The unique index refuses
		// the second, which goes on with the record of the first.
		if other, again := app.FindAuthRecordByEmail(mesa.ColCiudadanos, correo); again == nil {
			return other, nil
		}
		return nil, err
	}
	return r, nil
}
