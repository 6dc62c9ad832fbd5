package pide

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
)

func (cfg Config) requestMigraciones(u *url.URL, ce string) (*http.Request, error) {
	m := cfg.Migraciones
	return postPIDE(u, map[string]string{
		"username": m.Usuario, "password": m.Clave, "ip": m.IP, "nivelacceso": "personalizado", "docconsulta": ce,
	})
}

// requestMigracionesOlder is the question to the older service.
func (cfg Config) requestMigracionesOlder(u *url.URL, ce string) (*http.Request, error) {
	m := cfg.Migraciones
	return get(u, map[string]string{
		"strCodInstitucion": m.Institucion, "strMac": m.MAC, "strNroIp": m.IP, "strNumDocumento": ce, "strTipoDocumento": "CE",
	})
}

// readMigraciones reads the answers of both services: that of the newer one is not
// documented, so it is expected to use the names of the older one.
func readMigraciones(body io.Reader, _ string) (Result, error) {
	f, err := readFields(body, "strnumrespuesta", "strnombres", "strprimerapellido", "strsegundoapellido")
	if err != nil {
		return Result{}, err
	}
	code, ok := f.code("strnumrespuesta")
	if !ok {
		return Result{}, fmt.Errorf("%w: an answer without strNumRespuesta", ErrUnavailable)
	}
	switch code {
	case 0:
		return person(f, "strnombres", "strprimerapellido", "strsegundoapellido")
	case 1: // no data, or the carné is not in force
		err = ErrNotFound
	case 4, 6: // empty values; wrong kind of document
		err = ErrInvalid
	case 5: // IP, MAC or code not allowed
		err = ErrCredentials
	case 7:
		err = ErrMinor
	default: // 2 no connection, 3 failed transaction
		err = ErrUnavailable
	}
	return Result{}, fmt.Errorf("%w: strNumRespuesta %d", err, code)
}
