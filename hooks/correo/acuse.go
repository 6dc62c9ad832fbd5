package correo

import (
	"regexp"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
)

// tokenLength makes 256 random bits of 62 different characters.
const tokenLength = 43

var acuseLink = regexp.MustCompile(`/acuse/([A-Za-z0-9]{43})`)

// giveToken puts the token of the acknowledgement link into a mail's data and its
// hash on the record. The token itself stands only in the mail's text, which a
// superuser may read in the outbox: that is accepted, as it opens nothing. It
// confirms one notice, and a superuser could forge that only by acting as the citizen.
// A mail rendered anew keeps its token: the first try may have arrived after all.
func giveToken(row *core.Record, data map[string]any) {
	if !mesa.AsCorreo(row).Tipo().NeedsAcuse() {
		return
	}
	token := security.RandomString(tokenLength)
	for _, m := range acuseLink.FindAllStringSubmatch(row.GetString("texto"), -1) {
		if mesa.HashToken(m[1]) == row.GetString("acuse") { // and no link that a person typed
			token = m[1]
		}
	}
	row.Set("acuse", mesa.HashToken(token))
	data["Acuse"] = token
}
