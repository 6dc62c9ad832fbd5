package mesa

import (
	"fmt"
	"strconv"
	"strings"
)

// Classes of a document. An annex is "anexo" with its place: anexo1 to anexo10.
const (
	ClasePrincipal = "principal"
	ClaseRespuesta = "respuesta"
	claseAnexo     = "anexo"
)

// ClaseAnexo is the class of the annex at a place, from one.
func ClaseAnexo(place int) string { return fmt.Sprint(claseAnexo, place) }

// ClasesCiudadano are the documents a citizen attaches, in the form's order: the principal
// one and so many annexes.
func ClasesCiudadano(anexos int) []string {
	clases := []string{ClasePrincipal}
	for place := range anexos {
		clases = append(clases, ClaseAnexo(place+1))
	}
	return clases
}

// NombreClase is a class as the screens and mails write it.
func NombreClase(clase string) string {
	switch clase {
	case ClasePrincipal:
		return "Documento principal"
	case ClaseRespuesta:
		return "Respuesta"
	}
	if place, ok := strings.CutPrefix(clase, claseAnexo); ok {
		return "Anexo " + place
	}
	return ""
}

// OrdenClase is the place of a document among those of its filing: the main one first, the
// annexes by number, the office's answers last.
func OrdenClase(clase string) int {
	if clase == ClaseRespuesta {
		return MaxAnexos + 1
	}
	n, _ := strconv.Atoi(strings.TrimPrefix(clase, claseAnexo)) // 0 is the main one
	return n
}
