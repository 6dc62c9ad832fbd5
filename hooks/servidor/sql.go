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

// readOnlySQL lets the dashboard's SQL console read only, because the console runs below
// every record event: a change made there would meet no rule. The triggers of the base
// guard what no console may change.
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
