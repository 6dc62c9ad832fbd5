package mesa

import (
	"regexp"
	"slices"
	"strings"
)

// Limits of the phrases: so many that one list shows them, with keys that fit a select.
const (
	MaxFrases     = 200
	MaxClaveFrase = 30
	MaxTextoFrase = 2000
)

// TiposFrase are where a phrase is offered.
var TiposFrase = []string{"observacion", "respuesta", "motivo"}

// camposFrase are the words that a phrase may hold between braces.
var camposFrase = []string{"nombre", "numero", "documento", "vence"}

var enLlaves = regexp.MustCompile(`\{[^{}]*\}`)

// CampoDesconocido is the first word between braces that no filing has, "" when each is known.
func CampoDesconocido(texto string) string {
	for _, found := range enLlaves.FindAllString(texto, -1) {
		if !slices.Contains(camposFrase, strings.Trim(found, "{}")) {
			return found
		}
	}
	return ""
}

// ValoresFrase are what a filing puts into a phrase. Before a term to correct runs no day
// can be named.
type ValoresFrase struct{ Nombre, Numero, Documento, Vence string }

// Llenar puts the values in the place of their words.
func (v ValoresFrase) Llenar(texto string) string {
	vence := v.Vence
	if vence == "" {
		vence = "último día que indica este aviso"
	}
	return strings.NewReplacer("{nombre}", v.Nombre, "{numero}", v.Numero, "{documento}", v.Documento, "{vence}", vence).Replace(texto)
}

// FraseDeEjemplo shows how a phrase reads, with values of nobody.
var FraseDeEjemplo = ValoresFrase{"ANA DE EJEMPLO", "8-2026", "11111111", "viernes 27 de marzo de 2026"}
