package cargas

import (
	"errors"
	"math"
	"net/http"
	"strconv"

	"mesadepartes/hooks/mesa"

	"github.com/tus/tusd/v2/pkg/handler"
)

// textFault is what a browser shows after an error that is no refusal.
const textFault = mesa.TextCargaFallida

// answer writes a refusal without tusd.
func (s *Store) answer(w http.ResponseWriter, err error) {
	var refused handler.Error
	if !errors.As(s.refusal(err), &refused) {
		return
	}
	for key, value := range refused.HTTPResponse.Header {
		w.Header().Set(key, value)
	}
	w.Header().Set("Tus-Resumable", "1.0.0")
	w.WriteHeader(refused.HTTPResponse.StatusCode)
	_, _ = w.Write([]byte(refused.HTTPResponse.Body)) // a browser that is gone reads nothing
}

// refusal turns an error into a tus answer whose body is the text for the person.
func (s *Store) refusal(err error) error {
	p, ok := mesa.AsProblem(err)
	if !ok {
		s.rules.Log.Error("upload failed", "error", err)
		p = mesa.Problem{Status: http.StatusInternalServerError, Texto: textFault}
	}
	texto := p.Texto
	for _, campo := range []string{"archivo", "numero", "clase", "reemplaza"} {
		if t := p.Campos[campo]; t != "" {
			texto = t
			break
		}
	}
	header := handler.HTTPHeader{"Content-Type": "text/plain; charset=utf-8"}
	if p.Wait > 0 {
		header["Retry-After"] = strconv.Itoa(int(math.Ceil(p.Wait.Seconds())))
	}
	return handler.Error{
		ErrorCode: "ERR_REFUSED", Message: texto,
		HTTPResponse: handler.HTTPResponse{StatusCode: p.Status, Body: texto, Header: header},
	}
}
