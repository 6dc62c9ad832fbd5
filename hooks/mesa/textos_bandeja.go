package mesa

import "time"

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
	TextResponsable       = "Esa persona no puede hacerse cargo de esta solicitud."
)

// TextClaveEspera refuses a sign-in after too many wrong ones.
func TextClaveEspera(wait time.Duration) string {
	return "Hubo varios intentos fallidos desde su red. Espere " + inWords(wait) + " e inténtelo otra vez."
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
