package registro

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"golang.org/x/mod/sumdb/tlog"
)

// The base's own tables of the register.
const (
	TableHojas   = "registro_hojas"
	tableNodos   = "registro_nodos"
	tableClaves  = "registro_claves"
	tableCabezas = "registro_cabezas"
	tableSellos  = "registro_sellos"
)

// Hoja is a leaf as the base stores it.
type Hoja struct {
	N          int64  `db:"n" json:"n"`
	Movimiento string `db:"movimiento" json:"movimiento"`
	Sal        string `db:"sal" json:"sal"`
	Hash       []byte `db:"hash" json:"hash"`
	Cargo      []byte `db:"cargo" json:"cargo,omitempty"` // the exact bytes of the receipt
	Codigo     string `db:"codigo" json:"codigo,omitempty"`
	Antes      bool   `db:"antes" json:"antes,omitempty"` // the line is older than the register
}

// Size is the number of leaves.
func Size(app core.App) (n int64, err error) {
	err = app.DB().NewQuery("SELECT COALESCE(MAX(n), -1) + 1 FROM " + TableHojas).Row(&n)
	return n, err
}

// nodes reads hashes of the tree by their place (tlog.StoredHashIndex).
func nodes(app core.App) tlog.HashReaderFunc {
	return func(indexes []int64) ([]tlog.Hash, error) {
		if len(indexes) == 0 {
			return nil, nil
		}
		places := make([]string, len(indexes))
		for i, at := range indexes {
			places[i] = fmt.Sprint(at)
		}
		rows, err := app.DB().NewQuery("SELECT i, h FROM " + tableNodos + " WHERE i IN (" + strings.Join(places, ",") + ")").Rows()
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		found := make(map[int64]tlog.Hash, len(indexes))
		for rows.Next() {
			var i int64
			var h []byte
			if err := rows.Scan(&i, &h); err != nil {
				return nil, err
			}
			if len(h) != tlog.HashSize {
				return nil, fmt.Errorf("registro: node %d is no hash", i)
			}
			found[i] = tlog.Hash(h)
		}
		list := make([]tlog.Hash, len(indexes))
		for k, i := range indexes {
			h, ok := found[i]
			if !ok {
				return nil, fmt.Errorf("registro: node %d is missing", i)
			}
			list[k] = h
		}
		return list, rows.Err()
	}
}

// Append writes a leaf at the end of the register, whatever place it says, with the nodes
// of the tree that it completes.
func Append(tx core.App, h *Hoja) error { return appendAll(tx, []*Hoja{h}) }

// appendAll is Append for many leaves: what one adds to the tree, the next one finds in
// memory.
func appendAll(tx core.App, leaves []*Hoja) error {
	size, err := Size(tx)
	if err != nil {
		return err
	}
	fresh := map[int64]tlog.Hash{}
	stored := nodes(tx)
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		list, missing := make([]tlog.Hash, len(indexes)), []int64{}
		for _, i := range indexes {
			if _, ok := fresh[i]; !ok {
				missing = append(missing, i)
			}
		}
		read, err := stored(missing)
		for k, i := range missing {
			if err == nil {
				fresh[i] = read[k]
			}
		}
		for k, i := range indexes {
			list[k] = fresh[i]
		}
		return list, err
	})
	rows, added := newRows(TableHojas, "n", "movimiento", "sal", "hash", "cargo", "codigo", "antes"), newRows(tableNodos, "i", "h")
	for k, h := range leaves {
		h.N = size + int64(k)
		if len(h.Hash) != tlog.HashSize {
			return errors.New("registro: a leaf without its hash")
		}
		more, err := tlog.StoredHashesForRecordHash(h.N, tlog.Hash(h.Hash), reader)
		if err != nil {
			return err
		}
		rows.add(h.N, h.Movimiento, h.Sal, h.Hash, h.Cargo, h.Codigo, h.Antes)
		first := tlog.StoredHashIndex(0, h.N)
		for i, node := range more {
			fresh[first+int64(i)] = node
			added.add(first+int64(i), bytes.Clone(node[:]))
		}
	}
	return errors.Join(rows.insert(tx), added.insert(tx))
}

// manyRows inserts rows in few statements.
type manyRows struct {
	table   string
	columns []string
	values  []any
}

func newRows(table string, columns ...string) *manyRows {
	return &manyRows{table: table, columns: columns}
}

func (m *manyRows) add(values ...any) { m.values = append(m.values, values...) }

// mostParams keeps a statement within what SQLite takes.
const mostParams = 700

func (m *manyRows) insert(tx core.App) error {
	wide := len(m.columns)
	step := mostParams / wide * wide
	for at := 0; at < len(m.values); at += step {
		some := m.values[at:min(at+step, len(m.values))]
		params, groups := dbx.Params{}, []string{}
		for i := 0; i < len(some); i += wide {
			var names []string
			for k := range wide {
				name := "p" + strconv.Itoa(i+k)
				params[name] = some[i+k]
				names = append(names, "{:"+name+"}")
			}
			groups = append(groups, "("+strings.Join(names, ",")+")")
		}
		sql := "INSERT INTO " + m.table + " (" + strings.Join(m.columns, ",") + ") VALUES " + strings.Join(groups, ",")
		if _, err := tx.DB().NewQuery(sql).Bind(params).Execute(); err != nil {
			return err
		}
	}
	return nil
}

// HojaOf reads the leaf of a line; nil when it has none.
func HojaOf(app core.App, movimiento string) (*Hoja, error) {
	return leafBy(app, dbx.HashExp{"movimiento": movimiento})
}

func leafBy(app core.App, where dbx.Expression) (*Hoja, error) {
	h := &Hoja{}
	err := app.DB().Select("*").From(TableHojas).Where(where).Limit(1).One(h)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return h, err
}

// Tree is the head of the register as it is now.
func Tree(app core.App) (t tlog.Tree, err error) {
	if t.N, err = Size(app); err != nil {
		return t, err
	}
	t.Hash, err = tlog.TreeHash(t.N, nodes(app))
	return t, err
}
