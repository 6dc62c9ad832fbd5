package bandeja_test

import (
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

func TestMain(m *testing.M) { hookstest.Main(m) }

// A working day in Lima: Tuesday 24 March 2026, 10:00.
const workday = "2026-03-24T10:00:00-05:00"

const clave = "clave-de-prueba-1"

// account makes an account of the staff.
func account(t testing.TB, o *hookstest.Office, correo string, rol mesa.Rol, area string) string {
	t.Helper()
	return o.Must(t, mesa.ColPersonal, map[string]any{
		"email": correo, "password": clave, "nombre": "CUENTA " + string(rol), "rol": string(rol), "area": area, "activo": true,
	}).Id
}

// enter signs an account in.
func enter(t testing.TB, b *uitest.Browser, correo string) {
	t.Helper()
	if p := b.Post("/bandeja/ingresar", "correo", correo, "clave", clave); p.Status != 303 || p.Location != "/bandeja" {
		t.Fatalf("sign-in: %d %s %s", p.Status, p.Location, p.Body)
	}
}
