package padron

import (
	"bytes"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"mesadepartes/hooks/mesa"
)

func TestALineIsTakenApart(t *testing.T) {
	t.Parallel()
	rest := strings.Repeat("|-", 10)
	for _, c := range []struct {
		name, line, motivo, nombre, ubigeo string
	}{
		{name: "a company with accents", line: "20000000001|EMPRESA FICTICIA \xd1AND\xda S.A.C.|ACTIVO|HABIDO|150101" + rest + "|",
			nombre: "EMPRESA FICTICIA ÑANDÚ S.A.C.", ubigeo: "150101"},
		{name: "no trailing bar", line: "20000000001|UNA|ACTIVO|HABIDO|080101" + rest, nombre: "UNA", ubigeo: "080101"},
		{name: "a lone quote", line: `20000000010|COMERCIAL "LA PRUEBA|ACTIVO|HABIDO|-` + rest, nombre: `COMERCIAL "LA PRUEBA`},
		{name: "spaces around", line: " 20000000010 |  UNA  |ACTIVO|HABIDO| 150101 " + rest, nombre: "UNA", ubigeo: "150101"},
		{name: "controls and curly quotes", line: "20000000010|UNA\x00DOS \x93TRES\x94\x81|ACTIVO|HABIDO|x" + rest, nombre: "UNA DOS “TRES”"},
		{name: "a bar in the name", line: "20000000010|UNA|DOS|ACTIVO|HABIDO|-" + rest + "|", motivo: mesa.TextLineaColumnas},
		{name: "a bar in the name, no trailing bar", line: "20000000010|UNA|DOS|ACTIVO|HABIDO|-" + rest, motivo: mesa.TextLineaColumnas},
		{name: "too few columns", line: "20000000010|UNA|ACTIVO", motivo: mesa.TextLineaColumnas},
		{name: "bars alone", line: strings.Repeat("|", 14), motivo: mesa.TextLineaRUC},
		{name: "letters for a number", line: "2000000001X|UNA|ACTIVO|HABIDO|-" + rest, motivo: mesa.TextLineaRUC},
		{name: "a number too short", line: "2000000001|UNA|ACTIVO|HABIDO|-" + rest, motivo: mesa.TextLineaRUC},
		{name: "a number with a leading zero", line: "00000000001|UNA|ACTIVO|HABIDO|-" + rest, motivo: mesa.TextLineaRUC},
		{name: "no name", line: "20000000010|-|ACTIVO|HABIDO|-" + rest, motivo: mesa.TextLineaNombre},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, motivo := readLine([]byte(c.line))
			if motivo != c.motivo {
				t.Fatalf("motivo %q, want %q", motivo, c.motivo)
			}
			if motivo != "" {
				return
			}
			if decode(got.nombre) != c.nombre || string(got.situacion) != "ACTIVO|HABIDO" {
				t.Errorf("%q, %q", decode(got.nombre), got.situacion)
			}
			if want := max(0, digits([]byte(c.ubigeo), 6)); got.ubigeo != want {
				t.Errorf("ubigeo %d, want %d", got.ubigeo, want)
			}
		})
	}
}

func TestOnlySUNATsFirstLineIsTheHeader(t *testing.T) {
	t.Parallel()
	words := strings.Repeat("|X", 14)
	for line, want := range map[string]bool{
		"RUC" + words: true, "ruc" + words + "|": true, " Ruc " + words: true, "RUC" + words[2:]: false, "DNI" + words: false,
		"": false, "RUC": false, "RUC" + words + "|X": false, "20000000001" + words: false,
	} {
		if isHeader([]byte(line)) != want {
			t.Errorf("%q: want %v", line, want)
		}
	}
}

func TestLatin1AndUTF8AreToldApart(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"ÑANDÚ": true, "\xd1AND\xda": false, "ASCII": false,
		"N\xba 5 \xd1\xba CA\xd1ETE P\xc9REZ": false, // "Ñº" happens to be valid UTF-8
		"MUÑOZ PÉREZ \xff":                    true,
	} {
		c := census{}
		c.add([]byte(text))
		if c.isUTF8() != want {
			t.Errorf("%q: %+v, want %v", text, c, want)
		}
	}
}

func FuzzReadLine(f *testing.F) {
	f.Add([]byte("20000000001|EMPRESA \xd1AND\xda|ACTIVO|HABIDO|150101|-|-|-|-|-|-|-|-|-|-|"))
	f.Add([]byte("||||||||||||||"))
	f.Add([]byte("20000000001|\x00|\xff|a|b|c"))
	f.Fuzz(func(t *testing.T, line []byte) {
		_ = isHeader(line)
		got, motivo := readLine(line)
		if motivo != "" {
			return
		}
		nombre := decode(got.nombre)
		if got.ruc < 1e10 || got.ruc >= 1e11 || got.ubigeo < 0 || got.ubigeo > 999_999 || bytes.Count(got.situacion, bar) != 1 {
			t.Errorf("%q gives %+v", line, got)
		}
		if !utf8.ValidString(nombre) || strings.ContainsFunc(nombre, unicode.IsControl) || strings.Contains(nombre, "|") {
			t.Errorf("%q gives the name %q", line, nombre)
		}
	})
}
