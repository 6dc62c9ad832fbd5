package mesa

import (
	"fmt"
	"time"
)

// The refusals that people read. Each says to "usted" what happened and what to do,
// and names neither tables nor codes.
const (
	TextRevise       = "Revise los datos marcados y vuelva a intentarlo."
	TextDatoInvalido = "Este dato no es válido. Revíselo."

	TextPersona         = "Elija si presenta como persona natural o como persona jurídica."
	TextTerminos        = "Para continuar, lea y acepte los términos y condiciones."
	TextTipoDocumento   = "Elija el tipo de documento de identidad."
	TextDNI             = "El DNI tiene 8 dígitos. Escríbalos sin espacios ni guiones."
	TextCE              = "El carné de extranjería tiene de 9 a 12 letras o números. Escríbalo como figura en el carné."
	TextNombres         = "Escriba los nombres."
	TextApellidos       = "Escriba los apellidos."
	TextTelefono        = "Escriba un teléfono de 6 a 15 dígitos, por ejemplo 987654321."
	TextCorreo          = "Escriba un correo electrónico completo, por ejemplo nombre@correo.com."
	TextDomicilio       = "Escriba el domicilio: la ley lo exige en todo escrito (art. 113 de la Ley 27444)."
	TextAutorizo        = "Marque la casilla para autorizar el envío de información a su correo. Sin ella no podemos avisarle."
	TextRUC             = "El RUC tiene 11 dígitos. Escríbalos sin letras, espacios ni guiones."
	TextRUCPrefijo      = "Un RUC empieza con 10, 15, 16, 17 o 20. Revise los dos primeros dígitos."
	TextRUCVerificador  = "Ese RUC tiene un error: su último dígito no corresponde a los demás. Revíselo y escríbalo de nuevo."
	TextRazonSocial     = "Escriba la razón social de la empresa o entidad."
	TextTramite         = "Elija el trámite."
	TextTramiteInactivo = "Ese trámite ya no está disponible. Elija otro de la lista."
	TextAsunto          = "Describa brevemente la solicitud."
	TextCorreoSinCodigo = "Valide su correo electrónico con el código que le enviamos."
	TextFaltaPrincipal  = "Adjunte el documento principal en PDF."
	TextClase           = "Ese documento no existe en el formulario. Use el documento principal o uno de los anexos que se ofrecen."
	TextSinArchivo      = "Elija un archivo PDF antes de subirlo."
	TextCargaFallida    = "No pudimos guardar el archivo. Lo que ya subió no se pierde: vuelva a intentarlo en unos minutos."
	TextSinEspacio      = "En este momento no podemos recibir archivos. Lo que ya avanzó está guardado: vuelva a intentarlo en unos minutos."
	TextHashDistinto    = "Un archivo guardado no coincide con el que usted subió. Elimínelo y súbalo otra vez."
	TextArchivoAlterado = "Este archivo guardado ya no es el que se recibió, y por eso no se muestra. Avise al administrador: " +
		"hay que recuperarlo de una copia."
	TextEntidadUnica = "Ya existe la ficha de la entidad. Edítela en lugar de crear otra."
	TextReferencia   = "Ese registro no existe o no corresponde."

	TextBorradorCerrado = "Esta solicitud ya fue enviada y no se puede cambiar. Use Seguimiento de solicitud para ver su estado."
	TextBorradorVencido = "Este borrador venció. Comience una solicitud nueva."
	TextYaEnviada       = "Esta solicitud ya fue enviada."

	TextMuchasCargas    = "Desde su conexión se están subiendo demasiados archivos a la vez. Espere a que terminen e inténtelo otra vez."
	TextCodigoNoPedido  = "Primero pida un código de validación."
	TextCodigoFormato   = "Escriba los 6 dígitos del código que recibió por correo."
	TextCodigoMalo      = "El código no es correcto. Revise el correo más reciente y escríbalo de nuevo."
	TextCodigoVencido   = "El código venció. Pida uno nuevo."
	TextCodigoUsado     = "Ese código ya se usó y su correo ya está validado. Continúe con el formulario."
	TextCodigoAgotado   = "Agotó los cinco intentos de este código. Pida uno nuevo."
	TextCodigoNoVale    = "El código no es correcto o ya venció. Revise el correo más reciente o pida otro código."
	TextCodigoCaptcha   = "Escriba los dígitos de la imagen para que le enviemos el código."
	TextCodigoSinEnviar = "No pudimos enviar el código a ese correo. " +
		"Revise que la dirección esté bien escrita e inténtelo otra vez en unos minutos."
	TextSinCorreo = "Por ahora no podemos enviarle correos: " +
		"la entidad aún no ha configurado su servidor de correo. Comuníquese con su mesa de partes."
	TextCodigoDemora = "El servidor de correo está tardando. Si el código le llega en unos minutos, escríbalo aquí. Si no llega, pida otro."

	TextCaptcha       = "El código de la imagen no coincide o venció. Escriba el nuevo código que se muestra."
	TextNumero        = "Escriba el número de solicitud con su año, por ejemplo 321-2022."
	TextDocumento     = "Escriba el número de documento con el que registró la solicitud."
	TextNoEncontrada  = "No encontramos una solicitud con ese número y ese documento. Revise el correo que recibió al presentarla."
	TextNoObservada   = "Esta solicitud no tiene observaciones por subsanar."
	TextPlazoVencido  = "El plazo para subsanar terminó y la solicitud ya no admite cambios. Puede presentar una solicitud nueva."
	TextSesionVencida = "Por su seguridad la sesión para subsanar venció. " +
		"Busque su solicitud otra vez; lo que subió y escribió se conserva."
	TextPaseVencido = "Este botón dura 30 minutos y sirve en un solo navegador. " +
		"Busque su solicitud para subsanarla; lo que ya subió se conserva."
	TextFaltaSubsanar = "Suba el documento corregido."
	TextFaltaAnswer   = "Escriba su respuesta o adjunte un documento: uno de los dos es necesario."
	TextNoEsObservado = "Ese documento no fue observado."

	TextEtapaDesconocida  = "Elija una etapa de la lista."
	TextRolAjeno          = "Su cuenta no hace este movimiento: lo hace otro rol."
	TextEtapaAjena        = "Esa etapa la escribe el sistema, no una persona."
	TextAreaAjena         = "Esa solicitud no está en su área: solo la mueve el área que la atiende o mesa de partes."
	TextFaltaSolicitud    = "Indique la solicitud que se mueve."
	TextFaltaArea         = "Elija el área a la que se deriva."
	TextAreaInactiva      = "Esa área no está activa. Elija otra."
	TextFaltaRespuesta    = "Escriba la respuesta que recibirá el ciudadano."
	TextFaltaObservacion  = "Escriba una observación general o marque al menos un documento como observado."
	TextNotaVacia         = "Escriba la nota."
	TextFaltaCedula       = "Escriba el número de la cédula."
	TextFaltaRecibida     = "Escriba quién recibió la cédula, o por qué no se pudo entregar en mano. El ciudadano no lo leerá."
	TextCedulaSinAviso    = "Esta solicitud no tiene avisos que notificar por cédula."
	TextObservacionVacia  = "Escriba qué debe corregir el ciudadano en este documento."
	TextObservarTarde     = "Solo se observan documentos de una solicitud recibida o subsanada."
	TextObservacionOculta = "Hay documentos observados sin corregir o sin notificar. Observe, declare no presentada o quite la marca."
	TextObservacionDicha  = "Esa observación ya se comunicó y no cambia (art. 126.2 de la Ley 27444). Lo demás va en la observación general."
	TextSegundaRonda      = "En una segunda observación solo se repite lo que no se corrigió (art. 126.2 de la Ley 27444). " +
		"Este documento no fue observado antes."
	TextRespuestaSolo    = "Solo acompaña un PDF a las etapas ATENDIDO, DESISTIDO y SUBSANADO."
	TextRastroFijo       = "El rastro de la solicitud no se edita ni se borra. Agregue un movimiento nuevo."
	TextAccesosFijos     = "El registro de accesos no se edita ni se borra."
	TextCorreosFijos     = "Los correos los escribe el sistema: no se crean, editan ni borran a mano."
	TextCampoFijo        = "Este dato lo escribe el sistema y no se edita a mano. Registre un movimiento."
	TextAcuseCiudadano   = "Solo el ciudadano confirma que recibió un aviso, y una sola vez."
	TextSolicitudFija    = "Una solicitud presentada no se borra."
	TextSolicitudSinBase = "Una solicitud nace de un borrador completo del formulario público."
	TextDocumentoFijo    = "Un documento presentado no se cambia ni se borra: solo se escribe su observación."
	TextDocumentoSuelto  = "Un documento pertenece a un borrador o a una subsanación."
	TextEstructuraFija   = "Las colecciones de la mesa de partes las define el programa y no se cambian aquí."
	TextSQLSoloLectura   = "La consola SQL es de solo lectura en esta mesa de partes. " +
		"Los cambios se hacen por los formularios, donde rigen las reglas."
	TextSoloPersonal  = "Ingrese con su cuenta para usar este servicio."
	TextSoloCiudadano = "Esto lo escribe el ciudadano en el formulario público. El personal registra movimientos."
	TextEnUso         = "Está en uso y no se borra. Desactívelo."
	TextFaltaDato     = "Este dato es necesario."
	TextColorClaro    = "Ese color es muy claro: sobre él no se lee el texto blanco. Elija uno más oscuro."
	TextColor         = "Escriba el color en hexadecimal, por ejemplo #8a1538."

	// TextRecepcion and TextObservado are fixed by the manual.
	TextRecepcion = "Recepción de solicitud"
	TextObservado = "Se han encontrado observaciones en los documentos adjuntos. Revisar y subsanar."
	TextSubsanado = "Subsanación recibida"
)

// MesaDePartes is the origin the trail shows for the reception desk.
const MesaDePartes = "MESA DE PARTES"

// TextTooLong says that a field passed its length, in characters.
func TextTooLong(max int) string {
	return fmt.Sprintf("El texto es muy largo: escriba como máximo %d caracteres.", max)
}

// TextDNIDigitos says that a DNI of n digits is none.
func TextDNIDigitos(n int) string {
	text := fmt.Sprintf("El DNI tiene 8 dígitos y usted escribió %d. Revíselo y escríbalo de nuevo.", n)
	if n == 9 {
		text += " No escriba el dígito que sigue al guion."
	}
	return text
}

// TextCELargo says that a foreigner's card of n letters or numbers is none.
func TextCELargo(n int) string {
	return fmt.Sprintf("El carné de extranjería tiene de 9 a 12 letras o números y usted escribió %d. "+
		"Escríbalo como figura en el carné.", n)
}

// TextRUCDigitos says that a RUC of n digits is none.
func TextRUCDigitos(n int) string {
	return fmt.Sprintf("El RUC tiene 11 dígitos y usted escribió %d. Revíselo y escríbalo de nuevo.", n)
}

// TextBetween says which numbers a setting may be.
func TextBetween(min, max int) string {
	return fmt.Sprintf("Escriba un número entre %d y %d.", min, max)
}

// TextAcuse is the internal note of a notice whose reception was confirmed.
func TextAcuse(tipo TipoCorreo, enviado, ip string) string {
	return "El ciudadano confirmó que recibió el aviso de " + NombreAviso(tipo) + " enviado el " + enviado + ". Dirección IP: " + ip + "."
}

// NombreAviso is what a notice communicates, "" for a mail that is no notice.
func NombreAviso(tipo TipoCorreo) string {
	switch tipo {
	case CorreoObservacion:
		return "observaciones"
	case CorreoRespuesta:
		return "respuesta"
	case CorreoNoPresentada:
		return "solicitud no presentada"
	case CorreoRemitida:
		return "remisión a otra entidad"
	case CorreoProrroga:
		return "prórroga"
	case CorreoDesistimiento:
		return "desistimiento"
	case CorreoArchivo:
		return "archivo"
	case CorreoReapertura:
		return "reapertura"
	}
	return ""
}

// TextAgenda is the title of the last day to correct in the citizen's calendar.
func TextAgenda(numero string) string { return "Vence el plazo para subsanar la solicitud " + numero }

// TextAgendaDetalle says in the citizen's calendar what to do, and where.
func TextAgendaDetalle(url string) string {
	return "Puede subsanar hasta las 23:59:59 (hora de Lima) en " + url +
		"\nSi no subsana en el plazo, la solicitud se tendrá por no presentada (artículo 125 de la Ley 27444)."
}

// TextPorCedula says, for staff, which notice must go on paper.
func TextPorCedula(day string) string {
	return porCedula + day + "."
}

const porCedula = "Notificar por cédula: no se confirmó el aviso del "

// MarcaTardia begins the line that a late OBSERVADO leaves for staff; the daily digest
// looks for it.
const MarcaTardia = "Observación tardía"

// What staff read on a mail that did not leave, or may not have left.
const (
	TextSinServidor     = "Falta configurar el servidor de correo."
	TextSinConfirmar    = "El servidor de correo recibió el mensaje y no confirmó."
	TextServidorCallado = "El servidor de correo no respondió a tiempo."
	// TextArranqueMudo is printed when the program starts.
	TextArranqueMudo = "Falta configurar el servidor de correo: ningún aviso ni código sale hasta que se complete Settings, Mail settings."
)

// TextDireccionRechazada gives the mail server's own reason.
func TextDireccionRechazada(reply string) string {
	return "El servidor de correo rechazó la dirección: " + reply
}

// TextFuePorCedula closes a mail in whose place the office served a cédula.
const TextFuePorCedula = "Se notificó por cédula."

// Days writes a term: "1 día hábil", "10 días hábiles", "3 días calendario".
func Days(n int, tipo string) string {
	if tipo == "calendario" {
		return plural(n, "día calendario", "días calendario")
	}
	return plural(n, "día hábil", "días hábiles")
}

// TextMuchos says when a person who tried too often may go on.
func TextMuchos(wait time.Duration) string {
	return "Hizo demasiados intentos. Espere " + inWords(wait) + " y vuelva a intentarlo."
}

// TextBusquedaCerrada says when a number or document may be searched again, and what
// way there is meanwhile.
func TextBusquedaCerrada(wait time.Duration) string {
	return "Desde su conexión se buscaron esos datos demasiadas veces. Reciba un código en su correo, o espere " + inWords(wait) + "."
}

// TextCodigoEspera says when the next code may be asked for.
func TextCodigoEspera(wait time.Duration) string {
	return "Acabamos de enviarle un código. Revise su correo, también la carpeta de no deseados. Podrá pedir otro en " + inWords(wait) + "."
}

// TextCodigoPedido says when the next code for a filing may be asked for. The text
// is the same for filings that don't exist, so that it doesn't reveal which do.
func TextCodigoPedido(wait time.Duration) string {
	return "Ya pidió un código para esos datos. Revise su correo, también los no deseados. Podrá pedir otro en " + inWords(wait) + "."
}

// TextCodigoMuchos says when a draft or session may ask for a code again.
func TextCodigoMuchos(wait time.Duration) string {
	return "Ya pidió seis códigos en una hora. Podrá pedir otro en " + inWords(wait) + "."
}

// TextCodigoVecindad says when a neighbourhood may ask for a code to an address again.
func TextCodigoVecindad(wait time.Duration) string {
	return "Desde su conexión ya se pidieron doce códigos para ese correo en una hora. Podrá pedir otro en " + inWords(wait) + "."
}

func textMove(e Estado, t Etapa) string {
	switch {
	case e == Observada:
		return "La solicitud está observada y espera la subsanación: " +
			"mientras tanto no se registra, deriva ni atiende (art. 125 de la Ley 27444)."
	case t == EtapaRegistrado:
		return "Solo se registra una solicitud recibida o subsanada; esta está " + e.Words() + "."
	case (t == EtapaDerivado || t == EtapaAtendido) && (e == Recibida || e == Subsanada):
		return "Primero registre la solicitud; ahora está " + e.Words() + "."
	default:
		return "La etapa " + string(t) + " no es posible: la solicitud está " + e.Words() + "."
	}
}

// Words is the state as a sentence about a solicitud says it, in the feminine.
func (e Estado) Words() string {
	switch e {
	case NoPresentada:
		return "como no presentada"
	case "":
		return "en borrador"
	}
	return string(e)
}

func inWords(d time.Duration) string {
	if d <= time.Minute {
		s := int((d + time.Second - 1) / time.Second)
		return plural(max(s, 1), "segundo", "segundos")
	}
	return plural(int((d+time.Minute-1)/time.Minute), "minuto", "minutos")
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
