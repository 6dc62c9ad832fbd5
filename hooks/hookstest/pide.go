package hookstest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

// PIDE is a local server that answers as the State's platform does: RENIEC knows
// the DNI 11111111, SUNAT the RUC 20000000028, and a private service below /privada
// any DNI. How names the failure that the server shows, "" for none.
type PIDE struct {
	URL   string
	Asked atomic.Int32
	How   atomic.Value // "", "html", "500", "silencio", "clave" or "vencida"
}

// NewPIDE starts the server for a test.
func NewPIDE(t testing.TB) *PIDE {
	t.Helper()
	p := &PIDE{}
	p.How.Store("")
	server := httptest.NewServer(http.HandlerFunc(p.serve))
	t.Cleanup(server.Close)
	p.URL = server.URL
	return p
}

func (p *PIDE) serve(w http.ResponseWriter, r *http.Request) {
	p.Asked.Add(1)
	code, body := "0999", make([]byte, 1<<12)
	n, _ := r.Body.Read(body)
	switch p.How.Load() {
	case "html":
		fmt.Fprint(w, "<html>Mantenimiento</html>")
		return
	case "500":
		http.Error(w, "fuera de servicio", http.StatusInternalServerError)
		return
	case "silencio": // no answer until the client has gone
		<-r.Context().Done()
		return
	case "clave":
		code = "1001"
	case "vencida":
		code = "1002"
	default:
		if strings.Contains(string(body[:n]), `"11111111"`) {
			code = "0000"
		}
	}
	if r.URL.Path == "/privada/reniec/dni" {
		fmt.Fprintf(w, `{"first_name":"ANA","first_last_name":"PRIVADA","second_last_name":"","document_number":"%s"}`,
			r.URL.Query().Get("numero"))
		return
	}
	if strings.Contains(r.URL.Path, "Sunat") {
		if r.URL.Query().Get("numruc") != "20000000028" {
			fmt.Fprint(w, `{"list":{"multiRef":{}}}`)
			return
		}
		fmt.Fprint(w, `{"list":{"multiRef":{"ddp_numruc":{"$":"20000000028"},"ddp_nombre":{"$":"ASOCIACION DE PRUEBA"},`+
			`"desc_estado":{"$":"BAJA DE OFICIO"},"desc_flag22":{"$":"NO HABIDO"}}}}`)
		return
	}
	names := ""
	if code == "0000" {
		names = `"apPrimer":"NÚÑEZ","apSegundo":"ÁVILA","prenombres":"ANA MARÍA",`
	}
	fmt.Fprintf(w, `{"consultarResponse":{"return":{"coResultado":"%s","deResultado":"",`+
		`"datosPersona":{%s"direccion":"AV. X","foto":"AAAA"}}}}`, code, names)
}
