package mesa_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"mesadepartes/hooks/mesa"
)

func TestARUCNeedsItsPrefixAndItsCheckDigit(t *testing.T) {
	for ruc, want := range map[string]bool{
		"20538298485": true, "20000000001": true, "20000000028": true, "10000000006": true,
		"":             false,
		"2":            false,
		"2053829848":   false,
		"205382984850": false,
		"20538298484":  false,
		"20538298486":  false,
		"2053829848A":  false,
		"2O538298485":  false,
		" 0538298485":  false,
		"0 538298485":  false,
		"5 160000000":  false,
		"30538298485":  false,
		"-0538298485":  false,
		"２0538298485":  false,
		"20538-98485":  false,
	} {
		if got := mesa.ValidRUC(ruc); got != want {
			t.Errorf("ValidRUC(%q) = %v", ruc, got)
		}
	}
}

// valid check digits of a ten-digit body.
func checkDigits(body string) (good []string) {
	for d := range 10 {
		if ruc := body + string(rune('0'+d)); mesa.ValidRUC(ruc) {
			good = append(good, ruc)
		}
	}
	return good
}

func TestEveryWrongCheckDigitOfARUCIsRefused(t *testing.T) {
	for _, ruc := range []string{"20538298485", "20000000001", "20000000028", "10000000006"} {
		if good := checkDigits(ruc[:10]); len(good) != 1 || good[0] != ruc {
			t.Errorf("of the body of %s these are valid: %v", ruc, good)
		}
	}
}

func TestEachRUCBodyHasExactlyOneCheckDigit(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 20))
	for range 3000 {
		tail := fmt.Sprintf("%08d", r.IntN(100_000_000))
		for _, prefix := range []string{"10", "15", "16", "17", "20"} {
			if good := checkDigits(prefix + tail); len(good) != 1 {
				t.Fatalf("body %s%s: valid %v", prefix, tail, good)
			}
		}
		for _, prefix := range []string{"00", "11", "12", "14", "18", "19", "21", "51", "61", "99"} {
			if good := checkDigits(prefix + tail); good != nil {
				t.Fatalf("prefix %s: valid %v", prefix, good)
			}
		}
	}
}

// The check digit 1 stands for two remainders, so there modulus 11 misses a few
// slips; under every other digit, such as this RUC's 5, it misses none.
func TestASlipInARUCIsNoticed(t *testing.T) {
	const ruc = "20538298485"
	for i := 2; i < 11; i++ {
		for d := byte('0'); d <= '9'; d++ {
			typed := ruc[:i] + string(d) + ruc[i+1:]
			if typed == ruc {
				continue
			}
			if mesa.ValidRUC(typed) {
				t.Errorf("%s passes for %s", typed, ruc)
			}
		}
	}
}

func TestIdentityDocumentsByKind(t *testing.T) {
	for _, c := range []struct {
		tipo, numero string
		want         bool
	}{
		{mesa.DNI, "11111111", true},
		{mesa.DNI, "00000001", true},
		{mesa.DNI, "1111111", false},
		{mesa.DNI, "111111111", false},
		{mesa.DNI, "1111111A", false},
		{mesa.DNI, " 11111111", false},
		{mesa.DNI, "11111111\n", false},
		{mesa.DNI, "١١١١١١١١", false},
		{mesa.DNI, "", false},
		{mesa.CE, "000111222", true},
		{mesa.CE, "ABC123456789", true},
		{mesa.CE, "00011122", false},
		{mesa.CE, "ABC1234567890", false},
		{mesa.CE, "abc123456", false},
		{mesa.CE, "0001-1222", false},
		{mesa.CE, "ÑANDU12345", false},
		{mesa.CE, "000111222\n", false},
		{"", "11111111", false},
		{"dni", "11111111", false},
		{mesa.Pasaporte, "11111111", true},
		{mesa.Pasaporte, "A123", false},
		{mesa.PTP, "000123456", true},
		{mesa.PTP, "0001234", false},
		{mesa.CIP, "12345678", true},
		{mesa.CIP, "1234567890", false},
	} {
		if got := mesa.ValidDocumento(c.tipo, c.numero); got != c.want {
			t.Errorf("ValidDocumento(%q, %q) = %v", c.tipo, c.numero, got)
		}
	}
}

func TestAWrongNumberIsToldWhatIsWrongWithIt(t *testing.T) {
	for _, c := range []struct{ tipo, numero, want string }{
		{mesa.DNI, "11111111", ""},
		{mesa.DNI, "", mesa.TextDNI},
		{mesa.DNI, "1111111A", mesa.TextDNI},
		{mesa.DNI, "1111111", "El DNI tiene 8 dígitos y usted escribió 7. Revíselo y escríbalo de nuevo."},
		{mesa.DNI, "111111118",
			"El DNI tiene 8 dígitos y usted escribió 9. Revíselo y escríbalo de nuevo. No escriba el dígito que sigue al guion."},
		{mesa.CE, "000111222", ""},
		{mesa.CE, "", mesa.TextCE},
		{mesa.CE, "0001/1222", mesa.TextCE},
		{mesa.CE, "00011122", mesa.TextCELargo(8)},
		{mesa.CE, "ABC1234567890", mesa.TextCELargo(13)},
		{"", "11111111", mesa.TextTipoDocumento},
		{"PASAPORTE", "1111", mesa.TextPasaporte}, {"PTP", "1", mesa.TextPTP}, {"CIP", "1234567A", mesa.TextCIP},
		{"OTRO", "11111111", mesa.TextTipoDocumento},
	} {
		if got := mesa.FaultDocumento(c.tipo, c.numero); got != c.want {
			t.Errorf("FaultDocumento(%q, %q) = %q", c.tipo, c.numero, got)
		}
	}
	for ruc, want := range map[string]string{
		"20538298485": "", "15000000008": "", "": mesa.TextRUC, "2053829848A": mesa.TextRUC, "２0538298485": mesa.TextRUC,
		"2053829848": mesa.TextRUCDigitos(10), "205382984850": mesa.TextRUCDigitos(12), "1": mesa.TextRUCDigitos(1),
		"30538298485": mesa.TextRUCPrefijo, "01053829848": mesa.TextRUCPrefijo,
		"20538298486": mesa.TextRUCVerificador, "02053829848": mesa.TextRUCPrefijo,
	} {
		if got := mesa.FaultRUC(ruc); got != want {
			t.Errorf("FaultRUC(%q) = %q, want %q", ruc, got, want)
		}
	}
}

func TestTelephonesInPeruAndAbroad(t *testing.T) {
	for s, want := range map[string]bool{
		"987654321": true, "+51987654321": true, "017483030": true, "748303": true, "123456789012345": true,
		"": false, "+": false, "12345": false, "1234567890123456": false, "98765432A": false, "987 654 321": false,
		"51+987654321": false, "++51987654321": false, "987654321\n": false, "９８７６５４３２１": false, "(01)7483030": false,
	} {
		if got := mesa.ValidTelefono(s); got != want {
			t.Errorf("ValidTelefono(%q) = %v", s, got)
		}
	}
}

// Most people type spaces, dots and hyphens; the check looks at the rest.
func TestNumbersAreAcceptedAsPeopleWriteThem(t *testing.T) {
	for typed, want := range map[string]string{
		" 11111111 ": "11111111", "11.111.111": "11111111", "1111-1111": "11111111", "11\u00a0111\u00a0111": "11111111",
		"abc123456": "ABC123456", "+51 987 654 321": "+51987654321", "20 538298485": "20538298485", "\t1\r\n1": "11",
	} {
		if got := mesa.CleanNumero(typed); got != want {
			t.Errorf("CleanNumero(%q) = %q, want %q", typed, got, want)
		}
	}
}

func TestOrdinaryAddressesAreAccepted(t *testing.T) {
	for _, s := range []string{
		"juan@ejemplo.pe", "juan.perez@ejemplo.pe", "juan+mesa@ejemplo.pe", "juan_perez-1@ejemplo.pe", "j@e.pe", "o'higgins@ejemplo.pe",
		"mesadepartes@ejemplo.gob.pe", "juan@mi-empresa.com.pe", "juan@sub.dominio.ejemplo.pe", "JUAN@EJEMPLO.PE", "123456@ejemplo.pe",
		"juan@xn--and-6ma2c.pe", "juan@1ejemplo.pe", "juan@ejemplo.museum", "juan@a1.b2.pe",
		strings.Repeat("a", 64) + "@ejemplo.pe", "juan@" + strings.Repeat("a", 63) + ".pe",
	} {
		if !mesa.ValidCorreo(s) {
			t.Errorf("%q is refused", s)
		}
	}
}

func TestAddressesThatInjectOrCannotBeDeliveredAreRefused(t *testing.T) {
	long := strings.Repeat("a.", 120) + "pe" // 242 characters of a valid host
	for name, s := range map[string]string{
		"empty":                   "",
		"no at":                   "juan.ejemplo.pe",
		"no local part":           "@ejemplo.pe",
		"no host":                 "juan@",
		"two at":                  "juan@otro@ejemplo.pe",
		"quoted at":               `"juan@otro"@ejemplo.pe`,
		"quotes":                  `"juan"@ejemplo.pe`,
		"display name":            "Juan <juan@ejemplo.pe>",
		"angle brackets":          "<juan@ejemplo.pe>",
		"comment":                 "juan(hola)@ejemplo.pe",
		"two addresses":           "juan@ejemplo.pe,ana@ejemplo.pe",
		"two with semicolon":      "juan@ejemplo.pe;ana@ejemplo.pe",
		"header, CRLF":            "juan@ejemplo.pe\r\nBcc: ana@ejemplo.pe",
		"header, LF":              "juan@ejemplo.pe\nBcc: ana@ejemplo.pe",
		"header, CR":              "juan@ejemplo.pe\rBcc:ana@ejemplo.pe",
		"header in local part":    "juan\r\n@ejemplo.pe",
		"trailing line feed":      "juan@ejemplo.pe\n",
		"NUL":                     "juan\x00@ejemplo.pe",
		"NUL in host":             "juan@ejemplo\x00.pe",
		"space":                   "juan perez@ejemplo.pe",
		"leading space":           " juan@ejemplo.pe",
		"tab":                     "juan\t@ejemplo.pe",
		"backslash":               `juan\@ejemplo.pe`,
		"percent hack with colon": "juan:x@ejemplo.pe",
		"trailing dot":            "juan@ejemplo.pe.",
		"leading dot of host":     "juan@.ejemplo.pe",
		"two dots in host":        "juan@ejemplo..pe",
		"leading dot":             ".juan@ejemplo.pe",
		"dot before at":           "juan.@ejemplo.pe",
		"two dots":                "ju..an@ejemplo.pe",
		"no top level":            "juan@ejemplo",
		"one letter top level":    "juan@ejemplo.p",
		"number for top level":    "juan@ejemplo.123",
		"IPv4":                    "juan@192.0.2.1",
		"address literal":         "juan@[192.0.2.1]",
		"hyphen begins":           "juan@-ejemplo.pe",
		"hyphen ends":             "juan@ejemplo-.pe",
		"underscore in host":      "juan@mi_empresa.pe",
		"IDN not in punycode":     "juan@ñandú.pe",
		"fullwidth dot":           "juan@ejemplo．pe",
		"long local part":         strings.Repeat("a", 65) + "@ejemplo.pe",
		"long label":              "juan@" + strings.Repeat("a", 64) + ".pe",
		"long address":            "juan.perez.perez@" + long,
		"broken UTF-8":            "ju\xffan@ejemplo.pe",
		"line separator":          "juan\u2028@ejemplo.pe",
	} {
		if mesa.ValidCorreo(s) {
			t.Errorf("%s: %q is accepted", name, s)
		}
	}
}

// An address copied from a message may bring invisible letters, and a mail to such
// an address reaches nobody.
func TestAnAddressLosesItsInvisibleLetters(t *testing.T) {
	for _, s := range []string{
		"juan\u200b@ejemplo.pe", "\u202ajuan@ejemplo.pe", "ju\u00adan@ejemplo.pe", "\ufeffjuan@ejemplo.pe", "ju\u202ean@ejemplo.pe",
	} {
		if mesa.ValidCorreo(s) {
			t.Errorf("%q is accepted as it is", s)
		}
		if got := mesa.CleanCorreo(s); got != "juan@ejemplo.pe" {
			t.Errorf("%q is cleaned to %q", s, got)
		}
	}
}

func TestTheDomainOfAnAddressIsLoweredAndNothingElse(t *testing.T) {
	for typed, want := range map[string]string{
		"  Juan.Perez@EJEMPLO.Pe \r\n": "Juan.Perez@ejemplo.pe", "JUAN": "JUAN", "": "", "A@B@EJEMPLO.PE": "A@B@ejemplo.pe",
	} {
		got := mesa.CleanCorreo(typed)
		if got != want || mesa.CleanCorreo(got) != got {
			t.Errorf("CleanCorreo(%q) = %q, want %q", typed, got, want)
		}
	}
}

func TestALengthCountsCharactersAndNotBytes(t *testing.T) {
	for _, c := range []struct {
		s    string
		max  int
		want bool
	}{
		{"", 0, false}, {"a", 0, true}, {"ñañá", 4, false}, {"ñañá", 3, true}, {strings.Repeat("ñ", 200), 200, false},
		{strings.Repeat("ñ", 201), 200, true}, {"😀😀", 2, false}, {"😀😀😀", 2, true},
	} {
		if got := mesa.TooLong(c.s, c.max); got != c.want {
			t.Errorf("TooLong(%q, %d) = %v", c.s, c.max, got)
		}
	}
}
