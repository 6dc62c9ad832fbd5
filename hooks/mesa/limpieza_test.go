package mesa_test

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"mesadepartes/hooks/mesa"
)

// nasty are pieces of hostile or careless input.
var nasty = []string{
	"a", "Ñ", "é", "e\u0301", "😀", " ", "  ", "\t", "\n", "\r", "\r\n", "\x00", "\x1b[31m", "\x7f", "\u0085", "\u00a0", "\u00ad",
	"\u200b", "\u200e", "\u202e", "\u2028", "\u2029", "\ufeff", "\ufffd", "\xff", "\xc3", "\xa9", "\xed\xa0\x80", "\U000e0001",
	"/", `\`, "..", ".", ".pdf", ".PDF", `"`, "<", ">", ":", "|", "*", "?", "-", "–", "—", "N°", "nº", "0", "1", "2022", "6-2022",
	strings.Repeat("b", 149), strings.Repeat("ñ", 150),
}

// typed makes an input of up to nine pieces, random bytes among them.
func typed(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(10) {
		if r.IntN(8) == 0 {
			b.WriteByte(byte(r.IntN(256)))
			continue
		}
		b.WriteString(nasty[r.IntN(len(nasty))])
	}
	return b.String()
}

// control finds a character that has no business in a stored value.
func control(s string, allowed string) (rune, bool) {
	for _, r := range s {
		if (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) && !strings.ContainsRune(allowed, r) {
			return r, true
		}
	}
	return 0, false
}

func TestCleanedInputHasNoControlCharactersAndStaysAsItIs(t *testing.T) {
	for _, c := range []struct {
		name    string
		clean   func(string) string
		allowed string
	}{
		{"CleanLine", mesa.CleanLine, ""},
		{"CleanText", mesa.CleanText, "\n"},
		{"CleanNumero", mesa.CleanNumero, ""},
		{"CleanFileName", mesa.CleanFileName, ""},
		{"CleanFilingNumber", mesa.CleanFilingNumber, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(7, 11))
			for range 20_000 {
				in := typed(r)
				out := c.clean(in)
				if bad, found := control(out, c.allowed); found {
					t.Fatalf("%q becomes %q, which holds %U", in, out, bad)
				}
				if !utf8.ValidString(out) {
					t.Fatalf("%q becomes %q, which is no UTF-8", in, out)
				}
				if again := c.clean(out); again != out {
					t.Fatalf("%q becomes %q and then %q", in, out, again)
				}
			}
		})
	}
}

func TestALineIsOneTidyLine(t *testing.T) {
	for in, want := range map[string]string{
		"  JUAN \t PEREZ\r\n": "JUAN PEREZ", "a\x00b": "a b", "a\u202eb": "a b", "ÑAHUI": "ÑAHUI", "\xff": "", "a\u00a0b": "a b",
		"uno\ndos": "uno dos", "": "", " \n ": "",
	} {
		if got := mesa.CleanLine(in); got != want {
			t.Errorf("CleanLine(%q) = %q, want %q", in, got, want)
		}
	}
	r := rand.New(rand.NewPCG(1, 1))
	for range 5000 {
		in := typed(r)
		if got := mesa.CleanLine(in); strings.Contains(got, "  ") ||
			strings.TrimSpace(got) != got || strings.ContainsAny(got, "\r\n\u2028\u2029") {
			t.Fatalf("CleanLine(%q) = %q", in, got)
		}
	}
}

func TestATextKeepsItsParagraphs(t *testing.T) {
	for in, want := range map[string]string{
		"uno\r\n\r\ndos": "uno\n\ndos", "  uno  \n": "uno", "a\x00b": "a b", "a\u200bb": "ab", "\xffñ": "ñ", "a  b": "a  b", "": "",
	} {
		if got := mesa.CleanText(in); got != want {
			t.Errorf("CleanText(%q) = %q, want %q", in, got, want)
		}
	}
}

// A table pasted from a spreadsheet has tabs between its words.
func TestATextKeepsItsWordsApart(t *testing.T) {
	for _, in := range []string{"guantes\t200", "guantes\r200", "guantes\v200"} {
		if got := mesa.CleanText(in); strings.Contains(got, "guantes200") {
			t.Errorf("CleanText(%q) = %q: two words became one", in, got)
		}
	}
}

func TestAFileNameIsItsLastPartAndAlwaysPDF(t *testing.T) {
	for in, want := range map[string]string{
		"oficio.pdf":                         "oficio.pdf",
		"oficio.PDF":                         "oficio.pdf",
		"oficio":                             "oficio.pdf",
		"oficio.docx":                        "oficio.docx.pdf",
		"Ñandú ó.pdf":                        "Ñandú ó.pdf",
		`C:\Users\juan\oficio.pdf`:           "oficio.pdf",
		"../../etc/passwd":                   "passwd.pdf",
		"/":                                  "documento.pdf",
		"..":                                 "documento.pdf",
		".pdf":                               "documento.pdf",
		"":                                   "documento.pdf",
		"a\r\nContent-Type: x.pdf":           "a Content-Type_ x.pdf",
		`a"b<c>d|e:f*g?h.pdf`:                "a_b_c_d_e_f_g_h.pdf",
		"oficio .pdf":                        "oficio.pdf",
		"oficio..pdf":                        "oficio.pdf",
		"\u202efdp.exe":                      "fdp.exe.pdf",
		strings.Repeat("ñ", 300) + ".pdf":    strings.Repeat("ñ", 150) + ".pdf",
		strings.Repeat("ñ", 150) + "zzz.PDF": strings.Repeat("ñ", 150) + ".pdf",
	} {
		if got := mesa.CleanFileName(in); got != want {
			t.Errorf("CleanFileName(%q) = %q, want %q", in, got, want)
		}
	}
	r := rand.New(rand.NewPCG(3, 3))
	for range 10_000 {
		in := typed(r)
		got := mesa.CleanFileName(in)
		if strings.ContainsAny(got, `/\"<>|:*?`) || !strings.HasSuffix(got, ".pdf") || strings.HasPrefix(got, ".") || mesa.TooLong(got, 154) {
			t.Fatalf("CleanFileName(%q) = %q", in, got)
		}
	}
}

func TestAFilingNumberIsReadAsPeopleTypeIt(t *testing.T) {
	for in, want := range map[string]string{
		"6-2022": "6-2022", " 6 - 2022 ": "6-2022", "6–2022": "6-2022", "6—2022": "6-2022", "006-2022": "6-2022", "N° 6-2022": "6-2022",
		"Nº6-2022": "6-2022", "n°6-2022": "6-2022", "999999999-2022": "999999999-2022",
		"": "", "6": "", "6-22": "", "0-2022": "", "-2022": "", "6-2022-1": "", "6/2022": "6-2022",
		"6-2022.": "6-2022", "(6-2022)": "", "1234567890-2022": "", "6-20222": "",
		"6-2022' OR 1=1": "", "６-2022": "", "N.° 6-2022": "6-2022", "Nro. 6‑2022": "6-2022",
	} {
		if got := mesa.CleanFilingNumber(in); got != want {
			t.Errorf("CleanFilingNumber(%q) = %q, want %q", in, got, want)
		}
	}
	form := regexp.MustCompile(`^([1-9][0-9]{0,8}-[0-9]{4})?$`)
	r := rand.New(rand.NewPCG(5, 5))
	for range 20_000 {
		if in := typed(r); !form.MatchString(mesa.CleanFilingNumber(in)) {
			t.Fatalf("CleanFilingNumber(%q) = %q", in, mesa.CleanFilingNumber(in))
		}
	}
}

func TestAWrittenNumberIsReadBack(t *testing.T) {
	for _, c := range []struct {
		correlativo, anio int
		want              string
	}{{1, 2022, "1-2022"}, {321, 2026, "321-2026"}, {999_999_999, 2100, "999999999-2100"}} {
		got := mesa.FormatNumero(c.correlativo, c.anio)
		if got != c.want || mesa.CleanFilingNumber(got) != c.want {
			t.Errorf("FormatNumero(%d, %d) = %q", c.correlativo, c.anio, got)
		}
	}
}
