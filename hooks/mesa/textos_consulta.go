package mesa

import (
	"fmt"
	"strings"

	"github.com/pocketbase/pocketbase/core"
)

// The texts about a look-up of names in a register.
const (
	TextNoFigura        = "No encontramos ese documento. Revise el número o escriba los datos."
	TextDeMenor         = "Ese documento es de una persona menor de edad. Escriba los datos."
	TextSinRegistro     = "Ahora no podemos buscar los datos. Escríbalos, por favor."
	TextEscribaNombres  = "El número está bien escrito. Escriba los nombres y apellidos."
	TextEscribaRazon    = "El número está bien escrito. Escriba la razón social."
	TextTresDocumentos  = "Ya buscamos tres documentos para esta solicitud. Escriba los datos."
	TextSoloJuridica    = "El RUC se pide a quien representa a una persona jurídica."
	TextAjustesUnicos   = "Los ajustes de consultas están en un solo registro: edítelo."
	TextDireccionPIDE   = "Escriba una dirección que empiece con https:// o http://."
	TextConsultasFijas  = "El registro de consultas no se edita ni se borra."
	FinalidadConsulta   = "Completar los datos de quien presenta una solicitud en la mesa de partes."
	FuentePadron        = "SUNAT"
	ResultadoEncontrada = "encontrada"
	// ResultadoSinServicio is the outcome where no register is set up.
	ResultadoSinServicio = "sin_servicio"
)

// TextDatosSegun names the register that the data come from.
func TextDatosSegun(fuente string) string {
	return fmt.Sprintf("Datos según %s. Corríjalos si hace falta.", fuente)
}

// TextConsulta is the outcome of a consulta in words. Where no register is set up, the number
// is checked and the person goes on in the field that sigue names.
func TextConsulta(consulta *core.Record) (aviso, sigue string) {
	switch consulta.GetString("resultado") {
	case ResultadoEncontrada:
		return TextDatosSegun(consulta.GetString("fuente")), ""
	case "no_encontrada":
		return TextNoFigura, ""
	case "menor":
		return TextDeMenor, ""
	case ResultadoSinServicio:
		if consulta.GetString("tipo") == "RUC" {
			return TextEscribaRazon, "razon_social"
		}
		return TextEscribaNombres, "nombres"
	}
	return TextSinRegistro, ""
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
