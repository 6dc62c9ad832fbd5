package mesa

// Entrega is a way to receive public information.
type Entrega struct{ Valor, Nombre string }

// entregaOtro is the way that the person describes.
const entregaOtro = "otro"

// Entregas are the ways in which public information is delivered (DS 007-2024-JUS).
func Entregas() []Entrega {
	return []Entrega{
		{"correo", "Correo electrónico"}, {"copia_simple", "Copias simples"}, {"copia_certificada", "Copias certificadas"},
		{"cd", "CD"}, {entregaOtro, "Otra forma"},
	}
}

// NombreEntrega is a way of delivery in words; otro describes the one that is not listed.
func NombreEntrega(valor, otro string) string {
	for _, e := range Entregas() {
		if e.Valor == valor && valor == entregaOtro && otro != "" {
			return e.Nombre + ": " + otro
		}
		if e.Valor == valor {
			return e.Nombre
		}
	}
	return ""
}

// PorEscrito tells whether the person typed a request of which the program writes the
// escrito.
func (b *Borrador) PorEscrito(t *Tramite) bool { return t.SAIP() && b.GetString("pedido") != "" }

func (b *Borrador) cleanPedido() {
	b.Set("pedido", CleanText(b.GetString("pedido")))
	b.Set("entrega_otro", CleanLine(b.GetString("entrega_otro")))
	if b.GetString("entrega") != entregaOtro {
		b.Set("entrega_otro", "")
	}
}

// checkPedido checks a request for public information. It may be empty: then a principal
// document says what is asked for.
func (b *Borrador) checkPedido(t *Tramite, f *Fallas) {
	if !t.SAIP() {
		return
	}
	b.checkLine(f, "pedido", "", MaxPedido, false)
	b.checkLine(f, "entrega_otro", TextEntregaOtro, MaxEntrega, b.GetString("entrega") == entregaOtro)
	if b.PorEscrito(t) && b.GetString("entrega") == "" {
		f.Add("entrega", TextEntrega)
	}
}
