package portal

import (
	"strings"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// codeSent tells whether the newest code of an address was asked for by the draft or
// correction para.
func (p *Portal) codeSent(app core.App, correo, para string) bool {
	if correo == "" {
		return false
	}
	r, err := app.FindAuthRecordByEmail(mesa.ColCiudadanos, strings.ToLower(correo))
	return err == nil && r.GetString("codigo_para") == para
}
