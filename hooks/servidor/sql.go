package servidor

import (
	"regexp"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

var (
	reads = regexp.MustCompile(`(?is)^\s*(select|explain)\b`)
	// A second statement after the first would run unseen.
	writes = regexp.MustCompile(`(?is);\s*\S`)
)

// readOnlySQL keeps the dashboard's SQL console to reading: it runs below every
// record event, so a change made there would break law one of the house. The
// triggers stay as the last word.
func readOnlySQL(e *core.ServeEvent) error {
	e.Router.BindFunc(func(e *core.RequestEvent) error {
		if e.Request.Pattern != "POST /api/sql" {
			return e.Next()
		}
		body := struct {
			Query string `json:"query" form:"query"`
		}{}
		if err := e.BindBody(&body); err != nil {
			return e.BadRequestError("", err)
		}
		if !reads.MatchString(body.Query) || writes.MatchString(body.Query) {
			return mesa.Refuse(403, "query", mesa.TextSQLSoloLectura)
		}
		return e.Next()
	})
	return e.Next()
}
