package mesa

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// MaxSinonimos is the longest list of other words for a procedure, in characters.
const MaxSinonimos = 500

// empty are words that tell no procedure from another.
var empty = slices.Concat(
	strings.Fields("solicitud solicito solicita solicitar pedido pido pide pedir quiero deseo necesito presento presentar"),
	strings.Fields("tramite tramites documento documentos para por con del los las una uno que sobre mis sus mediante favor"),
)

// SuggestTramites are the procedures whose name or other words are nearest to what a person
// wrote, the nearest first, at most so many. A word that few procedures have counts for more.
func SuggestTramites(catalogue []*Tramite, written string, most int) []*Tramite {
	asked := wordsOf(written)
	known := make([][]string, len(catalogue))
	for i, t := range catalogue {
		known[i] = wordsOf(t.GetString("nombre") + " " + t.GetString("sinonimos"))
	}
	scores := map[*Tramite]float64{}
	for _, word := range asked {
		var have []int
		for i := range catalogue {
			if slices.ContainsFunc(known[i], func(k string) bool { return alike(word, k) }) {
				have = append(have, i)
			}
		}
		for _, i := range have {
			scores[catalogue[i]] += 1 / float64(len(have))
		}
	}
	near := slices.DeleteFunc(slices.Clone(catalogue), func(t *Tramite) bool { return scores[t] == 0 })
	slices.SortStableFunc(near, func(a, b *Tramite) int { return cmp.Compare(scores[b], scores[a]) })
	return near[:min(most, len(near))]
}

// wordsOf are the words of a text that say something, each once, in plain small letters.
func wordsOf(text string) (words []string) {
	plain := strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return ' '
	}, norm.NFD.String(text))
	for _, w := range strings.Fields(plain) {
		if len(w) >= 3 && !slices.Contains(empty, w) && !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return words
}

// alike tells whether two words are one in another form: pago and pagos, devolver and
// devolución, or the first letters of a word that is still being typed.
func alike(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	same := 0
	for same < len(a) && a[same] == b[same] {
		same++
	}
	return same == len(a) && (same > 3 || len(b)-same <= 1) || same >= 5 && same >= len(a)-3
}
