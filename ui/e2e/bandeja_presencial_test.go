package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

// scan writes a PDF of so many pages to attach.
func scan(t *testing.T, name string, data []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestReceptionEntersAPaperAndPrintsOneSheet(t *testing.T) {
	t.Parallel()
	for _, phone := range []bool{false, true} {
		p, o := openInbox(t, 0, phone)
		p.expects("422")
		tramite := o.Tramite(t, 1).GetString("nombre")
		p.open("/bandeja/presencial")
		p.see("Recibir en papel")
		p.look("bandeja-presencial")
		p.press("Recibir y dar número")
		p.see("Hay un problema")
		p.look("bandeja-presencial-vacia")
		p.press("Persona jurídica")
		p.fill("ruc", "20131312955")
		p.fill("razon_social", "EMPRESA INVENTADA S.A.C.")
		p.choose("tipo_documento", mesa.NombreIdentidad("DNI"))
		p.attach("#archivo-principal", scan(t, "carta.pdf", hookstest.PDF(3)))
		p.fill("numero_documento", "123")
		p.press("Buscar los nombres")
		p.see("Hay un problema", mesa.TextDNIDigitos(3))
		p.holds("razon_social", "EMPRESA INVENTADA S.A.C.")
		p.fill("numero_documento", "11111111")
		p.press("Buscar los nombres")
		p.see(mesa.TextEscribaNombres)
		p.wait("the focus in the names", "document.activeElement.id === 'nombres'")
		p.wait("the fault is gone", "!document.querySelector('.campo--error, #resumen-errores')")
		p.look("bandeja-presencial-busqueda")
		p.fill("nombres", "JOSÉ ÑAHUI")
		p.fill("apellidos", "DE LA PEÑA")
		p.fill("domicilio", "Av. Inventada 123, Lima")
		p.choose("tramite", tramite)
		p.fill("asunto", "Presento la garantía de fiel cumplimiento del contrato 012")
		p.wait("the file that was chosen before", "document.getElementById('archivo-principal').files[0]?.name === 'carta.pdf'")
		p.attach("#archivo-anexo1", scan(t, "anexo.pdf", []byte("esto no es un PDF")))
		p.press("Recibir y dar número")
		p.see("Hay un problema", "carta.pdf", "Ya está guardado")
		p.holds("nombres", "JOSÉ ÑAHUI")
		p.look("bandeja-presencial-rechazo")
		p.attach("#archivo-anexo1", scan(t, "anexo.pdf", hookstest.PDF(2)))
		p.fill("telefono", "987654321")
		p.send()
		p.see("Constancia de recepción", "1-2026", "PRESENCIAL", "Recibir otra")
		p.wait("the button that prints", "[...document.querySelectorAll('[data-imprimir]')].every((b) => !b.hidden)")
		p.look("bandeja-presencial-constancia")
		p.oneSheet("bandeja-presencial-constancia")
		p.press("Recibir otra")
		p.see("Recibir en papel")
		p.holds("nombres", "")
	}
}

func TestAnAdministratorReadsTheCheckList(t *testing.T) {
	t.Parallel()
	for _, phone := range []bool{false, true} {
		chromium(t)
		o := hookstest.New(t, openingTime)
		site := uitest.Serve(t, o)
		uitest.Superuser(t, o)
		p := openBrowserAt(t, &office{t: t, url: site.URL}, phone)
		p.open("/bandeja/puesta-en-marcha")
		p.fill("correo", "admin@ejemplo.pe")
		p.fill("clave", adminKey)
		p.press("Ingresar")
		p.see("Puesta en marcha", "de 15 listas")
		p.look("bandeja-puesta-en-marcha")
		p.press("Confirmar: Áreas revisadas")
		p.see("Confirmación guardada.")
		p.press("Enviar un correo de prueba")
		p.see("recibió el correo de prueba")
		p.look("bandeja-puesta-en-marcha-hecho")
	}
}
