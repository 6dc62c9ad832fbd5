package portal

import (
	"mesadepartes/ui/web"

	"github.com/pocketbase/pocketbase/core"
)

// lookUpCompany asks for the name of a RUC.
func (p *Portal) lookUpCompany(e *core.RequestEvent) error {
	return p.lookUp(e, "RUC", e.Request.PostFormValue("ruc"), web.PartCompany)
}
