package demo

import "strings"

// filing is one of the demo: who filed what so many working days ago, and what became of it.
type filing struct {
	ago       int // working days before today
	who, whom int // in people and companies
	tramite   int // its place in the catalogue
	asunto    string
	how       string // photos, weekend, counter or plain
	then      []act
}

// act is a move of so many working days ago, or one of the words below.
type act struct {
	ago  int
	what string
	text string // what is observed, answered or given as the reason
}

// How a filing came in.
const (
	plain   = ""
	photos  = "photos"  // photos of the document, which become a PDF
	weekend = "weekend" // on the Saturday before that day
	counter = "counter" // on paper, which reception scanned; without an address of mail
)

// Acts of a filing's life that are no stage of the trail as staff type it.
const (
	confirms = "confirms" // the citizen presses the button of the notice
	corrects = "corrects" // the citizen replaces what was observed
	noted    = "NOTA"
	takes    = "takes" // an account of the area has it in its charge
)

// unconfirmed is the filing whose answer nobody confirms: it waits for a cédula.
const unconfirmed = 5

// ends tells whether the act closes the filing with a notice.
func (a act) ends() bool {
	return a.what == "ATENDIDO" || a.what == "ARCHIVADO" || a.what == "REMITIDO" || strings.Contains(a.what, "favorable")
}

const (
	sinFirma  = "Falta la firma en la última página."
	ilegible  = "La página 2 no se lee. Escanéela otra vez, derecha y completa."
	sinPedido = "Está faltando incluir los datos del pedido: número de la orden y fecha."
)

// filings stand in their order; the newest wait at reception.
var filings = []filing{
	{29, 1, 0, 2, "Presento el primer entregable del servicio de limpieza", plain,
		after(usual(29, 28), granted(24, "Se otorga la conformidad del servicio."))},
	{28, 3, 1, 8, "Reconocimiento de deuda por entrega de guantes", plain,
		after(usual(27, 27), inPart(9, "Se reconoce la deuda por 400 de las 500 cajas."))},
	{27, 2, 0, 1, "Copia del contrato de adquisición de mascarillas", plain,
		after(usual(27, 27), granted(20, "Le entregamos la copia que pidió."))},
	{26, 4, 2, 5, "Constancia de prestación de servicios del año pasado", photos,
		after(usual(25, 25), granted(19, "Se emite la constancia."))},
	{25, 0, 0, 4, "Constancia de culminación de contrato", plain,
		after(usual(25, 24), granted(18, "Procede su pedido. Le enviamos la constancia."))},
	{24, 5, 3, 13, "Inaplicación de penalidad por retraso justificado", plain,
		after(usual(23, 23), refused(6, "El retraso no se justifica con los documentos presentados."))},
	{23, 6, 0, 9, "Pago pendiente de la orden de servicio 118", photos, []act{observed(22, sinFirma), because(22, confirms, "")}},
	{22, 7, 4, 6, "Devolución de carta fianza del contrato 12", plain, after(usual(22, 21), granted(14, "Se devuelve la carta fianza."))},
	{21, 8, 0, 18, "Pide una cita con la dirección", plain,
		[]act{registered(21), because(20, "ARCHIVADO", "Se presentó por error: la cita se pide por teléfono.")}},
	{20, 1, 0, 17, "Formato de autorización de exportación", weekend,
		after(usual(19, 19), granted(10, "Se adjunta el formato autorizado."))},
	{19, 3, 5, 18, "Solicita inspección de un local de la municipalidad", plain,
		[]act{because(18, "REMITIDO", "La inspección de locales corresponde a la municipalidad.")}},
	{18, 2, 0, 12, "Devolución de la retención de garantía", plain,
		[]act{observed(17, ilegible), because(17, confirms, ""), because(16, corrects, ""), registered(15), routed(15, ""),
			granted(7, "Se devuelve la retención.")}},
	{17, 4, 3, 17, "Formato de autorización de exportación de reactivos", plain, usual(16, 16)},
	{16, 5, 0, 5, "Constancia de entrega de bienes", plain,
		after(usual(16, 15), because(2, takes, ""), because(2, noted, "Falta el informe del almacén."))},
	{15, 6, 0, 9, "Pago pendiente del servicio de transporte", plain, usual(14, 14)}, // late
	{14, 7, 0, 1, "Lista de proveedores de oxígeno del último año", plain,
		after(usual(14, 14), because(12, "PRORROGADO", "El volumen de la información no permite entregarla antes."))},
	{13, 8, 5, 2, "Segundo entregable de la consultoría", plain, after(usual(13, 12), granted(7, "Se otorga la conformidad."))},
	{12, 4, 0, 5, "Constancia de prestación del servicio de catering", plain,
		[]act{registered(11), because(10, "ARCHIVADO", "Se archivó por repetida."), because(8, "REABIERTO", "No era repetida: es otra orden."),
			because(8, confirms, ""), routed(8, ""), granted(4, "Se emite la constancia.")}},
	{11, 3, 4, 3, "Ampliación de plazo de entrega de la orden 45", plain,
		after(usual(10, 10), because(3, noted, "Ojo: el silencio es positivo."))},
	{11, 0, 0, 8, "Reconocimiento de deuda por alquiler de equipos", plain, []act{registered(10), routed(10, ""), because(4, takes, "")}},
	{10, 2, 1, 8, "Reconocimiento de deuda por fletes", photos, usual(9, 9)},
	{9, 1, 0, 5, "Constancia de servicios de capacitación", plain, []act{observed(8, sinPedido)}},
	{9, 4, 0, 18, "Consulta sobre la programación de vacunas", plain,
		[]act{registered(8), because(8, "RECONDUCIDO", "Es un pedido de programación."), routed(8, ""),
			answered(4, "La programación de vacunas está en nuestra página.")}},
	{8, 5, 2, 16, "Requerimientos de recursos estratégicos del próximo año", plain,
		after(usual(8, 7), answered(3, "Su requerimiento se incorporó a la programación."))},
	{8, 7, 0, 4, "Constancia de culminación de la obra menor", plain,
		[]act{observed(7, sinFirma), because(7, confirms, ""), because(6, "DESISTIDO", "Carta del 3: ya no necesita la constancia.")}},
	{7, 6, 3, 11, "Devolución de carta fianza por adelanto", plain, usual(6, 6)},
	{7, 0, 0, 9, "Pago pendiente de la orden de servicio 203", plain,
		after(usual(7, 6), inPart(1, "Se paga la parte conforme; el resto espera el informe."))},
	{6, 8, 0, 1, "Gasto en viajes del último trimestre", plain, usual(6, 6)},
	{6, 3, 5, 14, "Prórroga del plazo para instalar los equipos", plain, usual(5, 5)},
	{5, 2, 0, 7, "Rebaja de la orden de servicio 61", plain,
		[]act{registered(4), routed(4, ""), because(2, "DEVUELTO", "No es de esta área: la orden es de otra oficina.")}},
	{5, 4, 1, 2, "Tercer entregable del servicio de vigilancia", plain, usual(4, 4)},
	{4, 5, 0, 5, "Constancia de prestación del servicio de imprenta", photos,
		[]act{observed(3, ilegible), because(3, confirms, ""), because(1, corrects, "")}},
	{4, 0, 0, 3, "Ampliación de plazo de entrega de la orden 52", plain, []act{registered(3), routed(3, "")}},
	{3, 6, 4, 12, "Devolución de la retención del contrato 8", plain, []act{observed(2, sinPedido), because(2, corrects, "")}},
	{3, 7, 0, 18, "Propuesta de capacitación sin costo", plain, []act{registered(2)}},
	{2, 1, 2, 13, "Inaplicación de penalidad de la orden 90", plain, []act{observed(1, sinFirma), because(1, confirms, "")}},
	{2, 8, 0, 1, "Copia de la propuesta del postor ganador", weekend, []act{registered(1), routed(1, "")}},
	{2, 0, 0, 4, "Constancia de culminación del contrato 17", plain, []act{observed(1, sinPedido)}},
	{2, 7, 0, 18, "Pide que se revise la señal de su casilla", counter, []act{registered(1)}},
	{3, 3, 0, 6, "Devolución de carta fianza vencida", plain, nil}, // two days without review
	{1, 2, 3, 8, "Reconocimiento de deuda por reactivos", plain, nil},
	{0, 4, 0, 1, "Actas de la última compra de guantes", plain, nil},
	{0, 5, 5, 2, "Primer entregable del servicio de mantenimiento", photos, nil},
}

func registered(ago int) act              { return act{ago, "REGISTRADO", ""} }
func routed(ago int, text string) act     { return act{ago, "DERIVADO", text} }
func observed(ago int, text string) act   { return act{ago, "OBSERVADO", text} }
func answered(ago int, text string) act   { return act{ago, "ATENDIDO", text} }
func refused(ago int, text string) act    { return act{ago, "desfavorable", text} }
func inPart(ago int, text string) act     { return act{ago, "favorable_en_parte", text} }
func granted(ago int, text string) act    { return act{ago, "favorable", text} }
func because(ago int, w, t string) act    { return act{ago, w, t} }
func usual(reg, rou int) []act            { return []act{registered(reg), routed(rou, "")} }
func after(list []act, more ...act) []act { return append(list, more...) }
