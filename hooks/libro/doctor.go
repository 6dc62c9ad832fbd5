package libro

import (
	"errors"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// Diagnose compares base and book as State does and writes nothing, not even the head: for
// who looks at a folder beside the program that holds it. What came into the book since the
// base was read is no gap, so what is missing is looked for again. whole reads the present
// epoch from its beginning too.
func (r *Room) Diagnose(app core.App, whole bool) (fault string, err error) {
	for range 3 {
		if fault, err = r.gapOf(app); err != nil || fault == "" {
			break
		}
		time.Sleep(200 * time.Millisecond)
	}
	if err != nil || fault != "" {
		return fault, err
	}
	if r.lostHead(app) {
		return mesa.TextResguardoFalta(r.Resguardo), nil
	}
	if whole {
		if err := r.Look(app); err != nil {
			return "", err
		}
		if found := r.fault.Load(); found != nil {
			return mesa.TextLibroDanado(*found), nil
		}
	}
	return "", nil
}

func (r *Room) gapOf(app core.App) (fault string, err error) {
	err = app.RunInTransaction(func(tx core.App) error {
		g, err := r.look(tx)
		if broken := (damage{}); errors.As(err, &broken) {
			fault = broken.texto
			return nil
		}
		if err == nil && (len(g.missing) > 0 || len(g.faults) > 0) {
			fault = g.texto()
		}
		return err
	})
	return fault, err
}
