package e2e

import (
	"os/exec"
	"testing"

	"mesadepartes/hooks/hookstest"

	"github.com/chromedp/chromedp"
)

// withPIDE is the environment of an office that may ask PIDE.
func withPIDE(state *hookstest.PIDE) []string {
	return []string{
		"MESA_PIDE_URL=" + state.URL, "MESA_PIDE_DNI_USUARIO=22222222", "MESA_PIDE_RUC_USUARIO=20000000001", "MESA_PIDE_CLAVE=secreta",
	}
}

// Names come by themselves from an imported registry and from PIDE, and when all
// of it is down the citizen files by typing.
func TestConsultaInABrowser(t *testing.T) {
	t.Parallel()
	state := hookstest.NewPIDE(t)
	folder := t.TempDir()
	o := openOfficeAt(t, folder, openingTime, withPIDE(state)...)
	sample := hookstest.PadronHeader + "20000000001|EMPRESA FICTICIA \xd1AND\xda S.A.C.|ACTIVO|HABIDO|150101|-|-|-|-|-|-|-|-|-|-|\r\n"
	file := aFile(t, "padron.txt", []byte(sample))
	if out, err := exec.Command(hookstest.Program(t), "padron", "importar", file, "--dir="+folder).CombinedOutput(); err != nil {
		t.Fatalf("the import beside the server: %v\n%s", err, out)
	}
	p := openBrowserAt(t, o, true)
	p.expects("the server responded with a status of 422")
	const mario = "mario@ejemplo.pe"

	p.open("/")
	p.press("Acepto los términos y condiciones")
	p.press("Persona Jurídica")
	p.see("Datos personales")
	p.choose("tipo_documento", "DNI")
	p.fill("numero_documento", "1111")
	p.press("Buscar mis nombres")
	p.refused("El DNI tiene 8 dígitos", "numero_documento")
	p.fill("numero_documento", "11111111")
	p.press("Buscar mis nombres")
	p.see("Datos según RENIEC. Corríjalos si hace falta.")
	p.seeNot("Hay un problema")
	p.wait("the title no longer says Error", "!document.title.startsWith('Error')")
	p.holds("nombres", "ANA MARÍA")
	p.holds("apellidos", "NÚÑEZ ÁVILA")

	// Enter looks the RUC up and does not send the form.
	p.fill("ruc", "20000000001")
	p.do(chromedp.KeyEvent("\r"))
	p.see("Datos según SUNAT")
	p.holds("razon_social", "EMPRESA FICTICIA ÑANDÚ S.A.C.")
	p.look("95-datos-encontrados")

	// PIDE falls silent: the page says so, and nothing stands in the way.
	state.How.Store("silencio")
	p.fill("numero_documento", "11111112")
	p.do(chromedp.KeyEvent("\r"))
	p.wait("the names are busy", "document.getElementById('persona-nombres').ariaBusy === 'true'")
	p.see("Ahora no podemos buscar los datos. Escríbalos, por favor.")
	p.wait("they no longer are", "document.getElementById('persona-nombres').ariaBusy !== 'true'")
	p.focused("numero_documento")
	p.holds("nombres", "") // the names were another number's
	p.look("96-sin-registro")
	p.fillPerson(mario)
	p.fill("poder_referencia", "Partida registral 11012345")
	p.press("Código de validación")
	p.see("Revise su correo")
	p.fill("codigo", o.code(mario))
	p.press("Validar")
	p.fileRest()
}
