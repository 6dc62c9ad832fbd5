package archivo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rastro"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Orden is an elimination as a resolution authorises it.
type Orden struct {
	Autorizacion string
	Fecha        time.Time // of the resolution
	Archivo      string    // its PDF
	Serie        string
	Hasta        int  // the last year of closing
	Simular      bool // only say what would be eliminated
	Out          io.Writer
}

// atOnce is how many filings are ended together: the book is looked through once for them.
const atOnce = 50

// Eliminate removes the papers and the personal data of the filings that a resolution reaches.
// The resolution is recorded before the first, and each filing's line before anything of it
// goes. It may be killed at any moment and asked again, which ends it.
func (r *Room) Eliminate(ctx context.Context, app core.App, o Orden) error {
	if err := errors.Join(r.ready(app), o.check(r.Now()), o.checkTerm(app, r.Now())); err != nil {
		return err
	}
	all, err := chosen(app, o.Serie, o.Hasta)
	if err != nil {
		return err
	}
	if err := o.describe(app, all); err != nil || o.Simular {
		return err
	}
	order, err := r.authorise(ctx, app, o)
	if err != nil {
		return err
	}
	if err := r.resume(app, order); err != nil {
		return err
	}
	for some := range slices.Chunk(all, atOnce) {
		if err := ctx.Err(); err != nil {
			return err
		}
		var ids []string
		for _, s := range some {
			ids = append(ids, s.ID)
			if err := r.write(app, order, s.ID); err != nil {
				return fmt.Errorf("%s: %w", s.Numero, err)
			}
		}
		if err := r.Libro.Forget(app, ids); err != nil {
			return err
		}
	}
	order.Set("terminada_en", r.Now())
	if err := rule.Save(app, order.Record); err != nil {
		return err
	}
	fmt.Fprintf(o.Out, "Expedientes eliminados con la resolución %s: %d.\n", order.Words(), len(all))
	return nil
}

// describe says what is reached, and what is not.
func (o Orden) describe(app core.App, all []solicitud) error {
	left, err := open(app, o.Serie, o.Hasta)
	if err != nil {
		return err
	}
	fmt.Fprintf(o.Out, "Serie «%s», solicitudes cerradas hasta %d que pasaron su plazo: %d.\n", o.Serie, o.Hasta, len(all))
	if left > 0 {
		fmt.Fprintf(o.Out, "Siguen sin cerrar o sin archivar, y no se eliminan: %d.\n", left)
	}
	if o.Simular {
		for _, s := range all {
			fmt.Fprintln(o.Out, s.Numero)
		}
	}
	return nil
}

// resume ends the filings of a run that was broken off.
func (r *Room) resume(app core.App, order *mesa.Eliminacion) error {
	if !order.GetDateTime("terminada_en").IsZero() {
		return nil
	}
	var ids []string
	err := app.DB().Select("id").From(mesa.ColSolicitudes).Where(dbx.HashExp{"eliminacion": order.Id}).Column(&ids)
	for some := range slices.Chunk(ids, atOnce) {
		if err == nil {
			err = r.Libro.Forget(app, some)
		}
	}
	return err
}

// write writes the elimination of one filing: its rows without what goes, and the line of the
// trail, with the entry of the book, in one transaction.
func (r *Room) write(app core.App, order *mesa.Eliminacion, id string) error {
	return rule.Transaction(app, func(tx core.App) error {
		row, err := tx.FindRecordById(mesa.ColSolicitudes, id)
		if err != nil {
			return err
		}
		s := mesa.AsSolicitud(row)
		if s.Eliminada() || !slices.Contains(mesa.Cerrados(), s.Estado()) { // another run was faster, or it was reopened
			return nil
		}
		tramite, err := tx.FindRecordById(mesa.ColTramites, s.GetString("tramite"))
		if err != nil {
			return err
		}
		if err := bare(tx, row, order.Id); err != nil {
			return err
		}
		_, err = rastro.Write(tx, id, rastro.Line{
			Etapa: mesa.EtapaNota, Fecha: r.Now(), Origen: mesa.MesaDePartes,
			Observaciones: mesa.TextNotaEliminada(order, tramite.GetString("serie_documental")),
		})
		return err
	})
}
