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
