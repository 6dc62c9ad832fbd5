package e2e

import (
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

// enterAs is a browser of a new account of that role.
func enterAs(t *testing.T, o *hookstest.Office, rol mesa.Rol, phone bool) *page {
	t.Helper()
	chromium(t)
	o.Must(t, mesa.ColPersonal, map[string]any{
		"email": string(rol) + "@ejemplo.pe", "password": adminKey, "nombre": "ANA DE PRUEBA", "rol": string(rol), "activo": true,
	})
	p := openBrowserAt(t, &office{t: t, url: uitest.Serve(t, o).URL}, phone)
	p.open("/bandeja/ingresar")
	p.fill("correo", string(rol)+"@ejemplo.pe")
	p.fill("clave", adminKey)
	p.press("Ingresar")
	p.see("ANA DE PRUEBA")
	return p
}

// both runs a test at a desk and on a phone.
func both(t *testing.T, test func(t *testing.T, phone bool)) {
	for name, phone := range map[string]bool{"computadora": false, "celular": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, phone)
		})
	}
}

func TestWhatDidNotLeaveIsSeenAndTriedAgain(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, phone bool) {
		o := hookstest.NewProduction(t, openingTime)
		server := hookstest.NewSMTP(t, o.App)
		server.Behave(hookstest.Manner{Rcpt: "550 5.1.1 <juan@ejemplo.pe>: el buzón no existe"})
		o.Observe(t, o.Filed(t, nil).Id)
		o.Filed(t, nil)
		o.Deliver(t)
		p := enterAs(t, o, mesa.RolMesa, phone)
		p.see("Correo no salió")
		p.open("/bandeja/correos")
		p.see("Aviso de observaciones", "rechazó la dirección", "Anotar cédula entregada")
		p.look("bandeja-correos")
		p.open("/bandeja/1-2026")
		p.see("Anotar cédula entregada", "No salió")
		p.look("bandeja-revision-correos")
		server.Behave()
		p.open("/bandeja/correos?estado=fallido")
		p.point("the first button", "[...document.querySelectorAll('.bd-correo button')].slice(0, 1)")
		p.see("espera salir otra vez")
	})
}

func TestAnOfficeWithoutAMailServerSaysSoEverywhere(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, phone bool) {
		p := enterAs(t, hookstest.NewProduction(t, openingTime), mesa.RolMesa, phone)
		p.see("Ningún correo sale")
		p.look("bandeja-parada")
		p.open("/bandeja/correos?estado=incierto")
		p.see("Todos los correos salieron")
		p.look("bandeja-correos-vacio")
	})
}

func TestAPhraseIsWrittenAndReadsAsItWill(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, phone bool) {
		p := enterAs(t, hookstest.New(t, openingTime), mesa.RolMesa, phone)
		p.open("/bandeja/frases")
		p.see("Falta la firma de ANA DE EJEMPLO")
		p.look("bandeja-frases")
		p.fill("clave", "saludo")
		p.choose("tipo", "Al responder")
		p.expects("422")
		p.fill("texto", "Estimado {apellido}: gracias.")
		p.press("Guardar")
		p.see("Ninguna solicitud tiene {apellido}")
		p.look("bandeja-frases-error")
		p.fill("texto", "Estimado {nombre}: gracias.")
		p.press("Guardar")
		p.see("Frase guardada.", "Estimado ANA DE EJEMPLO: gracias.")
	})
}

func TestJefaturaSeesItsAccountTheAccountsAndWhoSawWhat(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, phone bool) {
		o := hookstest.New(t, openingTime)
		o.Filed(t, nil)
		o.Must(t, mesa.ColPersonal, map[string]any{
			"email": "antes@ejemplo.pe", "password": adminKey, "nombre": "CUENTA DE ANTES", "rol": "area", "area": o.Area(t).Id,
		})
		p := enterAs(t, o, mesa.RolJefatura, phone)
		p.open("/bandeja/1-2026")
		p.see("Recorrido")
		p.open("/bandeja/accesos")
		p.see("Abrió la solicitud", "ANA DE PRUEBA")
		p.look("bandeja-accesos")
		p.open("/bandeja/cuenta")
		p.see("Esta sesión", "CUENTA DE ANTES", "Nunca ingresó")
		p.look("bandeja-cuenta")
		p.expects("422")
		p.fill("actual", "no es esta clave")
		p.fill("nueva", "corta")
		p.fill("repetida", "corta")
		p.press("Cambiar la contraseña")
		p.see("La contraseña actual no es correcta.")
		p.look("bandeja-cuenta-error")
	})
}

// What was typed in a form outlives the session that ends meanwhile, and the act forgets it.
func TestWhatWasTypedOutlivesTheSession(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, openingTime)
	o.Filed(t, nil)
	p := enterAs(t, o, mesa.RolMesa, false)
	p.open("/bandeja/1-2026?acto=observar")
	p.focusedIn("observar")
	p.fill("observar-observaciones", "Falta la firma.")
	p.see("15 / 2000")
	p.wait("the document is read", "document.querySelector('.bd-pliegos canvas, .bd-pliegos img') !== null")
	if _, err := o.DB().NewQuery("DELETE FROM sesiones").Execute(); err != nil {
		t.Fatal(err)
	}
	p.point("the button", "[...document.querySelectorAll('.bd-acto[open] button:not([formaction])')]")
	p.see("Su sesión venció. Ingrese otra vez.")
	p.look("bandeja-sesion-vencida")
	p.fill("correo", "mesa@ejemplo.pe")
	p.fill("clave", adminKey)
	p.press("Ingresar")
	p.holds("observar-observaciones", "Falta la firma.")
	p.point("the button", "[...document.querySelectorAll('.bd-acto[open] button:not([formaction])')]")
	p.see("Solicitud 1-2026: observada; se avisa al ciudadano.")
	p.wait("forgotten", "sessionStorage.length === 0")
}

// The dialog of the keys opens with its keys switched off, and begins at its way out.
func TestTheKeysAreShownAlsoWhileTheyAreOff(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, openingTime)
	o.Filed(t, nil)
	p := enterAs(t, o, mesa.RolMesa, false)
	p.wait("the keys are heard", "!document.querySelector('[data-teclas]').hidden")
	p.shortcut("?")
	p.wait("the way out has the focus", "document.activeElement.textContent === 'Cerrar'")
	p.look("bandeja-teclas")
	p.point("the box", "[document.getElementById('teclas-apagadas')]")
	p.press("Cerrar")
	p.shortcut("?")
	p.wait("the dialog is open", "document.getElementById('teclas').open")
}

// A notice without an address is read and printed; what was observed and brought is seen.
func TestANoticeOnPaperAndWhatWasBroughtForIt(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, phone bool) {
		o := hookstest.New(t, openingTime)
		threeDocuments(t, o)
		id := mustFiling(t, o, "1-2026")
		textos := map[string]any{"observado": true, "observacion": "Falta la firma en la última página."}
		for _, doc := range o.Documents(t, id)[:2] {
			doc.Load(textos)
			if err := o.Save(doc); err != nil {
				t.Fatal(err)
			}
		}
		o.MustMove(t, id, mesa.EtapaObservado, nil)
		notice := o.NoticeOf(t, id, "observacion")
		if _, err := o.DB().NewQuery("UPDATE correos SET para = '', estado = 'fallido' WHERE id = '" + notice.Id + "'").Execute(); err != nil {
			t.Fatal(err)
		}
		p := enterAs(t, o, mesa.RolMesa, phone)
		p.expects("404")
		p.open("/bandeja/avisos/1-2026/" + notice.Id)
		p.see("Falta la firma en la última página.", "Cédula N°")
		p.look("bandeja-aviso-papel")
		p.open("/bandeja/1-2026?acto=subsanado")
		p.see("Anexo 1 que trajo, en PDF", "Anexo 2 que trajo, en PDF")
		p.look("bandeja-subsanado")
		o.Clock.Add(time.Minute)
		o.Correct(t, id, o.Documents(t, id)[0].Id, o.Documents(t, id)[1].Id)
		p.open("/bandeja/1-2026?acto=observar")
		p.see("La ley pide todas las observaciones en un solo acto")
		p.look("bandeja-observar-otra-vez")
		p.open("/bandeja/9-2026")
		p.see("Ir a la bandeja")
		p.look("bandeja-error")
	})
}
