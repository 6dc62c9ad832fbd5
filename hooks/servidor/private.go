package servidor

import (
	"context"
	"fmt"

	"mesadepartes/hooks/disco"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// closeFolder takes from other users of the machine what an older program or a copy
// left open to them: the folder and what lies in it, once the base was found to be one
// of ours.
func (r *Room) closeFolder(e *core.BootstrapEvent) error {
	if err := e.Next(); err != nil || !r.Alone {
		return err
	}
	r.tellClosed(disco.MakePrivate(context.Background(), e.App.DataDir(), false))
	return nil
}

// closeBelow does the same with everything below, beside the server: 200,000 files
// take seconds.
func (r *Room) closeBelow(e *core.ServeEvent) error {
	if !r.Alone {
		return e.Next()
	}
	return rule.Work(e, "private files", func(ctx context.Context) {
		r.tellClosed(disco.MakePrivate(ctx, e.App.DataDir(), true))
	})
}

func (r *Room) tellClosed(changed int, err error) {
	if changed > 0 {
		fmt.Fprintf(r.Out, "Permisos: %d archivos y carpetas de datos estaban abiertos a otros usuarios de la máquina y se cerraron.\n", changed)
	}
	if err != nil {
		fmt.Fprintf(r.Out, "AVISO: hay archivos de datos abiertos a otros usuarios de la máquina: %v\n", err)
	}
}
