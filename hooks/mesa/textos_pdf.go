package mesa

import "fmt"

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
