package registro

import (
	"fmt"
	"strconv"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// fillBatch is how many lines of before one transaction gives their leaves.
const fillBatch = 2000

// opened is the mark, among the keys' rows, that the register has begun: what is found
// without a leaf later was put into the base by somebody else, and auditar names it.
const opened = 0

// Fill gives the lines of a base from before the register their leaves, in the order in
// which they were written, each marked as such. It may be killed and run again.
func (r *Room) Fill(app core.App) error {
	var begun int
	if err := app.DB().Select("count(*)").From(tableClaves).Where(dbx.HashExp{"n": opened}).Row(&begun); err != nil || begun > 0 {
		return err
	}
	if err := r.announce(app); err != nil {
		return err
	}
	for after, more := int64(0), true; more; {
		var err error
		if after, more, err = fillSome(app, after); err != nil {
			return err
		}
	}
	return nil
}

// worthTelling is how many lines of before keep a start waiting for some seconds.
const worthTelling = 50_000

// announce tells at the start that many lines get their leaves: pages wait for them once.
func (r *Room) announce(app core.App) error {
	var lines int
	if err := app.DB().NewQuery("SELECT count(*) FROM movimientos").Row(&lines); err != nil || lines < worthTelling || r.Out == nil {
		return err
	}
	fmt.Fprintf(r.Out, "Registro: %d líneas de antes reciben su lugar por única vez; espere hasta que el servidor conteste.\n", lines)
	return nil
}

// rowColumn is the place of a line in its table, beside its columns.
const rowColumn = "fila_"

// fillSome gives some lines behind a row their leaves, or notes that there are none.
func fillSome(app core.App, after int64) (last int64, more bool, err error) {
	err = app.RunInTransaction(func(tx core.App) error {
		var rows []dbx.NullStringMap
		err := tx.DB().NewQuery(`SELECT m.*, m.rowid AS fila_ FROM movimientos m WHERE m.rowid > {:after}
			AND NOT EXISTS (SELECT 1 FROM ` + TableHojas + ` h WHERE h.movimiento = m.id) ORDER BY m.rowid LIMIT {:n}`).
			Bind(dbx.Params{"after": after, "n": fillBatch}).All(&rows)
		if err != nil {
			return err
		}
		if more = len(rows) > 0; !more {
			_, err := tx.DB().Insert(tableClaves, dbx.Params{"n": opened, "dato": "{}"}).Execute()
			return err
		}
		leaves := make([]*Hoja, len(rows))
		for i, row := range rows {
			if last, err = strconv.ParseInt(row[rowColumn].String, 10, 64); err != nil {
				return err
			}
			delete(row, rowColumn)
			h := &Hoja{Movimiento: row["id"].String, Sal: newSalt(), Antes: true}
			if h.Hash, err = plainLeaf(h.Sal, filled(row)); err != nil {
				return err
			}
			leaves[i] = h
		}
		return appendAll(tx, leaves)
	})
	return last, more, err
}

// lateMark begins the name of a leaf whose receipt was asked for later than its act.
const lateMark = "cargo/"

// Late gives a line of before the register the receipt that it would have had, as a leaf of
// its own, and returns its code; "" for a line that has none.
func Late(app core.App, mov *core.Record) (codigo string, err error) {
	err = app.RunInTransaction(func(tx core.App) error {
		there, err := HojaOf(tx, lateMark+mov.Id)
		if err != nil || there != nil {
			codigo = there.code()
			return err
		}
		s, err := tx.FindRecordById(mesa.ColSolicitudes, mov.GetString("solicitud"))
		if err != nil || mesa.AsSolicitud(s).Eliminada() {
			return err // nothing is left to write a receipt from
		}
		h := &Hoja{Movimiento: lateMark + mov.Id, Sal: newSalt(), Antes: true}
		c, err := receiptOf(tx, mov, h.Sal)
		if err != nil || c == nil {
			return err
		}
		columns, err := columnsOf(tx, mov.Id)
		if err != nil {
			return err
		}
		if err := h.bear(c, columns); err != nil {
			return err
		}
		codigo = h.Codigo
		return Append(tx, h)
	})
	return codigo, err
}

// Forgotten tells whether what the receipt of a leaf said was eliminated: hash and code stay.
func (h *Hoja) Forgotten() bool { return h.Codigo != "" && len(h.Cargo) == 0 }

func (h *Hoja) code() string {
	if h == nil || h.Forgotten() {
		return ""
	}
	return h.Codigo
}
