package mesa

import (
	"fmt"
	"strconv"
	"time"
)

// The texts about an import of SUNAT's registry, for the administrator.
const (
	TextPadronUTF8     = "El archivo está en UTF-8 y SUNAT lo publica en Latin-1. Use el archivo original, sin abrirlo ni convertirlo."
	TextPadronZip      = "El zip está incompleto o dañado. Descárguelo de nuevo y vuelva a importarlo."
	TextPadronZipOtro  = "El zip no trae el padrón: se espera en él un archivo de texto (.txt) sin contraseña."
	TextPadronColumnas = "El archivo no es el padrón reducido: " +
		"la primera línea debe empezar con RUC y tener 15 columnas separadas por barras."
	TextPadronSituaciones  = "El archivo no es el padrón reducido: sus columnas de estado y condición traen demasiados valores distintos."
	TextPadronVacio        = "El archivo no trae ningún contribuyente. Descárguelo de nuevo de SUNAT."
	TextPadronGrande       = "El archivo es demasiado grande para ser el padrón reducido. Descárguelo de nuevo de SUNAT."
	TextPadronSinEspacio   = "No hay espacio en el disco para el padrón nuevo. Libere espacio y vuelva a importarlo."
	TextPadronCancelado    = "La importación se canceló. Sigue en uso el padrón anterior."
	TextPadronOcupado      = "Ya hay una importación del padrón en curso. Espere a que termine."
	TextPadronNoLee        = "No se pudo leer el archivo. Revise que exista y que el programa tenga permiso para abrirlo."
	TextPadronNoEscribe    = "No se pudo escribir el padrón en la carpeta de datos. Revise sus permisos y vuelva a intentarlo."
	TextPadronSinArchivo   = "Adjunte el padrón reducido de SUNAT: el zip tal como se descarga, o el txt que trae dentro."
	TextPadronFijo         = "El resultado lo escribe el sistema. Para importar otra vez, cree un registro nuevo."
	TextPadronEnCurso      = "Esta importación está en curso y no se borra. Espere a que termine."
	TextPadronInterrumpido = "La importación se interrumpió tres veces. Suba el archivo otra vez o impórtelo desde la consola del servidor."

	TextLineaColumnas = "No tiene 15 columnas."
	TextLineaRUC      = "El RUC no tiene 11 dígitos."
	TextLineaNombre   = "No tiene nombre."
	TextLineaLarga    = "Es demasiado larga."
)

// TextPadronMalas refuses a registry with more than one bad line in a hundred.
func TextPadronMalas(malas, lineas int) string {
	return fmt.Sprintf("El archivo no es confiable: %s de %s líneas están mal, más de una de cada cien. "+
		"Descárguelo de nuevo de SUNAT.", Miles(malas), Miles(lineas))
}

// TextPadronMenor refuses a registry of less than half the one in use.
func TextPadronMenor(nuevo, actual int) string {
	return fmt.Sprintf("El archivo trae %s contribuyentes, menos de la mitad de los %s en uso. "+
		"Si es lo correcto, impórtelo con la opción forzar.", Miles(nuevo), Miles(actual))
}

// TextPadronListo reports an import that succeeded.
func TextPadronListo(filas, malas, repetidas int, took time.Duration) string {
	seconds := max(1, int(took.Round(time.Second)/time.Second))
	s := fmt.Sprintf("Padrón importado: %s contribuyentes en %s.", Miles(filas), plural(seconds, "segundo", "segundos"))
	if repetidas > 0 {
		s += fmt.Sprintf(" Números de RUC repetidos, de los que vale el último: %s.", Miles(repetidas))
	}
	if malas > 0 {
		s += fmt.Sprintf(" Líneas que no se pudieron leer: %s.", Miles(malas))
	}
	return s
}

// TextPadronLinea points at one bad line.
func TextPadronLinea(linea int, motivo string) string {
	return fmt.Sprintf("Línea %s: %s", Miles(linea), motivo)
}

// Miles writes a whole number with a space every three digits from five digits on.
func Miles(n int) string {
	s := strconv.Itoa(n)
	if len(s) < 5 {
		return s
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + " " + s[i:]
	}
	return s
}
