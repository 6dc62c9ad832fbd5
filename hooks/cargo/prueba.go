package cargo

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Hoja is the leaf of a receipt: the hash of its bytes, as an entry of the register.
func Hoja(bytes []byte) tlog.Hash {
	sum := sha256.Sum256(bytes)
	return tlog.RecordHash(sum[:])
}

// Checkpoint is the signed head of a register (C2SP tlog-checkpoint).
func Checkpoint(k *Llave, tree tlog.Tree) ([]byte, error) {
	text := fmt.Sprintf("%s\n%d\n%s\n", k.Origen, tree.N, tree.Hash)
	return note.Sign(&note.Note{Text: text}, k)
}

// ReadCheckpoint checks the signature and the name of a head.
func ReadCheckpoint(r Registro, signed []byte) (tree tlog.Tree, err error) {
	v, err := note.NewVerifier(r.Clave)
	if err != nil {
		return tree, err
	}
	n, err := note.Open(signed, note.VerifierList(v))
	if err != nil {
		return tree, err
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) < 4 || lines[0] != r.Origen {
		return tree, errors.New("cargo: the head is of another register")
	}
	if tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return tree, err
	}
	tree.Hash, err = tlog.ParseHash(lines[2])
	return tree, err
}

// proofMark is the first line of a proof (C2SP tlog-proof).
const proofMark = "c2sp.org/tlog-proof@v1\n"

// Prueba proves that a leaf stands in a register (C2SP tlog-proof): by the tree as it was
// with that leaf as its last one, so that the proof is the same each time it is made.
func Prueba(k *Llave, n int64, r tlog.HashReader) ([]byte, error) {
	root, err := tlog.TreeHash(n+1, r)
	if err != nil {
		return nil, err
	}
	path, err := tlog.ProveRecord(n+1, n, r)
	if err != nil {
		return nil, err
	}
	head, err := Checkpoint(k, tlog.Tree{N: n + 1, Hash: root})
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "%sindex %d\n", proofMark, n)
	for _, h := range path {
		fmt.Fprintln(&b, h)
	}
	fmt.Fprintf(&b, "\n%s", head)
	return b.Bytes(), nil
}

// errProof says that bytes are no proof.
var errProof = errors.New("cargo: no proof of a register")

// proved checks the proof of a leaf and gives its place in the register and the leaves
// that the signed head speaks of.
func proved(r Registro, leaf tlog.Hash, prueba []byte) (n, size int64, err error) {
	path, signed, both := strings.Cut(string(prueba), "\n\n")
	rest, marked := strings.CutPrefix(path, proofMark+"index ")
	if !both || !marked {
		return 0, 0, errProof
	}
	lines := strings.Split(rest, "\n")
	if n, err = strconv.ParseInt(lines[0], 10, 64); err != nil || n < 0 {
		return 0, 0, errProof
	}
	var proof tlog.RecordProof
	for _, line := range lines[1:] {
		raw, err := base64.StdEncoding.DecodeString(line)
		if err != nil || len(raw) != tlog.HashSize {
			return 0, 0, errProof
		}
		proof = append(proof, tlog.Hash(raw))
	}
	head, err := ReadCheckpoint(r, []byte(signed))
	if err != nil {
		return 0, 0, err
	}
	return n, head.N, tlog.CheckRecord(proof, head.N, head.Hash, n, leaf)
}
