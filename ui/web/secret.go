package web

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

const secretSize = 32 // bytes

// NewSecret makes 256 random bits for a cookie, and the hash to store.
func NewSecret() (secret, hash string) {
	b := make([]byte, secretSize)
	rand.Read(b) // never fails since Go 1.24
	secret = base64.RawURLEncoding.EncodeToString(b)
	return secret, HashSecret(secret)
}

// HashSecret is the hash under which a secret is stored.
func HashSecret(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// GiveSecret puts a secret in a cookie that scripts can't read and other sites
// can't send along with a form.
func GiveSecret(e *core.RequestEvent, name, secret string, life time.Duration) {
	e.SetCookie(&http.Cookie{
		Name: name, Value: secret, Path: "/", MaxAge: int(life.Seconds()),
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: IsHTTPS(e),
	})
}

// IsHTTPS tells whether the browser uses HTTPS. Behind a proxy the connection to this
// program is plain HTTP, so a public address that begins with https:// counts too.
func IsHTTPS(e *core.RequestEvent) bool {
	return e.IsTLS() || len(e.App.Settings().Meta.AppURL) > 8 && e.App.Settings().Meta.AppURL[:8] == "https://"
}

// HoldsSecret tells whether the browser holds the secret whose hash is stored.
func HoldsSecret(r *http.Request, name, hash string) bool {
	c, err := r.Cookie(name)
	return err == nil && hash != "" && subtle.ConstantTimeCompare([]byte(HashSecret(c.Value)), []byte(hash)) == 1
}

// Secret is the secret in a browser's cookie, "" when there is none.
func Secret(r *http.Request, name string) string {
	c, err := r.Cookie(name)
	if err != nil || len(c.Value) != base64.RawURLEncoding.EncodedLen(secretSize) {
		return ""
	}
	return c.Value
}

// KeepSecret lets the browser keep its secret for another while, or gives it one. The
// secret stays the same, because several tabs may use it.
func KeepSecret(e *core.RequestEvent, name string, life time.Duration) string {
	secret := Secret(e.Request, name)
	if secret == "" {
		secret, _ = NewSecret()
	}
	GiveSecret(e, name, secret, life)
	return secret
}
