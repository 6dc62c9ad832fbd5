package rule

import (
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

// Refuse is the rule of what nobody may do, superusers included: an HTTP status
// and the text that the person reads.
func Refuse(status int, texto string) func(*core.RecordEvent) error {
	return func(*core.RecordEvent) error { return router.NewApiError(status, texto, nil) }
}

// RefuseRequest is Refuse for what nobody may ask for through the API.
func RefuseRequest(status int, texto string) func(*core.RecordRequestEvent) error {
	return func(*core.RecordRequestEvent) error { return router.NewApiError(status, texto, nil) }
}

// OnlySystem is the rule of what only our own rules may write.
func OnlySystem(texto string) func(*core.RecordEvent) error {
	return func(e *core.RecordEvent) error {
		if !IsSystem(e.Record) {
			return router.NewApiError(403, texto, nil)
		}
		return e.Next()
	}
}
