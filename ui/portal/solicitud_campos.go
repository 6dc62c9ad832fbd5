package portal

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

// tramiteView is the part of the form that changes with the procedure.
type tramiteView struct {
	Tramite *tramite
	Form    *form
	Campos  []web.Field
}

// askedOf are the inputs of part two that depend on the procedure, in the order in which
// the template takes them.
var askedOf = []string{"pedido", "entrega", "entrega_otro", "expediente_referencia", "documento_tipo", "documento_fecha"}

// Estadisticas are the optional questions of a request for public information, as inputs.
func (f *form) Estadisticas() (list []web.Field) {
	for _, e := range mesa.Estadisticas() {
		input := web.Field{
			Nombre: e.Campo, Etiqueta: e.Pregunta, Valor: f.V[e.Campo], Opcional: true, Vacia: "Prefiero no responder",
		}
		for _, answer := range e.Respuestas {
			input.Opciones = append(input.Opciones, web.Option{Valor: answer.Valor, Texto: answer.Nombre})
		}
		list = append(list, input)
	}
	return list
}

// chooseTramite shows what the chosen procedure asks for, with everything that was typed.
// It saves nothing.
func (p *Portal) chooseTramite(e *core.RequestEvent) error {
	b, err := p.openDraft(e)
	if err != nil {
		return err
	}
	f, err := p.view(e, b)
	if err != nil {
		return err
	}
	f.overlayTramite(e)
	campos, err := web.Fields(f, nil, askedOf...)
	if err != nil {
		return err
	}
	return p.Screen.Fragment(e, formPage, "tramite-elegido", tramiteView{f.Tramite, f, campos})
}
