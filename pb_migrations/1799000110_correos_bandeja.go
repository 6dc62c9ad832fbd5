package pb_migrations

import (
	"github.com/pocketbase/pocketbase/core"
	m "github.com/pocketbase/pocketbase/migrations"
	"github.com/pocketbase/pocketbase/tools/types"
)

// retryable is who may put a mail back into the outbox: mesa any, an area those about the
// filings that it holds. The event says what else may be changed: nothing.
const retryable = staff + ` && (@request.auth.rol = "mesa" || ` +
	`@request.auth.rol = "area" && @request.auth.area != "" && solicitud.area = @request.auth.area)`

// accessesByActor finds what an account saw, whatever its name was then. A collection's
// own indexes hold no expression.
const accessesByActor = "CREATE INDEX idx_accesos_actor ON accesos (substr(actor, 1, instr(actor, ' ')), fecha)"

// The error of a mail that came too late: as it was written before, and as staff read it.
const (
	lateBefore = "the mail''s day has passed"
	lateSince  = "Llegó tarde: un acto posterior ocupó su lugar, o pasó su día."
)

func sayLate(before, since string) string {
	return "UPDATE correos SET error = '" + since + "' WHERE estado = 'fallido' AND error = '" + before + "'"
}

func init() {
	m.Register(func(app core.App) error {
		err := alter(app, "correos", func(c *core.Collection) {
			c.Fields.Add(date("intentado_en", "Cuándo se intentó enviar por última vez."))
			c.UpdateRule = types.Pointer(retryable)
		})
		if err != nil {
			return err
		}
		return execute(app, accessesByActor, sayLate(lateBefore, lateSince))
	}, func(app core.App) error {
		if err := execute(app, "DROP INDEX idx_accesos_actor", sayLate(lateSince, lateBefore)); err != nil {
			return err
		}
		return alter(app, "correos", func(c *core.Collection) {
			c.Fields.RemoveByName("intentado_en")
			c.UpdateRule = nil
		})
	})
}
