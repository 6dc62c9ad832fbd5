package portal

import (
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/routine"
)

// later runs do after the answer, so that the time of the answer does not tell whether
// a mail was sent. With the local mailbox do runs at once, because the contract promises
// the mail there when the request has been answered.
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
