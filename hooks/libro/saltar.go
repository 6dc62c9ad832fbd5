package libro

import (
	"database/sql"
	"errors"
	"slices"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Skip keeps the numbers of a year from being given up to the told ones, and says why, with the
// numbers, in a line of the trail, which the register takes. What is skipped already stays so.
func (r *Room) Skip(app core.App, hasta map[int]int, why string) error {
	return rule.Transaction(app, func(tx core.App) error {
		highest, err := numbers(tx)
		if err != nil {
			return err
		}
		skipped, ranges := map[int]int{}, [][2]mesa.Numerado{}
		for year, n := range hasta {
			if n > highest[year] {
				skipped[year] = n
				ranges = append(ranges, [2]mesa.Numerado{{Anio: year, Correlativo: highest[year] + 1}, {Anio: year, Correlativo: n}})
			}
		}
		if len(skipped) == 0 {
			return nil
		}
		slices.SortFunc(ranges, func(a, b [2]mesa.Numerado) int { return a[0].Anio - b[0].Anio })
		var before int // rows of epoch 0 stand for no entry, each in its own place
		if err := tx.DB().Select("COUNT(*)").From(tableReservas).Where(dbx.HashExp{"epoca": 0}).Row(&before); err != nil {
			return err
		}
		if err := reserve(tx, Posicion{Asiento: before + 1}, skipped); err != nil {
			return err
		}
		var last string
		err = tx.DB().Select("id").From(mesa.ColSolicitudes).OrderBy("anio DESC", "correlativo DESC").Limit(1).Row(&last)
		if errors.Is(err, sql.ErrNoRows) {
			return nil // no trail yet
		}
		if err != nil {
			return err
		}
		return r.addNota(tx, last, why+mesa.TextReservados(ranges))
	})
}
