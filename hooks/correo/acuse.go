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

// NeedsAcuse tells whether a kind of mail notifies an act, so that the citizen is
// asked to confirm it (art. 20.4 of Ley 27444). The receipts and the routing only
// inform, and a reminder repeats what was notified before: nothing depends on them.
func NeedsAcuse(tipo string) bool { return mesa.NombreAviso(tipo) != "" }

// HashToken is what is stored of the token in an acknowledgement link.
func HashToken(token string) string { return security.SHA256(token) }

// giveToken puts the token of the acknowledgement link into a mail's data and its
// hash on the record. The token itself stands only in the mail's text, which a
// superuser may read in the outbox: that is accepted, as it opens nothing. It
// confirms one notice, and a superuser could forge that only by acting as the citizen.
// A mail rendered anew keeps its token: the first try may have arrived after all.
func giveToken(row *core.Record, data map[string]any) {
	if !NeedsAcuse(row.GetString("tipo")) {
		return
	}
	token := security.RandomString(tokenLength)
	for _, m := range acuseLink.FindAllStringSubmatch(row.GetString("texto"), -1) {
		if HashToken(m[1]) == row.GetString("acuse") { // and no link that a person typed
			token = m[1]
		}
	}
	row.Set("acuse", HashToken(token))
	data["Acuse"] = token
}
