package consulta

import (
	"context"
	"errors"

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
func (r *Room) ImportPadron(ctx context.Context, app core.App) error {
	for ctx.Err() == nil {
		waiting, err := app.FindRecordsByFilter(mesa.ColPadronCargas, "estado = {:e}", "created", 1, 0, map[string]any{"e": cargaPendiente})
		if err != nil || len(waiting) == 0 {
			return err
		}
		err = r.importCarga(ctx, app, waiting[0])
		if errors.Is(err, errPadronTurn) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *Room) importCarga(ctx context.Context, app core.App, carga *core.Record) error {
	carga.Load(map[string]any{"estado": cargaImportando, "iniciada_en": r.Now(), "intentos": carga.GetInt("intentos") + 1})
	if err := rule.Save(app, carga); err != nil {
		return err
	}
	report, err := r.importFile(ctx, app, carga)
	if ctx.Err() != nil {
		return waitAgain(app, carga)
	}
	var known *padron.Fault
	if errors.As(err, &known) && known.Texto == mesa.TextPadronOcupado {
		return errors.Join(errPadronTurn, waitAgain(app, carga))
	}
	carga.Load(map[string]any{
		"estado": cargaLista, "filas": report.Filas, "malas": report.Malas, "detalle": report.Detalle(), "terminada_en": r.Now(), "archivo": nil,
	})
	if err != nil {
		app.Logger().Error("padron import", "carga", carga.Id, "error", err, "cause", errors.Unwrap(err))
		carga.Set("estado", cargaFallida)
		carga.Set("detalle", cargaDetalle(report, err))
	}
	return rule.Save(app, carga)
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

func (r *Room) importFile(ctx context.Context, app core.App, carga *core.Record) (padron.Report, error) {
	f, done, err := mesa.PapelOf(carga, "archivo").OpenHere(ctx, app)
	if err != nil {
		return padron.Report{}, err
	}
	defer done()
	return padron.Import(ctx, padron.Options{
		Src: f.Name(), Dir: app.DataDir(), Forzar: carga.GetBool("forzar"), Now: r.Now(), Room: r.FreeSpace,
	})
}

// ResumePadron lets the imports that ended with the program wait again. An import that
// ended with it three times is given up.
func (r *Room) ResumePadron(app core.App) error {
	cut, err := app.FindRecordsByFilter(mesa.ColPadronCargas, "estado = {:e}", "", 0, 0, map[string]any{"e": cargaImportando})
	errs := []error{err, padron.Sweep(app.DataDir())}
	for _, carga := range cut {
		carga.Set("estado", cargaPendiente)
		if carga.GetInt("intentos") >= cargaTries {
			carga.Load(map[string]any{"estado": cargaFallida, "detalle": mesa.TextPadronInterrumpido, "archivo": nil})
		}
		errs = append(errs, rule.Save(app, carga))
	}
	return errors.Join(errs...)
}

// waitAgain puts back an import that could not run to its end for no fault of its file.
func waitAgain(app core.App, r *core.Record) error {
	r.Load(map[string]any{"estado": cargaPendiente, "intentos": r.GetInt("intentos") - 1})
	return rule.Save(app, r)
}
