package pide

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// request asks as decolecta's service wants: the number in the query, the token in
// a header.
func (p Privada) request(u *url.URL, numero string) (*http.Request, error) {
	req, err := get(u, map[string]string{"numero": numero})
	if err == nil {
		req.Header.Set("Authorization", "Bearer "+p.Token)
	}
	return req, err
}

func readPrivadaDNI(body io.Reader, dni string) (Result, error) {
	f, err := readFields(body, "document_number", "first_name", "first_last_name", "second_last_name")
	if err != nil {
		return Result{}, err
	}
	if !f.about(dni, "document_number") {
		return Result{}, fmt.Errorf("%w: the answer is about another number", ErrUnavailable)
	}
	return person(f, "first_name", "first_last_name", "second_last_name")
}

func readPrivadaRUC(body io.Reader, ruc string) (Result, error) {
	f, err := readFields(body, "numero_documento", "razon_social", "estado", "condicion")
	if err != nil {
		return Result{}, err
	}
	return company(f, ruc, "numero_documento", "razon_social", "estado", "condicion")
}
