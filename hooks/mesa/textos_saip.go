package mesa

// The refusals about a request for public information (Ley 27806, DS 007-2024-JUS).
const (
	TextFaltaPedido = "Escriba su pedido en «Datos de la solicitud», o adjunte el documento principal en PDF."
	TextEntrega     = "Elija cómo quiere recibir la información."
	TextEntregaOtro = "Escriba de qué otra forma quiere recibir la información."
	// TextEscritoPendiente is read when the program could not write the escrito, or wrote it of older data.
	TextEscritoPendiente = "Su escrito no está al día con sus datos. Guarde otra vez los datos de la solicitud y léalo antes de enviar."
	TextSAIPAdmitida     = "Pasaron los dos días hábiles para pedir que se subsane: el pedido de información quedó admitido " +
		"(art. 16.1 del DS 007-2024-JUS). Atiéndalo."
	TextEstadisticaFija = "Los totales de la estadística los suma el programa cuando se presenta un pedido. No se escriben a mano."
)
