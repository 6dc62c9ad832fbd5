package cargo

import (
	"crypto/rand"
	"encoding/base32"
	"strings"
)

// codeSigns is the length of a code: 80 bits in base32 (RFC 4648).
const codeSigns = 16

var base32Plain = base32.StdEncoding.WithPadding(base32.NoPadding)

// NewCode makes a code at random: it is the only key to the receipt's address.
func NewCode() string {
	var b [codeSigns * 5 / 8]byte
	_, _ = rand.Read(b[:]) // never fails, says crypto/rand
	return base32Plain.EncodeToString(b[:])
}

// CleanCode reads a code as people type it: in fours, with spaces or dashes, in small
// letters. "" is no code. Zero and one are no signs of base32: they are read as the
// letters that they were taken for.
func CleanCode(typed string) string {
	code := strings.NewReplacer("-", "", " ", "", "0", "O", "1", "I").Replace(strings.ToUpper(strings.TrimSpace(typed)))
	if !validCode(code) {
		return ""
	}
	return code
}

func validCode(code string) bool {
	_, err := base32Plain.DecodeString(code)
	return err == nil && len(code) == codeSigns
}

// InFours is a code as it is printed.
func InFours(code string) string {
	var parts []string
	for ; len(code) > 4; code = code[4:] {
		parts = append(parts, code[:4])
	}
	return strings.Join(append(parts, code), "-")
}
