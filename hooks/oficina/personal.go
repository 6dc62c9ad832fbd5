package oficina

import (
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// rotateToken ends the sessions of an account whose powers changed, because a token is
// good until the account has a new key.
func rotateToken(e *core.RecordEvent) error {
	before, err := rule.Stored(e)
	if err != nil {
		return err
	}
	for _, f := range []string{"rol", "area", "activo"} {
		if e.Record.GetString(f) != before.GetString(f) {
			e.Record.RefreshTokenKey()
			break
		}
	}
	return e.Next()
}
