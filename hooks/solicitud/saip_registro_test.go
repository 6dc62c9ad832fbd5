package solicitud_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

const register = "/api/acceso-informacion.csv"

func TestTheRegisterOfRequestsIsForSuperusers(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	admin, guest := uitest.NewREST(t, o)
	values := information(o, t)
	values["pedido"] = "=HYPERLINK(\"http://ejemplo.pe\";\"x\")\nSegunda línea; con \"comillas\""
	o.Filed(t, values)
	o.Filed(t, map[string]any{"tramite": o.Tramite(t, 2).Id}) // another procedure is no request
	if p := guest.Call("GET", register, nil); p.Status != 401 || strings.Contains(p.Body, "JUAN") {
		t.Errorf("a guest gets %d %s", p.Status, p.Body)
	}
	p := admin.Call("GET", register, nil)
	if p.Status != 200 || !strings.HasPrefix(p.Header.Get("Content-Type"), "text/csv") {
		t.Fatalf("%d %v", p.Status, p.Header)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(p.Body, "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	got := rows[1]
	if got[0] != "1-2026" || got[3] != "JUAN PEREZ PEREZ" || got[7] != "'"+values["pedido"].(string) || got[8] != "Correo electrónico" ||
		got[9] != string(mesa.Recibida) || got[10] != "09/04/2026" {
		t.Errorf("row: %q", got)
	}
	if n, err := o.CountRecords(mesa.ColAccesos); err != nil || n != 1 {
		t.Errorf("%d downloads noted, %v", n, err)
	}
}

func TestStaffGetNoRegisterOfRequests(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	_, guest := uitest.NewREST(t, o)
	clerk := o.Must(t, mesa.ColPersonal, map[string]any{
		"nombre": "ANA", "email": "ana@ejemplo.pe", "password": "clave-de-prueba-1", "rol": "mesa", "activo": true, "verified": true,
	})
	token, err := clerk.NewAuthToken()
	if err != nil {
		t.Fatal(err)
	}
	if p := (uitest.REST{Browser: guest.Browser, Token: token}).Call("GET", register, nil); p.Status != 403 {
		t.Errorf("staff get %d", p.Status)
	}
}
