package mesa

import (
	"fmt"
	"strings"
	"time"
)

// TextSinCifrar says that a session with the mail server is open to whoever listens.
const TextSinCifrar = "sin cifrar: el servidor no ofrece STARTTLS"

// TextCertificadoHasta adds until when a certificate is good.
func TextCertificadoHasta(end time.Time) string {
	return ", certificado válido hasta el " + InLima(end)
}

// TextPruebaSalio says that the mail server took the trial.
func TextPruebaSalio(para string) string {
	return "El servidor aceptó el correo para " + para + ". Revise esa bandeja, también la carpeta de no deseados.\n" +
		"La línea «correo» de la lista de puesta en marcha queda cumplida."
}

// TextPasoFalla says what to do about the step at which a mail server ended a mail.
func TextPasoFalla(paso, failure string) string {
	why, _ := PorQueNoSalio(CorreoPendiente, failure)
	return why + " " + pasoRemedio(paso, failure)
}

func pasoRemedio(paso, failure string) string {
	tls := strings.Contains(failure, "x509") || strings.Contains(failure, "tls:")
	switch {
	case tls && strings.Contains(failure, "first record does not look like"):
		return "Ese puerto no cifra desde el inicio: apague MESA_SMTP_TLS o use el puerto 465."
	case tls:
		return "Revise el nombre del servidor: debe ser el de su certificado. Si la autoridad es propia, indique su archivo con MESA_SMTP_CA."
	case paso == "conexión":
		return "Revise MESA_SMTP_HOST y MESA_SMTP_PORT, y que el cortafuegos deje salir hacia ese puerto."
	case paso == "saludo":
		return "Revise el puerto: 587 empieza sin cifrar, 465 cifra desde el inicio (MESA_SMTP_TLS=true)."
	case paso == "cuenta":
		return "Revise el usuario y la contraseña del servidor de correo. Algunos proveedores piden una contraseña de aplicación."
	case paso == "remitente":
		return "Revise MESA_SMTP_FROM: debe ser una dirección que esa cuenta puede usar."
	case paso == "destinatario":
		return "Pida a quien administra el servidor que deje enviar fuera de la entidad desde esta cuenta."
	}
	return "Muestre la respuesta a quien administra el servidor de correo."
}

// TextCertificado tells how a certificate of the office's address stands: "" when well.
func TextCertificado(host string, end, now time.Time, fault error) string {
	switch {
	case now.After(end):
		return fmt.Sprintf("El certificado de %s venció el %s: los navegadores no dejan entrar. Renuévelo.", host, InLima(end))
	case fault != nil:
		return fmt.Sprintf("Los navegadores no aceptan el certificado de %s: %v. Instale uno válido.", host, fault)
	}
	return fmt.Sprintf("El certificado de %s vence el %s, en %d días. Renuévelo.", host, InLima(end), int(end.Sub(now).Hours()/24))
}

// TextAlarma is what a chat shows of an alarm.
func TextAlarma(office, causa, motivo string, over bool) string {
	if over {
		return "Se resolvió en " + office + ": " + causa + "."
	}
	return "Atención en " + office + ": " + causa + ". " + motivo
}

// What doctor says of parts that have no words of their own.
const (
	TextDoctorParado          = "no hay un servidor en marcha en esta carpeta; se revisó sin él"
	TextDoctorPermisosWindows = "en Windows mandan los permisos de la carpeta: revise que solo la cuenta del servicio entre"
	TextDoctorCuarentena      = "hay archivos apartados que ningún registro nombra"
	TextDoctorRemitente       = "no hay una dirección de remitente"
	TextDoctorSinCopias       = "no hay una carpeta de copias configurada"
	TextDoctorSinEnsayo       = "ninguna copia se ensayó en dos semanas"
)

// TextDoctorNoContesta says that who holds the folder did not tell how it is.
func TextDoctorNoContesta(address, why string) string {
	return "el programa que atiende en " + address + " no dijo cómo está: " + why
}

// TextDoctorNoAbre says that the base can't be opened.
func TextDoctorNoAbre(why string) string { return "no se puede abrir: " + why }

// TextDoctorNoMira says that a part could not be looked at.
func TextDoctorNoMira(why string) string { return "no se pudo revisar: " + why }

// TextDoctorPermisos says what other users of the machine may read.
func TextDoctorPermisos(n int, first string) string {
	return fmt.Sprintf("%d archivos o carpetas están abiertos a otros usuarios de la máquina; el primero es %s", n, first)
}

// TextDoctorBaseNueva says that a newer program made the base.
func TextDoctorBaseNueva(file string) string {
	return "la base es de una versión más nueva del programa (" + file + ")"
}

// TextDoctorBaseVieja says that the base waits for its migrations.
func TextDoctorBaseVieja(file string) string {
	return "la base es de una versión anterior del programa; le falta desde " + file
}

var nombresObjeto = map[string]string{
	"index": "el índice", "trigger": "el disparador", "table": "la tabla", "view": "la vista", "column": "la columna",
}

// TextDoctorFalta names what the base lacks.
func TextDoctorFalta(kind, name string) string { return "falta " + nombresObjeto[kind] + " " + name }

// TextDoctorCambio names what was changed in the base.
func TextDoctorCambio(kind, name string) string {
	return nombresObjeto[kind] + " " + name + " no es el del programa"
}

// TextDoctorAjeno names a trigger that the program did not make.
func TextDoctorAjeno(name string) string {
	return "la base tiene un disparador que el programa no hizo: " + name
}

// TextDoctorNoCarpeta says that something else stands where the files belong.
func TextDoctorNoCarpeta(path string) string { return path + " no es una carpeta" }

// TextDoctorSinArchivos says that the folder of the files is gone.
func TextDoctorSinArchivos(path string) string { return "falta la carpeta de los archivos, " + path }

// TextDoctorNoEscribe says that its owner can't write the folder of the files.
func TextDoctorNoEscribe(path string) string { return "no se puede escribir en " + path }

// TextDoctorS3 says that the store of the files does not answer.
func TextDoctorS3(why string) string { return "el almacén S3 no responde: " + why }

// TextDoctorHuellas counts the files that are not what was received, and names the first.
func TextDoctorHuellas(n int, faults []string) string {
	return fmt.Sprintf("%d con falla: %s", n, strings.Join(faults, "; "))
}

// TextDoctorSPF says that nobody may send in the name of a domain.
func TextDoctorSPF(domain string) string { return domain + " no tiene un registro SPF" }

// TextDoctorDMARC says that a domain has no policy.
func TextDoctorDMARC(domain string) string { return "_dmarc." + domain + " no tiene un registro DMARC" }

// TextDoctorDKIM says that the key of the mail server's signature is not published.
func TextDoctorDKIM(record string) string { return record + " no tiene una llave DKIM" }

// TextDoctorSinDNS says that no name server answered.
func TextDoctorSinDNS(record, why string) string {
	return "no se pudo preguntar por " + record + ": esta máquina no llega a un servidor de nombres (" + why + ")"
}

// TextDoctorDireccion says that the public address is none.
func TextDoctorDireccion(address string) string {
	return "la dirección pública es «" + address + "» y no empieza con https://"
}

// TextDoctorSinCertificado says that nobody showed a certificate.
func TextDoctorSinCertificado(host, why string) string {
	return "desde esta máquina no se pudo ver el certificado de " + host + ": " + why
}

// TextDoctorCopiaNinguna says that the destination has no copy.
func TextDoctorCopiaNinguna(dest string) string { return "no hay ninguna copia en " + dest }

// TextDoctorDiscoCopias says that the disk of the copies is nearly full.
func TextDoctorDiscoCopias(free int64) string {
	return fmt.Sprintf("quedan %d MB libres en el disco de las copias", free>>20)
}

// TextDoctorResumen closes what doctor says.
func TextDoctorResumen(red, amber int) string {
	switch {
	case red > 0:
		return fmt.Sprintf("\n%d en rojo y %d en ámbar. Empiece por las rojas.", red, amber)
	case amber > 0:
		return fmt.Sprintf("\nNada en rojo; %d en ámbar.", amber)
	}
	return "\nTodo está bien."
}

// RemedioDoctor is what to do about a part that is not well.
func RemedioDoctor(parte string) string {
	if text, known := remedios[parte]; known {
		return text
	}
	return "Lea el motivo y, si no lo resuelve, envíe esta línea a quien administra el sistema."
}

var remedios = map[string]string{
	"programa en marcha":    "Atienda cada motivo en este orden; las líneas de abajo dicen cómo.",
	"permisos":              "Inicie el programa: cierra su carpeta por sí mismo. O ejecute: chmod -R go= CARPETA.",
	"base de datos":         "Revise que MESA_LLAVE sea la de siempre. Si lo es, restaure una copia: mesadepartes copia restaurar.",
	"integridad de la base": "Detenga el programa, guarde la carpeta tal como está y restaure una copia: mesadepartes copia restaurar.",
	"esquema": "Si la base es anterior, inicie el programa y se completa sola. Si algo falta o cambió, alguien tocó la base: " +
		"restaure una copia y ejecute mesadepartes recuperar.",
	"disparadores ajenos":     "Averigüe quién lo puso. Si nadie lo sabe, quítelo con DROP TRIGGER y ejecute mesadepartes auditar.",
	"libro de actos":          "Ejecute mesadepartes recuperar --simular, lea qué falta y luego mesadepartes recuperar.",
	"llave de los cargos":     "Ejecute mesadepartes clave recuperar con las palabras que guardó en papel.",
	"registro público":        "No borre nada. Ejecute mesadepartes auditar y guarde su salida: nombra la primera línea cambiada.",
	"archivos":                "Revise que el disco o el almacén estén conectados y que el usuario del programa pueda escribir en ellos.",
	"huellas de los archivos": "Busque cada archivo en las copias (mesadepartes copia restaurar). No lo reemplace sin un acta.",
	"documentos guardados":    "Busque esos documentos en las copias: mesadepartes copia restaurar en otra carpeta.",
	"cuarentena":              "Revise la carpeta cuarentena y decida: el programa nunca la vacía.",
	"hora":                    "Corrija la hora de la máquina y ejecute mesadepartes reloj confirmar.",
	"réplica":                 "Revise la red y las llaves de MESA_REPLICA. En la segunda máquina lea mesadepartes salud.",
	"firma de cargos":         "Revise MESA_FIRMA_P12 y su contraseña, y hasta cuándo vale el certificado.",
	"espacio":                 "Libere espacio o agrande el disco antes de que se dejen de recibir archivos.",
	"correos por salir":       "Ejecute mesadepartes correo probar SU-CORREO: dice en qué paso falla el servidor.",
	"servidor de correo":      "Corríjalo en los ajustes o en MESA_SMTP_… y pruebe con mesadepartes correo probar SU-CORREO.",
	"remitente":               "Escriba la dirección con MESA_SMTP_FROM, o en los ajustes del correo.",
	"SPF del remitente":       "Pida a quien administra el dominio un TXT «v=spf1 … -all» que nombre al servidor de correo.",
	"DMARC del remitente":     "Pida a quien administra el dominio un TXT en _dmarc, por ejemplo «v=DMARC1; p=none».",
	"DKIM del remitente":      "Pida a quien administra el correo la llave que publica, o corrija MESA_DKIM_SELECTOR.",
	"dirección pública":       "Escriba la dirección que abren los ciudadanos en MESA_URL, con https://.",
	"certificado":             "Renueve el certificado, o revise que el programa que lo renueva siga funcionando.",
	"última copia":            "Conecte el disco, escriba su carpeta en MESA_COPIA y ejecute: mesadepartes copia hacer CARPETA.",
	"ensayo de la copia":      "Ejecute mesadepartes copia ensayar CARPETA. Si falla, haga otra copia en otro disco.",
	"disco de las copias":     "Use un disco más grande o retire a otro lugar las copias más antiguas.",
}
