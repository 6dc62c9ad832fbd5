package libro

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"maps"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// openEpoch goes on behind a damaged book: the first entry of a new epoch quotes how
// far the lost one is known to have reached, and the numbers up to there are skipped,
// for nobody can say to whom they were given.
func (r *Room) openEpoch(app core.App, g *gap, o Options) error {
	s := shelf(app)
	epoca, err := r.freeEpoch(s, g)
	if err != nil {
		return err
	}
	return rule.Transaction(app, func(tx core.App) error {
		id, err := ensureOficina(tx, g.oficina)
		if err != nil {
			return err
		}
		anterior, err := known(tx)
		if err != nil {
			return err
		}
		skipped, highest, err := g.skipped(tx, o.Hasta)
		if err != nil {
			return err
		}
		p := Publico{
			Version: 1, Oficina: id, Epoca: epoca, Asiento: 1, Acto: 1, Anterior: anterior, Previo: anterior.Hash,
			Instante: r.Now().UTC().Format(time.RFC3339Nano), Reservas: skipped,
			Apertura: &Apertura{Motivo: g.faults[0].texto, Perdida: g.reached()},
		}
		first, err := newAsiento(p, nil, "")
		if err != nil {
			return err
		}
		if err := s.write([]*asiento{first}); err != nil {
			return err
		}
		tx.TxInfo().OnComplete(func(txErr error) error {
			if txErr != nil {
				return nil
			}
			return r.heads.reach(id, first.at(), highest)
		})
		if g.older() {
			if err := settleMails(tx, id); err != nil {
				return err
			}
		}
		if err := recordEntry(tx, first.at(), "", ""); err != nil {
			return err
		}
		if err := r.Registro.Epoch(tx, epoca, g.reached().String()); err != nil {
			return err
		}
		return reserve(tx, first.at(), skipped)
	})
}

// freeEpoch is the first epoch that neither base nor book nor head knows.
func (r *Room) freeEpoch(s estante, g *gap) (int, error) {
	epoca := max(g.from.Epoca, g.reached().Epoca) + 1
	for {
		taken, err := has(s, epoca)
		if err != nil || !taken {
			return epoca, err
		}
		epoca++
	}
}

// older tells whether acts may have been made since the base was in use: mails that wait
// in it may have left.
func (g *gap) older() bool { return g.head == nil || g.from.Before(g.head.Posicion) }

// reached is the last place that anything tells of.
func (g *gap) reached() Posicion {
	p := g.from
	if len(g.missing) > 0 {
		p = g.missing[len(g.missing)-1].at()
	}
	if g.head != nil && p.Before(g.head.Posicion) {
		p = g.head.Posicion
	}
	return p
}

// skipped are the last numbers that head or people know of beyond the base's own, and
// the highest of both, by year.
func (g *gap) skipped(tx core.App, hasta map[int]int) (skipped, highest map[int]int, err error) {
	own, err := numbers(tx)
	if err != nil {
		return nil, nil, err
	}
	highest, skipped = maps.Clone(own), map[int]int{}
	lists := []map[int]int{hasta}
	if g.head != nil {
		lists = append(lists, g.head.Numeros)
	}
	for _, list := range lists {
		for year, n := range list {
			if n > highest[year] {
				highest[year], skipped[year] = n, n
			}
		}
	}
	return skipped, highest, nil
}

// tellEpoch says in the trail, once, that an epoch was opened and which numbers it
// skips. The line stands on the last filing.
func (r *Room) tellEpoch(app core.App) error {
	at, err := known(app)
	if err != nil || at.Epoca < 2 {
		return err
	}
	var last, told string
	err = app.DB().Select("id").From(mesa.ColSolicitudes).OrderBy("anio DESC", "correlativo DESC").Limit(1).Row(&last)
	if errors.Is(err, sql.ErrNoRows) {
		return nil // no trail yet
	}
	if err != nil {
		return err
	}
	err = app.DB().Select("id").From(mesa.ColMovimientos).
		Where(dbx.And(dbx.HashExp{"etapa": string(mesa.EtapaNota)}, dbx.Like("observaciones", mesa.TextEpoca(at.Epoca)).Match(false, true))).
		Limit(1).Row(&told)
	if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	numeros, err := reserved(app, at.Epoca)
	if err != nil {
		return err
	}
	return rule.Transaction(app, func(tx core.App) error {
		return r.addNota(tx, last, mesa.TextEpoca(at.Epoca)+mesa.TextReservados(numeros))
	})
}

// reserved are the ranges of numbers that an epoch skips: their first and last ones.
func reserved(app core.App, epoca int) (ranges [][2]mesa.Numerado, err error) {
	var rows []struct {
		Anio  int `db:"anio"`
		Hasta int `db:"hasta"`
		Desde int `db:"desde"`
	}
	err = app.DB().NewQuery(`SELECT anio, hasta, (SELECT COALESCE(MAX(correlativo), 0) + 1 FROM solicitudes s
		WHERE s.anio = r.anio AND s.correlativo <= r.hasta) desde
		FROM ` + tableReservas + ` r WHERE epoca = {:epoca} AND asiento = 1 ORDER BY anio`).
		Bind(dbx.Params{"epoca": epoca}).All(&rows)
	for _, row := range rows {
		ranges = append(ranges, [2]mesa.Numerado{{Anio: row.Anio, Correlativo: row.Desde}, {Anio: row.Anio, Correlativo: row.Hasta}})
	}
	return ranges, err
}

// sayReserved tells who ran the command what the new epoch skips.
func sayReserved(app core.App, out io.Writer) error {
	at, err := known(app)
	if err != nil {
		return err
	}
	numeros, err := reserved(app, at.Epoca)
	fmt.Fprintln(out, mesa.TextEpoca(at.Epoca)+mesa.TextReservados(numeros))
	return err
}
