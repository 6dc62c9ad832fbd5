package pide

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

var outcomes = []error{ErrNotFound, ErrMinor, ErrInvalid, ErrQuota, ErrCredentials, ErrUnavailable}

// FuzzRead looks, in the readers of every service, for a crash, a success
// without a name, an untidy text and an error of no known kind.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		`{"consultarResponse":{"return":{"coResultado":"0000","datosPersona":{"apPrimer":"A","apSegundo":"B","prenombres":"C","foto":"x"}}}}`,
		`{"list":{"multiRef":[{"ddp_numruc":{"$":"20000000001"},"ddp_nombre":{"$":"A"},"desc_estado":{"value":"ACTIVO"},` +
			`"desc_flag22":{"@xsi:nil":"true"}}]}}`,
		`{"respuestaBean":{"strNumRespuesta":0,"strNombres":"A","strPrimerApellido":"B","strSegundoApellido":null}}`,
		`{"first_name":"A","first_last_name":"B","document_number":11111111,"razon_social":"C","numero_documento":"20000000001"}`,
		`{"coResultado":"00000","prenombres":"\u0000\u200b` + "\xd1" + `"}`,
		`[[[[`, `{"$":{"$":{"$":1}}}`, `<html>`, ``, `null`, `{"coResultado":1e999}`,
	} {
		f.Add([]byte(seed))
	}
	readers := map[string]func(io.Reader, string) (Result, error){
		"RENIEC": readRENIEC, "Migraciones": readMigraciones, "SUNAT": readSUNAT, "DNI": readPrivadaDNI, "RUC": readPrivadaRUC,
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		for name, read := range readers {
			got, err := read(bytes.NewReader(utf8Body(body)), "20000000001")
			if err != nil {
				if got != (Result{}) || !known(err) {
					t.Errorf("%s: %+v, %v", name, got, err)
				}
				continue
			}
			if got.Nombres == "" && got.RazonSocial == "" {
				t.Errorf("%s: a success without a name", name)
			}
			for _, text := range []string{got.Nombres, got.Apellidos, got.RazonSocial, got.Estado, got.Condicion} {
				if utf8.RuneCountInString(text) > maxRazon || strings.ContainsFunc(text, unicode.IsControl) ||
					strings.TrimSpace(text) != text || !utf8.ValidString(text) {
					t.Errorf("%s: untidy %q", name, text)
				}
			}
		}
	})
}

func known(err error) bool {
	for _, kind := range outcomes {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}
