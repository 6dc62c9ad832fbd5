package cargo

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// fragmentMark begins what the key signs for a QR.
const fragmentMark = "mesadepartes qr 1\n"

// Fragment is what the QR carries behind the # of its address, which no browser sends to a
// server: number, instant, half of the receipt's hash, and the office's signature of them.
func Fragment(k *Llave, c *Cargo, bytes []byte) string {
	sum := sha256.Sum256(bytes)
	said := c.Numero + "~" + c.Recibida + "~" + base64.RawURLEncoding.EncodeToString(sum[:16])
	signature := ed25519.Sign(k.secret, []byte(fragmentMark+c.Codigo+"\n"+said))
	return said + "~" + base64.RawURLEncoding.EncodeToString(signature)
}

// Escaneado is what a genuine QR says.
type Escaneado struct{ Numero, Recibida string }

// ReadFragment checks what a QR carries, with the keys of the office alone: a picture of
// the QR is enough.
func ReadFragment(claves *Claves, codigo, fragment string) (e Escaneado, ok bool) {
	at := strings.LastIndexByte(fragment, '~')
	parts := strings.Split(fragment, "~")
	if at < 0 || len(parts) != 4 {
		return e, false
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[3])
	if err != nil {
		return e, false
	}
	for _, r := range claves.Registros {
		_, public, err := publicOf(r.Clave)
		if err == nil && ed25519.Verify(public, []byte(fragmentMark+codigo+"\n"+fragment[:at]), signature) {
			return Escaneado{parts[0], parts[1]}, true
		}
	}
	return e, false
}
