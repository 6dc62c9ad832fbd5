package libro

import (
	"cmp"
	"database/sql"
	"errors"
	"slices"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
)

// The base's own tables of the book.
const (
	tableOficina  = "libro_oficina"
	tableAsientos = "libro_asientos"
	tableReservas = "libro_reservas"
)

// known is the last place of the book that the base has.
func known(app core.App) (Posicion, error) { return knownBy(app.DB()) }

func knownBy(db dbx.Builder) (p Posicion, err error) {
	err = db.Select("epoca", "asiento", "hash").From(tableAsientos).OrderBy("epoca DESC", "asiento DESC").Limit(1).One(&p)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return p, err
}

// recordEntry writes into the base that it has an entry; recuperado is the instant at which
// it got the entry back from the book.
func recordEntry(tx core.App, p Posicion, movimiento, recuperado string) error {
	_, err := tx.DB().Insert(tableAsientos, dbx.Params{
		"epoca": p.Epoca, "asiento": p.Asiento, "hash": p.Hash, "movimiento": movimiento, "recuperado": recuperado,
	}).Execute()
	return err
}

// oficina names the office whose book this is; "" before the first entry.
func oficina(app core.App) (id string, err error) {
	err = app.DB().Select("id").From(tableOficina).Limit(1).Row(&id)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return id, err
}

// ensureOficina gives the id of the office. A base that has none takes the one that book
// or head have, or else a new one.
func ensureOficina(tx core.App, told string) (string, error) {
	id, err := oficina(tx)
	if err != nil || id != "" {
		return id, err
	}
	return adopt(tx, cmp.Or(told, security.RandomString(32)))
}

// adopt gives the office the name that its book has.
func adopt(tx core.App, id string) (string, error) {
	_, err := tx.DB().Insert(tableOficina, dbx.Params{"id": id}).Execute()
	return id, err
}

// numbers are the highest numbers of the base, reserved ones included, by year.
func numbers(app core.App) (map[int]int, error) {
	var rows []struct {
		Anio  int `db:"anio"`
		Hasta int `db:"hasta"`
	}
	err := app.DB().NewQuery(`SELECT anio, MAX(hasta) hasta FROM (SELECT anio, correlativo hasta FROM solicitudes
		UNION ALL SELECT anio, hasta FROM ` + tableReservas + `) GROUP BY anio`).All(&rows)
	highest := map[int]int{}
	for _, r := range rows {
		highest[r.Anio] = r.Hasta
	}
	return highest, err
}

// row gives the columns of a record as the base stores them.
func row(app core.App, collection, id string) (map[string]any, *core.Record, error) {
	r, err := app.FindRecordById(collection, id)
	if err != nil {
		return nil, nil, err
	}
	values, err := r.DBExport(app)
	return values, r, err
}

// put writes a row back as it was stored. It goes below the record events on
// purpose: the act met every rule when it was made, and rules of today don't judge it.
func put(tx core.App, collection string, values map[string]any) error {
	c, err := tx.FindCachedCollectionByNameOrId(collection)
	if err != nil {
		return err
	}
	r := core.NewRecord(c)
	for _, field := range c.Fields {
		v, has := values[field.GetName()]
		if !has {
			continue
		}
		if v, err = field.PrepareValue(r, v); err != nil {
			return err
		}
		r.SetRaw(field.GetName(), v)
	}
	columns, err := r.DBExport(tx)
	if err != nil {
		return err
	}
	var there int
	if err := tx.DB().Select("COUNT(*)").From(collection).Where(dbx.HashExp{"id": r.Id}).Row(&there); err != nil {
		return err
	}
	if there == 0 {
		_, err = tx.DB().Insert(collection, columns).Execute()
		return err
	}
	for name := range columns { // what the entry does not hold stays
		if _, has := values[name]; !has {
			delete(columns, name)
		}
	}
	_, err = tx.DB().Update(collection, columns, dbx.HashExp{"id": r.Id}).Execute()
	return err
}

// ids lists the values of column id among some rows.
func ids(rows []map[string]any) (list []any) {
	for _, r := range rows {
		list = append(list, r["id"])
	}
	return slices.Clip(list)
}
