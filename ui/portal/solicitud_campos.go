package portal

import (
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
