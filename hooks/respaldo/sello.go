package respaldo

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"filippo.io/age"
)

// A sealed copy is written to a public key, so the machine that makes it can't read it, nor can
// who finds it. Its objects are named by the SHA-256 of their sealed bytes: a name tells
// nothing of a paper, and each object is proved without the private key. Which paper is which
// object stands in the sealed index. The machine keeps a list of its own (Folder) of what it
// sealed already; without that list everything is sealed and sent once more.

// recipients reads a public key, or several with commas between: each opens the copies alone.
func recipients(keys string) ([]age.Recipient, error) {
	to, err := age.ParseRecipients(strings.NewReader(strings.ReplaceAll(keys, ",", "\n")))
	if err != nil {
		return nil, fmt.Errorf("MESA_COPIA_CLAVE_PUBLICA no es una llave pública de age (age1…): %w", err)
	}
	return to, nil
}

// identities reads the file of a private key, as age-keygen writes it.
func identities(path string) ([]age.Identity, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	ids, err := age.ParseIdentities(f)
	if err != nil {
		return nil, fmt.Errorf("%s no tiene una llave privada de age (AGE-SECRET-KEY-…): %w", path, err)
	}
	return ids, nil
}

// errSealed is the error of who reads a sealed copy without its key.
var errSealed = errors.New("la copia está cifrada: indique el archivo de su llave privada con --identidad=ARCHIVO")

// unseal opens a sealed stream.
func (d *destino) unseal(from io.Reader) (io.Reader, error) {
	if len(d.ids) == 0 {
		return nil, errSealed
	}
	r, err := age.Decrypt(from, d.ids...)
	if wrong := (*age.NoIdentityMatchError)(nil); errors.As(err, &wrong) {
		return nil, errors.New("la copia está cifrada para otra llave: use la llave privada que corresponde a MESA_COPIA_CLAVE_PUBLICA")
	}
	return r, err
}
