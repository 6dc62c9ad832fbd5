package e2e

import (
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

// On a phone a person adds what was handed in on paper, and moves everything to another address.
func TestAPaperIsAddedAndEverythingMovesToAnotherAddress(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := hookstest.New(t, openingTime)
	at := &office{t: t, url: uitest.Serve(t, o).URL}
	o.AtCounter(t, map[string]any{"correo": ana})
	p := openBrowserAt(t, at, true)
	p.open("/mis-tramites")
	p.fill("correo", ana)
	p.press("Enviar el código")
	p.see("Enviamos un código a " + ana)
	p.fill("codigo", at.code(ana))
	p.press("Validar")
	p.see("No hay solicitudes presentadas desde este correo.")
	p.press("Agregar un trámite presentado en ventanilla")
	p.fill("numero", "1-2026")
	p.fill("numero_documento", "99999999")
	p.look("mis-tramites-ventanilla")
	p.expects("422")
	p.press("Agregar el trámite")
	p.see(mesa.TextNoEsSuya)
	p.holds("numero", "1-2026")
	p.look("mis-tramites-ventanilla-rechazo")
	p.fill("numero_documento", "11111111")
	p.press("Agregar el trámite")
	p.see("Agregamos este trámite", "papel.pdf")
	p.press("Mis trámites")

	const nueva = "ana.nueva@gmial.com"
	p.press("Cambiar el correo de mis trámites")
	p.see("Para cambiarlo necesita abrir ese correo y también el nuevo")
	p.look("mis-tramites-correo")
	p.fill("correo", nueva)
	p.fill("correo_repetido", nueva)
	p.press("Enviar los códigos")
	p.see("Revise los dos correos", "ana.nueva@gmail.com")
	p.look("mis-tramites-correo-codigos")
	p.fill("codigo_actual", at.code(ana))
	p.fill("codigo_nuevo", "000000")
	p.expects("422")
	p.press("Cambiar el correo")
	p.see(mesa.TextCodigoNoVale, "Ya validó el código de "+ana)
	p.look("mis-tramites-correo-rechazo")
	p.fill("codigo_nuevo", at.code(nueva))
	p.press("Cambiar el correo")
	p.see("Cambió su correo", nueva, "N° 1-2026: Papel de ventanilla")
	p.look("mis-tramites-correo-cambiado")
}

// A reload keeps what a search found, and another browser finds nothing there.
func TestAReloadKeepsTheResultOfASearch(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := hookstest.New(t, openingTime)
	at := &office{t: t, url: uitest.Serve(t, o).URL}
	numero := o.Filed(t, nil).GetString("numero")
	p := openBrowserAt(t, at, true)
	p.open("/seguimiento")
	p.fill("numero", numero)
	p.fill("numero_documento", "11111111")
	p.press("Recibir un código en mi correo")
	p.see("Si los datos coinciden, enviamos un código")
	p.fill("codigo", at.code("juan@ejemplo.pe"))
	p.press("Validar")
	p.see("Información de su solicitud N° " + numero)
	p.wait("the address of the result", `/^\/seguimiento\/.{43}$/.test(location.pathname)`)
	address := p.path()
	p.open(address)
	p.see("Información de su solicitud N° " + numero)
	other := openBrowserAt(t, at, true)
	other.expects("404")
	other.open(address)
	other.see(mesa.TextResultadoVencido, "Buscar mi solicitud")
	other.look("seguimiento-resultado-ajeno")
	other.open("/solicitud/noexiste0000000")
	other.see(mesa.TextBorradorAjeno)
	other.look("borrador-ajeno")
}
