package portal

import (
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/routine"
)

// later does what must not show in how long an answer takes: whether there was
// anything to mail. With the local mailbox it is done at once, for the contract
// promises a mail there when its request has answered.
func (p *Portal) later(app core.App, do func() error) {
	run := func() {
		if err := do(); err != nil {
			app.Logger().Error("letter not sent", "error", err)
		}
	}
	if p.Correo.Local() {
		run()
		return
	}
	routine.FireAndForget(run, &p.background)
}
