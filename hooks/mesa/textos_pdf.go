package mesa

import (
	"fmt"
	"strconv"
	"strings"
)

// refusedPDF says for each motive of hooks/pdf what is wrong and what to do.
var refusedPDF = map[string]string{
	"vacio":     "El archivo está vacío. Vuelva a guardarlo o escanearlo y súbalo otra vez.",
	"no_es_pdf": "El archivo no es un PDF aunque su nombre lo diga. Ábralo y guárdelo con «Imprimir → Guardar como PDF».",
	"contrasena": "El PDF pide una contraseña para abrirse. " +
		"Ábralo, use «Imprimir → Guardar como PDF» y suba esa copia sin contraseña.",
	"danado":             "El PDF está dañado o incompleto y no se puede leer. Vuelva a exportarlo o escanearlo.",
	"sin_paginas":        "El PDF no tiene páginas que se puedan leer. Vuelva a exportarlo o escanearlo.",
	"demasiadas_paginas": "El PDF tiene más de 10 000 páginas. Divídalo y use los anexos.",
	"accion_peligrosa":   "El PDF intenta abrir programas o importar datos. Guárdelo con «Imprimir → Guardar como PDF» y suba esa copia.",
	"complejo":           "El PDF es demasiado complejo para revisarlo. Vuelva a generarlo con «Imprimir a PDF» y suba esa copia.",
}

// Los pasos para guardar un documento como PDF, en el mensaje y en las preguntas frecuentes.
const (
	TextPasosAndroid = "En Android: ábralo, toque Compartir o el menú ⋮, elija Imprimir y «Guardar como PDF»."
	TextPasosIPhone  = "En iPhone: ábralo, toque Compartir, elija Imprimir y toque Compartir otra vez para guardar el PDF."
	TextPasosWindows = "En Windows: ábralo, elija Imprimir y la impresora «Microsoft Print to PDF»."
	textPasos        = " " + TextPasosAndroid + " " + TextPasosIPhone + " " + TextPasosWindows
)

// kinds names what people send in the place of a PDF.
var kinds = map[string]string{
	"foto": "una foto", "heic": "una foto de iPhone (HEIC)", "imagen": "una imagen", "word": "un documento de Word",
	"excel": "una hoja de Excel", "powerpoint": "una presentación de PowerPoint", "odf": "un documento de LibreOffice",
	"zip": "un archivo comprimido ZIP", "rar": "un archivo comprimido RAR", "7z": "un archivo comprimido 7z",
	"video": "un video o audio", "texto": "un archivo de texto",
}

// TextNoEsPDF names a file for what it is, a kind of hooks/pdf, with the steps to make a
// PDF of it.
func TextNoEsPDF(kind string) string {
	name, known := kinds[kind]
	what := "El archivo no es un PDF: es " + name + "."
	switch {
	case !known:
		return refusedPDF["no_es_pdf"]
	case kind == "video":
		return what + " Escriba en un documento lo que quiere presentar y guárdelo como PDF."
	case kind == "zip" || kind == "rar" || kind == "7z":
		return what + " Saque de él su documento y guárdelo como PDF." + textPasos
	}
	return what + " Guárdelo como PDF." + textPasos
}

// refusedPhotos says for each motive of hooks/pdf why photos become no document. %s is the
// photo.
var refusedPhotos = map[string]string{
	"foto_ilegible":    "%s no se puede leer: está dañada, incompleta o en un formato poco común. Tómela otra vez o guárdela como JPG.",
	"foto_grande":      "%s tiene más de 50 megapíxeles. Tómela con menos resolución o guárdela en un tamaño menor.",
	"foto_animada":     "%s es una imagen animada. Suba una foto JPG o PNG de cada página.",
	"fotos_demasiadas": "Puede unir hasta 30 fotos en un documento. Quite algunas, o súbalas como un PDF.",
	"fotos_mezcladas":  "Suba un solo PDF, o solo fotos. No se pueden juntar en el mismo lugar.",
	"complejo":         "Las fotos son demasiado pesadas para unirlas. Tómelas con menos resolución y súbalas otra vez.",
}

// TextFotos is the text for a motive for which photos are refused, "" for an unknown one.
// foto is the photo to blame, from 1, or 0; kind is what it is when it is no photo.
func TextFotos(motivo string, foto int, kind string) string {
	if motivo == "foto_no_es" {
		name, known := kinds[kind]
		if !known {
			name = "otro tipo de archivo"
		}
		return fmt.Sprintf("El archivo %d no es una foto JPG o PNG: es %s. Suba solo fotos, o un solo PDF.%s", foto, name, textPasos)
	}
	text := refusedPhotos[motivo]
	if !strings.Contains(text, "%s") {
		return text
	}
	if foto == 0 {
		return "Las fotos no llegaron completas. Elíjalas otra vez y vuelva a subirlas."
	}
	return fmt.Sprintf(text, fmt.Sprintf("La foto %d", foto))
}

// TextRevisionOcupada refuses a file for now: too many others wait for their turn.
const TextRevisionOcupada = "En este momento se revisan muchos archivos. Espere un minuto y vuelva a subir el suyo."

// noticesPDF says what staff should know of an admitted file.
var noticesPDF = map[string]string{
	"javascript":      "Contiene JavaScript",
	"formulario":      "Contiene campos de formulario",
	"adjuntos":        "Lleva otros archivos dentro",
	"enlace_local":    "Tiene enlaces que abren archivos de la computadora de quien lo lee",
	"proteccion":      "Tiene restricciones de edición o impresión",
	"paginas_grandes": "Tiene páginas más grandes que A3",
	"muchas_paginas":  "Tiene más de 500 páginas",

	"pagina_en_blanco": "Tiene páginas que parecen estar en blanco",
}

// TextPDF is the text for a motive of hooks/pdf, "" for an unknown one. maxBytes is
// the limit that was applied, which the motive "grande" tells.
func TextPDF(motivo string, maxBytes int64) string {
	if motivo == "grande" {
		return fmt.Sprintf("El archivo pesa más de %d MB. Divídalo o escanéelo con menos resolución.", maxBytes>>20)
	}
	return refusedPDF[motivo]
}

// TextAviso is the sentence for a notice of hooks/pdf.
func TextAviso(aviso string) string { return noticesPDF[aviso] }

// TextBlancas points pages out on which nothing seems to be drawn. It names five.
func TextBlancas(paginas []int) string {
	const most = 5
	var names []string
	for _, n := range paginas[:min(most, len(paginas))] {
		names = append(names, strconv.Itoa(n))
	}
	switch n := len(names); {
	case n == 0:
		return TextAviso("pagina_en_blanco")
	case n == 1:
		return "La página " + names[0] + " parece estar en blanco"
	case len(paginas) > most:
		return "Las páginas " + strings.Join(names, ", ") + " y otras parecen estar en blanco"
	default:
		return "Las páginas " + strings.Join(names[:n-1], ", ") + " y " + names[n-1] + " parecen estar en blanco"
	}
}
