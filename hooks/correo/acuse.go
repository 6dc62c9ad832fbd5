package correo

import (
	"regexp"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
)

// tokenLength is how many of 62 different characters hold 256 random bits.
const tokenLength = 43

var acuseLink = regexp.MustCompile(`/acuse/([A-Za-z0-9]{43})`)

// giveToken puts the token of the acknowledgement link into a mail's data and its
// hash on the record. The token itself stands only in the mail's text, which a superuser
// may read in the outbox. That is accepted, because the token opens nothing: it confirms
// one notice. A mail that is rendered anew keeps its token, because the first try may
// have arrived.
func giveToken(row *core.Record, data map[string]any) {
	if !mesa.AsCorreo(row).Tipo().NeedsAcuse() {
		return
	}
	token := security.RandomString(tokenLength)
	for _, m := range acuseLink.FindAllStringSubmatch(row.GetString("texto"), -1) {
		if mesa.HashToken(m[1]) == row.GetString("acuse") { // else a person typed the link
			token = m[1]
		}
	}
	row.Set("acuse", mesa.HashToken(token))
	data["Acuse"] = token
}
