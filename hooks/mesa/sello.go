package mesa

import (
	"strings"
	"time"
)

// Sello is the stamp of reception of a document's copy.
type Sello struct {
	Entidad, Numero, Documento string
	Subsanacion, Firmado       bool
	Recibida                   time.Time
	Cuenta                     string // the day that counts, when it is another one
	Codigo, Enlace             string // of the receipt
}

// Lineas are the lines of the stamp, as hooks/pdf takes them: {i} is the page, {n} how many.
func (s Sello) Lineas() []string {
	what := "Solicitud N° "
	if s.Subsanacion {
		what = "Subsanación de la solicitud N° "
	}
	facts := []string{what + s.Numero, "Recibida el " + FullTime(s.Recibida) + " (hora de Lima)"}
	if s.Cuenta != "" {
		facts = append(facts, "Cuenta desde el "+s.Cuenta)
	}
	lines := []string{
		s.Entidad + " · SELLO DE RECEPCIÓN",
		strings.Join(append(facts, s.Documento, "Folio {i} de {n}"), " · "),
		"Verifique en " + s.Enlace + " · Código " + s.Codigo,
	}
	if s.Firmado {
		lines = append(lines, TextSelloFirma)
	}
	return lines
}

// ArchivoSellado is the file name of a stamped copy.
func ArchivoSellado(numero, clase string) string {
	return "copia-sellada-" + numero + "-" + clase + ".pdf"
}

// TextSelloFirma says what a stamp does to a digital signature.
const TextSelloFirma = "La copia sellada rompe la firma digital. El original la conserva y sigue siendo válido."

// TextSinSello refuses to stamp what no filing and no correction brought.
const TextSinSello = "Este documento no lleva sello: solo lo llevan los que llegaron con la solicitud o con una subsanación. " +
	"Descargue el original."

// TextSelloOcupado refuses a stamped copy for now.
const TextSelloOcupado = "Ya se prepara otra copia sellada. Espere un minuto y pídala otra vez."

// unstamped says for each motive of hooks/pdf why a document gets no stamp.
var unstamped = map[string]string{
	"sello_protegido": "El autor de este PDF no permite cambiarlo, y el sello lo cambiaría. Descargue el original: su cargo prueba lo mismo.",
	"sello_imposible": "Este PDF está dañado o armado de un modo que no admite el sello. Descargue el original: su cargo prueba lo mismo.",
	"complejo":        "Este PDF es demasiado complejo para ponerle el sello. Descargue el original: su cargo prueba lo mismo.",
}

// TextSello is the text for a motive for which a document gets no stamp, "" for an unknown one.
func TextSello(motivo string) string { return unstamped[motivo] }
