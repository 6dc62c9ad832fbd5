package pide

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
)

func requestSUNAT(u *url.URL, ruc string) (*http.Request, error) {
	return get(u, map[string]string{"numruc": ruc})
}

func readSUNAT(body io.Reader, ruc string) (Result, error) {
	f, err := readFields(body, "list", "ddp_numruc", "ddp_nombre", "desc_estado", "desc_flag22")
	if err != nil {
		return Result{}, err
	}
	return company(f, ruc, "ddp_numruc", "ddp_nombre", "desc_estado", "desc_flag22")
}

// company makes a result of what a register says of a RUC. It refuses an answer
// about another RUC, because a wrong name is worse than none.
func company(f fields, ruc, numero, nombre, estado, condicion string) (Result, error) {
	if !f.about(ruc, numero) {
		return Result{}, fmt.Errorf("%w: the answer is about another number", ErrUnavailable)
	}
	result := Result{RazonSocial: f.line(maxRazon, nombre), Estado: f.line(maxEstado, estado), Condicion: f.line(maxEstado, condicion)}
	if result.RazonSocial == "" {
		return Result{}, fmt.Errorf("%w: the answer has no name", ErrNotFound)
	}
	return result, nil
}
