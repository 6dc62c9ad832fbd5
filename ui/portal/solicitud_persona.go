package portal

import (
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

// lookUpPerson asks for the names of a DNI or CE.
func (p *Portal) lookUpPerson(e *core.RequestEvent) error {
	return p.lookUp(e, e.Request.PostFormValue("tipo_documento"), e.Request.PostFormValue("numero_documento"), web.PartNames)
}
