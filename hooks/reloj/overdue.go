package reloj

import (
	"errors"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// CloseOverdue moves to no_presentada every observed filing whose term ended
// (art. 125.4 of Ley 27444). A filing that fails does not hold up the others. Only jefatura
// opens a closed filing again, so a doubtful hour closes nothing.
func (r *Room) CloseOverdue(c *Reading) error {
	if c.Doubtful() {
		return nil
	}
	today, err := types.ParseDateTime(plazos.Date(c.Now))
	if err != nil {
		return err
	}
	due, err := c.app.FindRecordsByFilter(mesa.ColSolicitudes,
		"estado = 'observada' && vence_subsanacion != '' && vence_subsanacion < {:today}", "vence_subsanacion", 0, 0,
		dbx.Params{"today": today.String()})
	if err != nil {
		return err
	}
	movimientos, err := c.app.FindCachedCollectionByNameOrId(mesa.ColMovimientos)
	if err != nil {
		return err
	}
	var errs []error
	for _, s := range due {
		held, err := c.Held(mesa.AsSolicitud(s))
		if err != nil || held || !c.TermOver(mesa.AsSolicitud(s)) {
			errs = append(errs, err)
			continue
		}
		mov := core.NewRecord(movimientos)
		mov.Set("solicitud", s.Id)
		mov.Set("etapa", string(mesa.EtapaNoPresentado))
		mesa.SetActor(mov, mesa.Actor{Mano: mesa.ManoReloj})
		errs = append(errs, c.app.Save(mov))
	}
	return errors.Join(errs...)
}
