package mesa

// TextAutomaticas says what the program does by itself, as the law orders it (art. 6.1 of
// the rules of Ley 29733 asks to tell it).
const TextAutomaticas = "Dos cosas ocurren por el solo paso del plazo que fija la ley, sin que intervenga una persona. " +
	"Si usted no subsana a tiempo, su solicitud pasa a no presentada (art. 125 de la Ley 27444). " +
	"Si el trámite tiene silencio positivo y la entidad no responde a tiempo, su pedido queda aprobado (art. 33 de la Ley 27444). " +
	"Todo lo demás lo decide una persona."

// What the privacy notice says where the office wrote nothing of its own.
const (
	TextConservacion = "Conservamos las solicitudes, sus documentos y sus etapas el tiempo que ordenan las normas " +
		"del Sistema Nacional de Archivos."
	TextTransferencias = "Este servicio no transfiere sus datos a otros países. " +
		"Los correos pasan por el servidor de correo de la entidad y por el proveedor que usted usa."
)

// What the fields of the privacy notice are refused with.
const (
	TextOficialSinNombre = "Escriba el nombre del Oficial de Datos Personales al que pertenece ese correo."
	TextBancoSinNombre   = "Escriba la denominación del banco de datos que tiene ese código."
)

// What the record of incidents is refused with (arts. 34 and 35 of the rules of Ley 29733).
const (
	TextIncidenteQue      = "Escriba qué ocurrió."
	TextIncidenteDatos    = "Escriba qué datos alcanza. Si todavía no se sabe, escriba eso."
	TextIncidentePersonas = "Escriba a quiénes alcanza. Si todavía no se sabe, escriba eso."
	TextIncidenteCuando   = "Escriba cuándo se supo del incidente."
	TextIncidenteFuturo   = "Escriba un momento que ya pasó."
	TextIncidenteAntes    = "No se pudo comunicar antes de saberlo: revise las dos fechas."
	TextIncidenteFijo     = "Un incidente no se borra: queda documentado (art. 35 del Reglamento de la Ley 29733). Corríjalo o complételo."
)

// TituloIncidentes heads the incidents in the digest. It names no detail, because the
// digest goes to accounts that may not read the record.
const TituloIncidentes = "INCIDENTES DE DATOS PERSONALES: comuníquelos a la Autoridad y a las personas en 48 horas (art. 34)"
