package mesa

import (
	"fmt"
	"time"
)

// What the staff's inbox says.
const (
	TextSesionFija        = "Las sesiones las abre la bandeja. Aquí solo puede cerrarlas."
	TextIngresePorBandeja = "Su entidad pide también un código: ingrese por la página de la bandeja."
	TextClaveMala         = "El correo o la contraseña no son correctos, o la cuenta está desactivada."
	TextIngreseOtraVez    = "Su ingreso venció. Escriba otra vez su correo y su contraseña."
	TextMismaArea         = "La solicitud ya está en esa área. Elija otra, o escriba nuevas instrucciones."
	TextFaltaRol          = "Elija el rol de la cuenta."
	TextFaltaAreaCuenta   = "Elija el área: el rol «area» atiende lo que se deriva a la suya."
	TextSinCorreoProbado  = "Antes debe salir un correo por el servidor: sin correo, nadie podría ingresar."
	TextFormularioGrande  = "El archivo es demasiado grande: la respuesta admite hasta 15 MB. El texto que escribió sigue aquí."
	TextUnSoloPDF         = "Adjunte un solo PDF: junte los documentos en uno."
	TextLoteActo          = "Elija qué hacer con las solicitudes marcadas."
	TextLoteVacio         = "Marque al menos una solicitud de la lista."
	TextLoteGrande        = "Marcó más de cien solicitudes. Hágalo en dos partes."
	TextLoteFalla         = "No pudo hacerse por un error nuestro. Vuelva a intentarlo; si sigue, avise a quien administra el sistema."
	TextSoloMostrador     = "Solo mesa de partes recibe documentos en papel, y cada cuenta continúa lo que ella empezó."
	TextDomicilioCedula   = "Sin correo se notifica por cédula: escriba el domicilio de la persona."
	TextAutorizoPapel     = "Marque la autorización que firmó la persona, o deje el correo vacío: entonces se le notifica por cédula."
	TextSinDireccion      = "La persona no dejó correo: notifique por cédula."
	TextSubsaneEnMesa     = "Esta solicitud no tiene correo registrado. Presente lo que falta en la mesa de partes."
	TextPapelGrande       = "Los archivos pesan demasiado. Escanee con menos resolución o divida el documento. Lo escrito sigue aquí."
	TextYaDioNumero       = "Este formulario ya dio un número a otros datos. Lo escrito sigue aquí: adjunte su escaneo y recíbalo aparte."
	TextRecepcionPapel    = "Recepción de solicitud en la mesa de partes presencial"
	TextSoloAdministrador = "Solo un administrador puede hacer esto."
	TextCambioElValor     = "El ajuste cambió mientras usted lo leía. Lea el valor de ahora y confirme otra vez."
	TextPruebaSinServidor = "Todavía no hay un servidor de correo. Escríbalo primero en los ajustes."
	TextPruebaIncierta    = "El servidor recibió el correo de prueba y no confirmó. Mire si llegó y vuelva a probar."
	TextPostergaAjena     = "Solo se posterga una solicitud abierta que esté en sus manos."
	TextPostergaRoja      = "Su plazo apremia: no puede postergarla."
	TextPostergaDia       = "Elija un día hábil de los próximos treinta días."
	TextGuardadasMuchas   = "Puede guardar hasta tres vistas. Borre una primero."
	TextGuardadaNombre    = "Escriba un nombre corto para la vista, de hasta 30 letras."
	TextResponsable       = "Esa persona no puede hacerse cargo de esta solicitud."
)

// TextClaveEspera refuses a sign-in after too many wrong ones.
func TextClaveEspera(wait time.Duration) string {
	return "Hubo varios intentos fallidos desde su red. Espere " + inWords(wait) + " e inténtelo otra vez."
}

// TextLaAbrio says who else opened a filing, and how long ago.
func TextLaAbrio(who string, ago time.Duration) string {
	if ago < time.Minute {
		return who + " la abrió hace menos de un minuto."
	}
	return fmt.Sprintf("%s la abrió hace %d min.", who, int(ago.Minutes()))
}

// TextPruebaFallida says why the mail server did not take a trial.
func TextPruebaFallida(why string) string {
	return "El correo de prueba no salió. El servidor de correo dijo: " + why
}

// TextVersion tells who acts on an old page what happened meanwhile.
func TextVersion(who, what, when string) string {
	if what == "" {
		return "La solicitud cambió mientras usted la revisaba. Lea lo nuevo y decida otra vez: lo que escribió sigue aquí."
	}
	if who == "" {
		who = "el sistema"
	}
	return "Mientras usted la revisaba, " + who + " registró «" + what + "» a las " + when +
		". Lea lo nuevo y decida otra vez: lo que escribió sigue aquí."
}

// TextLoteEnParte tells that not all of a batch went through.
func TextLoteEnParte(done, failed int) string {
	if done == 0 {
		return "Ninguna se hizo. Siguen marcadas; abajo dice por qué."
	}
	return fmt.Sprintf("%d hechas, %d no. Las que no se hicieron siguen marcadas; abajo dice por qué.", done, failed)
}

// TextLoteHecho tells that all of a batch went through. boton is what the act's button says.
func TextLoteHecho(n int, boton string) string {
	if n == 1 {
		return boton + ": una solicitud, hecho."
	}
	return fmt.Sprintf("%s: %d solicitudes, hecho.", boton, n)
}

// TextExpedienteTomado asks whether two filings belong to one expediente.
func TextExpedienteTomado(expediente, numero string) string {
	return "El expediente " + expediente + " ya lo tiene la solicitud " + numero + ". Si es el mismo, confírmelo; si no, cambie el número."
}

// TextHojaLlena is the last row of a workbook that can hold no more.
const TextHojaLlena = "Aquí termina lo que cabe en una hoja. Descargue el mismo reporte en CSV: tiene todas las filas."
