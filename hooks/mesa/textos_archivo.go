package mesa

import (
	"fmt"
	"strings"
)

// The texts about how long papers are kept, and their elimination.
const (
	// TextAsuntoEliminado stands for the subject of a filing that was eliminated.
	TextAsuntoEliminado = "Expediente eliminado con autorización"
	// TextDocumentoEliminado stands for the name of a document that was eliminated.
	TextDocumentoEliminado = "Documento eliminado"
	TextEliminacionesFijas = "Una autorización de eliminación se registra con el comando «mesadepartes eliminar». No se cambia ni se borra."
	TextCargoEliminado     = "El expediente de este cargo se eliminó con autorización. Si guardó el PDF, súbalo aquí: se sigue verificando."
	TextSinVencidas        = "Ninguna solicitud cerrada pasó su plazo de conservación."
)

// The sentences with which the commands refuse.
var (
	TextFaltaResolucion  = "Diga la resolución que autoriza eliminar, en 60 letras o menos: --autorizacion=\"RJ 123-2036-AGN\"."
	TextResolucionFutura = "La fecha de la resolución todavía no llega. Revise --fecha."
	TextResolucionOtra   = "Esa resolución ya está registrada con otro archivo, otra fecha, otra serie u otro año. Revise lo que escribió."
	TextEliminarEspera   = "La base de datos y el libro de actos no coinciden. Ejecute antes «mesadepartes recuperar»."
	TextEliminarHora     = "La hora de esta computadora está en duda. Confírmela antes con «mesadepartes reloj confirmar»."
)

// TextEliminada tells the citizen, and staff, why there are no papers.
func TextEliminada(e *Eliminacion) string {
	return "El expediente de esta solicitud se eliminó al terminar su plazo de conservación. Lo autorizó la resolución " + e.Words() +
		". Su número, sus fechas y su recorrido se conservan."
}

// TextNotaEliminada is the line of the trail.
func TextNotaEliminada(e *Eliminacion, serie string) string {
	return fmt.Sprintf("Se eliminaron los documentos y los datos personales de este expediente, de la serie «%s», al terminar su plazo "+
		"de conservación. Lo autoriza: %s. SHA-256 de la resolución: %s.", serie, e.Words(), e.GetString("sha256"))
}

// TextSinSerie says that no procedure has a series.
func TextSinSerie(serie string, hay []string) string {
	if len(hay) == 0 {
		return "Ningún trámite tiene serie documental. Escríbala en «tramites», con sus años de conservación."
	}
	return fmt.Sprintf("Ningún trámite tiene la serie «%s». Las que hay: %s.", serie, strings.Join(hay, ", "))
}

// TextSeriePermanente refuses to eliminate what is kept for ever.
func TextSeriePermanente(serie, tramite string) string {
	return fmt.Sprintf("La serie «%s» se conserva siempre en el trámite «%s»: no se elimina.", serie, tramite)
}

// TextSerieVigente refuses to eliminate what must still be kept.
func TextSerieVigente(serie, tramite string, hasta, desde int) string {
	return fmt.Sprintf("Lo que se cerró en %d de la serie «%s» (trámite «%s») se conserva hasta el 31 de diciembre de %d. "+
		"Elija un año anterior en --hasta.", hasta, serie, tramite, desde-1)
}
