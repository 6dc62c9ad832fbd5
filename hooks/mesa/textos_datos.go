package mesa

// The refusals about who files, for whom, and what the filing continues.
const (
	TextPasaporte         = "El pasaporte tiene de 5 a 12 letras o números. Escríbalo como figura en el pasaporte."
	TextPTP               = "El permiso temporal de permanencia tiene de 8 a 12 letras o números. Escríbalo como figura en él."
	TextCIP               = "El carné de identidad personal (CIP) tiene 8 o 9 dígitos. Escríbalos sin espacios ni guiones."
	TextDocumentoNoAdmite = "Con ese documento de identidad solo se recibe un pedido de información pública. " +
		"Elija ese trámite o use otro documento."
	TextConsultaDocumento = "La búsqueda de nombres es solo para DNI y carné de extranjería. Escriba los nombres y apellidos."

	TextPoder                 = "Escriba el poder con el que actúa: partida registral, carta poder u otro (art. 115 de la Ley 27444)."
	TextRepresentado          = "Escriba los nombres y apellidos de la persona por la que actúa (art. 113 de la Ley 27444)."
	TextRepresentadoDocumento = "Escriba el documento de la persona por la que actúa, por ejemplo DNI 12345678."

	TextFaltaReferencia = "Este trámite continúa otro: escriba el número de la solicitud o del expediente ya iniciado " +
		"(art. 113.7 de la Ley 27444)."
	TextSinReferencia = "No encontramos una solicitud ni un expediente con ese número. Revíselo en el cargo de la presentación."

	TextTipoDelDocumento  = "Elija qué clase de documento es el principal."
	TextFechaDelDocumento = "Escriba la fecha que lleva el documento principal: día, mes y año."
	TextFechaFutura       = "La fecha del documento principal no puede ser posterior a hoy."

	TextDireccionAviso = "Escriba la dirección en la que quiere recibir notificaciones, o deje vacíos los cuatro datos."
	TextDepartamento   = "Elija el departamento de esa dirección."
	TextProvinciaFalta = "Elija la provincia de esa dirección."
	TextDistrito       = "Elija el distrito de esa dirección."
)

// TextDistritoAjeno refuses a district that the province's list doesn't have.
func TextDistritoAjeno(provincia string) string {
	return "Ese distrito no está en la lista de la provincia de " + provincia + ". Elija uno de ella. " +
		"Si su distrito es nuevo y no aparece, elija aquel del que salió y escriba el suyo en la dirección."
}
