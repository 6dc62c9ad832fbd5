package otp

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// Mark signs a text of this office, so that who shows both needs no row in the base to be
// believed. It outlives a restart and a backup, as the secret of `ciudadanos` does.
func Mark(app core.App, text string) (string, error) {
	c, err := app.FindCachedCollectionByNameOrId(mesa.ColCiudadanos)
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, []byte(c.AuthToken.Secret))
	mac.Write([]byte("marca\n" + text))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16]), nil
}

// Marked tells whether a mark is that of a text.
func Marked(app core.App, text, mark string) bool {
	right, err := Mark(app, text)
	return err == nil && hmac.Equal([]byte(right), []byte(mark))
}
