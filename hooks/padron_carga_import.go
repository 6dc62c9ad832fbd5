package hooks

import (
	"context"
	"errors"

	"mesadepartes/hooks/cargas"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/padron"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// States of an import.
const (
	cargaPendiente  = "pendiente"
	cargaImportando = "importando"
	cargaLista      = "lista"
	cargaFallida    = "fallida"
)

// cargaTries is how often an import that died with the program is begun again.
const cargaTries = 3

// errPadronTurn ends a round while another process imports.
var errPadronTurn = errors.New("another import is at work")

// ImportPadron imports the registries that wait, oldest first, one at a time. An
// import that ctx ends waits for the next start, one that meets the command at
// work for the next round.
func (d *Desk) ImportPadron(ctx context.Context, app core.App) error {
	for ctx.Err() == nil {
		waiting, err := app.FindRecordsByFilter(mesa.ColPadronCargas, "estado = {:e}", "created", 1, 0, map[string]any{"e": cargaPendiente})
		if err != nil || len(waiting) == 0 {
			return err
		}
		err = d.importCarga(ctx, app, waiting[0])
		if errors.Is(err, errPadronTurn) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) importCarga(ctx context.Context, app core.App, r *core.Record) error {
	r.Load(map[string]any{"estado": cargaImportando, "iniciada_en": d.Now(), "intentos": r.GetInt("intentos") + 1})
	if err := rule.Save(app, r); err != nil {
		return err
	}
	report, err := d.importFile(ctx, app, r)
	if ctx.Err() != nil {
		return waitAgain(app, r)
	}
	var known *padron.Fault
	if errors.As(err, &known) && known.Texto == mesa.TextPadronOcupado {
		return errors.Join(errPadronTurn, waitAgain(app, r))
	}
	r.Load(map[string]any{
		"estado": cargaLista, "filas": report.Filas, "malas": report.Malas, "detalle": report.Detalle(), "terminada_en": d.Now(), "archivo": nil,
	})
	if err != nil {
		app.Logger().Error("padron import", "carga", r.Id, "error", err, "cause", errors.Unwrap(err))
		r.Set("estado", cargaFallida)
		r.Set("detalle", cargaDetalle(report, err))
	}
	return rule.Save(app, r)
}

// cargaDetalle is what went wrong, with the first bad lines.
func cargaDetalle(report padron.Report, err error) string {
	text := mesa.TextPadronNoLee
	var known *padron.Fault
	if errors.As(err, &known) {
		text = known.Texto
	}
	if lines := report.Malos(); lines != "" {
		text += "\n" + lines
	}
	return text
}

func (d *Desk) importFile(ctx context.Context, app core.App, r *core.Record) (padron.Report, error) {
	path, done, err := localFile(app, r, "archivo")
	if err != nil {
		return padron.Report{}, err
	}
	defer done()
	return padron.Import(ctx, padron.Options{
		Src: path, Dir: app.DataDir(), Forzar: r.GetBool("forzar"), Now: d.Now(), Room: cargas.Room,
	})
}

// ResumePadron puts the imports that ended with the program back in line. One that
// took the program down again and again is given up.
func (d *Desk) ResumePadron(app core.App) error {
	cut, err := app.FindRecordsByFilter(mesa.ColPadronCargas, "estado = {:e}", "", 0, 0, map[string]any{"e": cargaImportando})
	errs := []error{err, padron.Sweep(app.DataDir())}
	for _, r := range cut {
		r.Set("estado", cargaPendiente)
		if r.GetInt("intentos") >= cargaTries {
			r.Load(map[string]any{"estado": cargaFallida, "detalle": mesa.TextPadronInterrumpido, "archivo": nil})
		}
		errs = append(errs, rule.Save(app, r))
	}
	return errors.Join(errs...)
}

// waitAgain puts back an import that could not run to its end for no fault of its file.
func waitAgain(app core.App, r *core.Record) error {
	r.Load(map[string]any{"estado": cargaPendiente, "intentos": r.GetInt("intentos") - 1})
	return rule.Save(app, r)
}
