package pide

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// requestRENIEC asks by POST, because a GET would leave the password in the logs
// of servers on the way.
func (cfg Config) requestRENIEC(u *url.URL, dni string) (*http.Request, error) {
	return postPIDE(u, map[string]string{
		"nuDniConsulta": dni, "nuDniUsuario": cfg.DNIUsuario, "nuRucUsuario": cfg.RUCUsuario, "password": cfg.Clave,
	})
}

func readRENIEC(body io.Reader, _ string) (Result, error) {
	f, err := readFields(body, "coresultado", "prenombres", "apprimer", "apsegundo")
	if err != nil {
		return Result{}, err
	}
	code, ok := f.code("coresultado")
	if !ok {
		return Result{}, fmt.Errorf("%w: an answer without coResultado", ErrUnavailable)
	}
	switch code {
	case 0:
		return person(f, "prenombres", "apprimer", "apsegundo")
	case 1:
		err = ErrMinor
	case 999:
		err = ErrNotFound
	case 1000:
		err = ErrInvalid
	case 1001: // the official's DNI, the office's RUC or the password is wrong
		err = ErrCredentials
	case 1002:
		err = ErrExpired
	case 1003:
		err = ErrQuota
	case 1999:
		err = fmt.Errorf("%w: %w", ErrUnavailable, errAgain)
	default:
		err = ErrUnavailable
	}
	return Result{}, fmt.Errorf("%w: coResultado %d", err, code)
}

// person makes a result of names. An answer without names found nobody, even when
// its code says that it did.
func person(f fields, nombres string, apellidos ...string) (Result, error) {
	result := Result{Nombres: f.line(maxNombre, nombres), Apellidos: f.line(maxNombre, apellidos...)}
	if result.Nombres == "" {
		return Result{}, fmt.Errorf("%w: the answer has no name", ErrNotFound)
	}
	return result, nil
}
