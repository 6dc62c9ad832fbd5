package instala

import (
	"crypto/ed25519"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"strings"
)

// SignatureSuffix ends the name of the file that holds the signature of a program.
const SignatureSuffix = ".firma"

// published is the public key of releases: the first line of llave.pub that is no comment. An
// office that builds its own program puts its own key there, or sets builtKey by -ldflags.
//
//go:embed llave.pub
var published string

var builtKey = ""

func releaseKey() (ed25519.PublicKey, error) {
	text := builtKey
	for line := range strings.Lines(published) {
		if line = strings.TrimSpace(line); text == "" && !strings.HasPrefix(line, "#") {
			text = line
		}
	}
	key, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(key) != ed25519.PublicKeySize {
		return nil, errors.New("este programa se construyó sin la llave que comprueba las actualizaciones: " +
			"no se actualiza solo (vea «Releases» en .docs/OPERATION.md)")
	}
	return key, nil
}

// Signed is what a release key signs of a program. It names its purpose, so that no signature
// made for something else fits, and the hash, so that a key may sign on another machine.
func Signed(program []byte) []byte {
	return fmt.Appendf(nil, "mesadepartes: programa publicado\n%x\n", sha256.Sum256(program))
}

// verify refuses a program that the release key did not sign.
func verify(file string, program []byte) error {
	key, err := releaseKey()
	if err != nil {
		return err
	}
	text, err := os.ReadFile(file + SignatureSuffix)
	if err != nil {
		return fmt.Errorf("falta la firma de %s, que se descarga con él: %w", file, err)
	}
	if Check(program, base64.StdEncoding.EncodeToString(key), string(text)) != nil {
		return fmt.Errorf("la firma de %s no es de quien publica este programa, o el archivo llegó dañado: no se instaló nada", file)
	}
	return nil
}

// Check tells whether a signature, as its file has it, is of a program and of a public key, as
// llave.pub has it.
func Check(program []byte, public, signature string) error {
	key, err := base64.StdEncoding.DecodeString(public)
	if err != nil || len(key) != ed25519.PublicKeySize {
		return errors.New("no es una llave pública")
	}
	signed, err := base64.StdEncoding.DecodeString(strings.TrimSpace(signature))
	if err != nil || !ed25519.Verify(key, Signed(program), signed) {
		return errors.New("la firma no es de este programa y esta llave")
	}
	return nil
}
