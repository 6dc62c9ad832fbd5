package registro

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"strings"
)

// Consonants and vowels of the recovery words: five letters carry 16 bits, in the way of
// proquints (Wilkerson, 2009). They are said and copied without mistakes, ñ and accents apart.
const (
	consonants = "bdfghjklmnprstvz"
	vowels     = "aiou"
)

// Words writes a seed as 17 words to be printed: the last one tells of a slip.
func Words(seed []byte) string {
	sum := sha256.Sum256(seed)
	data := append(append([]byte{}, seed...), sum[0], sum[1])
	var words []string
	for ; len(data) >= 2; data = data[2:] {
		n := binary.BigEndian.Uint16(data)
		words = append(words, string([]byte{
			consonants[n>>12&15], vowels[n>>10&3], consonants[n>>6&15], vowels[n>>4&3], consonants[n&15],
		}))
	}
	return strings.Join(words, " ")
}

// ErrWords says that recovery words are not those of a key.
var ErrWords = errors.New("esas palabras no son las de una clave: revise que estén todas, en su orden")

// SeedOf reads recovery words back.
func SeedOf(words string) ([]byte, error) {
	var data []byte
	for _, word := range strings.Fields(strings.ToLower(words)) {
		if len(word) != 5 {
			return nil, ErrWords
		}
		var n uint16
		for i, set := range []string{consonants, vowels, consonants, vowels, consonants} {
			at := strings.IndexByte(set, word[i])
			if at < 0 {
				return nil, ErrWords
			}
			n = n*uint16(len(set)) + uint16(at)
		}
		data = binary.BigEndian.AppendUint16(data, n)
	}
	if len(data) != 34 || Words(data[:32]) != strings.Join(strings.Fields(strings.ToLower(words)), " ") {
		return nil, ErrWords
	}
	return data[:32], nil
}
