package mesa

import (
	"fmt"
	"strings"
)

// The texts about a look-up of names in a register.
const (
	TextNoFigura        = "No encontramos ese documento. Revise el número o escriba los datos."
	TextDeMenor         = "Ese documento es de una persona menor de edad. Escriba los datos."
	TextSinRegistro     = "Ahora no podemos buscar los datos. Escríbalos, por favor."
	TextTresDocumentos  = "Ya buscamos tres documentos para esta solicitud. Escriba los datos."
	TextSoloJuridica    = "El RUC se pide a quien representa a una persona jurídica."
	TextAjustesUnicos   = "Los ajustes de consultas están en un solo registro: edítelo."
	TextDireccionPIDE   = "Escriba una dirección que empiece con https:// o http://."
	TextConsultasFijas  = "El registro de consultas no se edita ni se borra."
	FinalidadConsulta   = "Completar los datos de quien presenta una solicitud en la mesa de partes."
	FuentePadron        = "SUNAT"
	ResultadoEncontrada = "encontrada"
)

// TextDatosSegun names the register that the data come from.
func TextDatosSegun(fuente string) string {
	return fmt.Sprintf("Datos según %s. Corríjalos si hace falta.", fuente)
}

// TextSituacion is a company's status and condition by SUNAT, for staff; padron is
// the registry with its date, as TextPadronDel writes it.
func TextSituacion(estado, condicion, padron string) string {
	return fmt.Sprintf("%s (%s)", strings.Trim(estado+", "+condicion, ", "), padron)
}

// TextPadronDel names the local registry by its day.
func TextPadronDel(day string) string { return "padrón de SUNAT importado el " + day }

// TextNoFiguraEn says, for staff, that a RUC is not in the local registry.
func TextNoFiguraEn(padron string) string { return "No figura en el " + padron + "." }
