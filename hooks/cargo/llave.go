package cargo

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"strings"

	"crypto/sha256"

	"golang.org/x/mod/sumdb/note"
)

// algEd25519 is the algorithm's byte in a key of a signed note (C2SP signed-note).
const algEd25519 = 1

// Llave is the key with which an office signs its register and its receipts.
type Llave struct {
	Origen string // the register's name, HOST/registro/1
	secret ed25519.PrivateKey
}

// NewLlave makes the key of a register from its 32 secret bytes.
func NewLlave(origen string, seed []byte) (*Llave, error) {
	if len(seed) != ed25519.SeedSize || origen == "" || strings.ContainsAny(origen, "+ \n") {
		return nil, errors.New("cargo: no key or no name of a register")
	}
	return &Llave{origen, ed25519.NewKeyFromSeed(seed)}, nil
}

// Publica is the public key as signed notes write it: name, hash and key.
func (k *Llave) Publica() string {
	return vkey(k.Origen, k.secret.Public().(ed25519.PublicKey))
}

func vkey(name string, public ed25519.PublicKey) string {
	key, err := note.NewEd25519VerifierKey(name, public)
	if err != nil { // the name was checked when the key was made
		panic(err)
	}
	return key
}

// Name is the register that the key signs for (note.Signer).
func (k *Llave) Name() string { return k.Origen }

// KeyHash identifies the key among those of that name (note.Signer).
func (k *Llave) KeyHash() uint32 {
	public := append([]byte{algEd25519}, k.secret.Public().(ed25519.PublicKey)...)
	sum := sha256.Sum256([]byte(k.Origen + "\n" + string(public)))
	return binary.BigEndian.Uint32(sum[:])
}

// Sign signs a message (note.Signer). A signature of Ed25519 is the same each time.
func (k *Llave) Sign(msg []byte) ([]byte, error) { return ed25519.Sign(k.secret, msg), nil }

// publicOf takes a public key apart.
func publicOf(clave string) (origen string, public ed25519.PublicKey, err error) {
	v, err := note.NewVerifier(clave)
	if err != nil {
		return "", nil, err
	}
	parts := strings.SplitN(clave, "+", 3)
	raw, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(raw) != 1+ed25519.PublicKeySize || raw[0] != algEd25519 {
		return "", nil, errors.New("cargo: no Ed25519 key")
	}
	return v.Name(), raw[1:], nil
}
