package registro

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"mesadepartes/hooks/cargo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/pdf"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"golang.org/x/mod/sumdb/tlog"
)

// auditPage is how many leaves are read at once.
const auditPage = 4000

// Rotura is the first thing that an audit finds wrong.
type Rotura struct{ Texto string }

func (r Rotura) Error() string { return r.Texto }

func broken(format string, args ...any) error { return Rotura{fmt.Sprintf(format, args...)} }

// Progress is told how far a part of an audit has come.
type Progress func(part string, done, total int64)

// Audit reads every line, every leaf, the whole tree and every head that was signed, and
// names the first break. It writes nothing.
func (r *Room) Audit(ctx context.Context, app core.App, tell Progress) (tlog.Tree, error) {
	size, err := Size(app)
	if err != nil {
		return tlog.Tree{}, err
	}
	tree, err := auditLeaves(ctx, app, size, tell)
	if err != nil {
		return tree, err
	}
	return tree, errors.Join(auditUnleaved(app), r.auditHeads(app, tree))
}

// auditLeaves compares each leaf with its line and with the stored tree.
func auditLeaves(ctx context.Context, app core.App, size int64, tell Progress) (tree tlog.Tree, err error) {
	walk := &edge{}
	for next := int64(0); next < size; {
		if err := ctx.Err(); err != nil {
			return tree, err
		}
		rows, err := leavesFrom(app, next)
		if err != nil {
			return tree, err
		}
		if len(rows) == 0 {
			return tree, broken("Faltan hojas del registro desde la %d.", next)
		}
		nodes, err := storedNodes(app, next, next+int64(len(rows)))
		if err != nil {
			return tree, err
		}
		for _, row := range rows {
			if row.N != next {
				return tree, broken("Falta la hoja %d del registro.", next)
			}
			if err := row.check(); err != nil {
				return tree, err
			}
			if err := walk.add(row.N, tlog.Hash(row.Hash), nodes); err != nil {
				return tree, err
			}
			next++
		}
		tell("líneas y registro", next, size)
	}
	tree.N = size
	tree.Hash, err = tlog.TreeHash(size, nodes(app))
	return tree, err
}

// line is a leaf with the columns of its line.
type line struct {
	Hoja
	columns map[string]string // nil when the base has no such line
}

func leavesFrom(app core.App, next int64) ([]line, error) {
	rows, err := app.DB().NewQuery(`SELECT h.n, h.movimiento, h.sal, h.hash, h.cargo, h.codigo, m.* FROM ` + TableHojas + ` h
		LEFT JOIN movimientos m ON m.id = CASE WHEN h.movimiento LIKE '` + lateMark + `%' THEN substr(h.movimiento, 7) ELSE h.movimiento END
		WHERE h.n >= {:n} ORDER BY h.n LIMIT {:limit}`).Bind(dbx.Params{"n": next, "limit": auditPage}).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	const own = 6
	values, places := make([][]byte, len(names)), make([]any, len(names))
	var list []line
	for rows.Next() {
		l := line{}
		copy(places, []any{&l.N, &l.Movimiento, &l.Sal, &l.Hash, &l.Cargo, &l.Codigo})
		for i := own; i < len(names); i++ {
			places[i] = &values[i]
		}
		if err := rows.Scan(places...); err != nil {
			return nil, err
		}
		for i := own; i < len(names); i++ {
			if text := string(values[i]); text != "" && text != "0" && text != "[]" && text != "null" {
				if l.columns == nil {
					l.columns = map[string]string{}
				}
				l.columns[names[i]] = text
			}
		}
		list = append(list, l)
	}
	return list, rows.Err()
}

// check compares a leaf with its line and with its receipt.
func (l *line) check() error {
	opening := strings.HasPrefix(l.Movimiento, "apertura/")
	switch {
	case opening || l.Sal == "": // an opening, or a line that was erased by authorisation
		return nil
	case l.columns == nil:
		return broken("La línea %s de la hoja %d ya no está en la base de datos.", l.Movimiento, l.N)
	case len(l.Cargo) == 0:
		leaf, err := plainLeaf(l.Sal, l.columns)
		if err == nil && !bytes.Equal(leaf, l.Hash) {
			err = broken("La línea %s (hoja %d, etapa %s) fue alterada.", l.Movimiento, l.N, l.columns["etapa"])
		}
		return err
	}
	leaf := cargo.Hoja(l.Cargo)
	c, err := cargo.Read(l.Cargo)
	if err != nil || !bytes.Equal(leaf[:], l.Hash) {
		return broken("El cargo %s (hoja %d) fue alterado.", l.Codigo, l.N)
	}
	text, err := lineText(l.Sal, l.columns)
	if err == nil && text != c.Linea {
		err = broken("La línea %s (hoja %d, etapa %s) fue alterada.", l.Movimiento, l.N, l.columns["etapa"])
	}
	return err
}

// storedNodes reads the nodes that the leaves of a range added.
func storedNodes(app core.App, from, to int64) (map[int64]tlog.Hash, error) {
	rows, err := app.DB().NewQuery("SELECT i, h FROM " + tableNodos + " WHERE i >= {:from} AND i < {:to}").
		Bind(dbx.Params{"from": tlog.StoredHashIndex(0, from), "to": tlog.StoredHashIndex(0, to)}).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := map[int64]tlog.Hash{}
	for rows.Next() {
		var i int64
		var h []byte
		if err := rows.Scan(&i, &h); err != nil {
			return nil, err
		}
		if len(h) == tlog.HashSize {
			found[i] = tlog.Hash(h)
		}
	}
	return found, rows.Err()
}

// edge is the right edge of the tree while it is built again: the newest whole subtree of
// each level.
type edge struct{ levels []tlog.Hash }

// add adds a leaf, and compares each node that it completes with the stored one.
func (e *edge) add(n int64, leaf tlog.Hash, stored map[int64]tlog.Hash) error {
	at, hash := tlog.StoredHashIndex(0, n), leaf
	for level := 0; ; level++ {
		if stored[at+int64(level)] != hash {
			return broken("El árbol del registro no corresponde a la hoja %d.", n)
		}
		if level == len(e.levels) {
			e.levels = append(e.levels, tlog.Hash{})
		}
		if n>>level&1 == 0 {
			e.levels[level] = hash
			return nil
		}
		hash = tlog.NodeHash(e.levels[level], hash)
	}
}

// auditUnleaved finds a line that was put into the base past the rules.
func auditUnleaved(app core.App) error {
	var id string
	var n int
	err := app.DB().NewQuery(`SELECT COUNT(*), COALESCE(MIN(m.id), '') FROM movimientos m WHERE NOT EXISTS (SELECT 1 FROM `+
		TableHojas+` h WHERE h.movimiento = m.id)`).Row(&n, &id)
	if err == nil && n > 0 {
		err = broken("%d líneas no tienen hoja en el registro: alguien las agregó por fuera. La primera es %s.", n, id)
	}
	return err
}

// auditHeads compares the tree with every head that was ever signed and kept.
func (r *Room) auditHeads(app core.App, tree tlog.Tree) error {
	known, err := registros(app)
	if err != nil {
		return err
	}
	var heads []struct {
		N       int64  `db:"n"`
		Dia     string `db:"dia"`
		Firmada string `db:"firmada"`
		Sello   []byte `db:"sello"`
	}
	err = app.DB().Select("c.n", "c.dia", "c.firmada", "s.sello").From(tableCabezas+" c").
		LeftJoin(tableSellos+" s", dbx.NewExp("s.n = c.n")).OrderBy("c.n").All(&heads)
	if err != nil {
		return err
	}
	for _, h := range heads {
		signed, ok := readBy(known, h.Firmada)
		if !ok {
			return broken("La cabeza firmada el %s no lleva una firma de la entidad.", h.Dia)
		}
		if signed.N > tree.N {
			return broken("La cabeza firmada el %s tenía %d hojas y ahora hay %d.", h.Dia, signed.N, tree.N)
		}
		root, err := tlog.TreeHash(signed.N, nodes(app))
		if err != nil {
			return err
		}
		if root != signed.Hash {
			return broken("El registro no corresponde a la cabeza firmada el %s: se rehízo.", h.Dia)
		}
		if sum := sha256.Sum256([]byte(h.Firmada)); h.Sello != nil && !pdf.Stamps(h.Sello, sum[:]) {
			return broken("El sello de tiempo de la cabeza firmada el %s es de otra cosa.", h.Dia)
		}
	}
	return nil
}

// readBy reads a head with the key that signed it.
func readBy(known []cargo.Registro, firmada string) (tlog.Tree, bool) {
	for _, reg := range known {
		if tree, err := cargo.ReadCheckpoint(reg, []byte(firmada)); err == nil {
			return tree, true
		}
	}
	return tlog.Tree{}, false
}

// Cabeza is a head that was signed and kept.
type Cabeza struct {
	tlog.Tree
	Origen  string
	Dia     time.Time
	Firmada string // as anybody verifies it (C2SP tlog-checkpoint)
	Sellada bool   // it has a time stamp
}

// LastHead is the newest head that was kept; nil when there is none.
func LastHead(app core.App) (*Cabeza, error) {
	c, day := &Cabeza{}, ""
	err := app.DB().Select("dia", "firmada", "n IN (SELECT n FROM "+tableSellos+")").From(tableCabezas).OrderBy("n DESC").Limit(1).
		Row(&day, &c.Firmada, &c.Sellada)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	known, err := registros(app)
	if err != nil {
		return nil, err
	}
	tree, ok := readBy(known, c.Firmada)
	if !ok {
		return nil, errors.New("registro: a head that was kept is not ours")
	}
	c.Tree = tree
	c.Origen, _, _ = strings.Cut(c.Firmada, "\n")
	c.Dia, err = mesa.ReadFullTime(day)
	return c, err
}

// Head signs the register as it is now and keeps the head, once a day. nil when nothing was
// added since.
func (r *Room) Head(app core.App) error {
	head, err := r.Checkpoint(app)
	if errors.Is(err, ErrNoKey) {
		return nil // Salud tells of it
	}
	if err != nil {
		return err
	}
	return app.RunInTransaction(func(tx core.App) error {
		size, err := Size(tx)
		if err != nil || size == 0 {
			return err
		}
		known, err := registros(tx)
		if err != nil {
			return err
		}
		tree, ok := readBy(known, string(head))
		var there int
		if err := tx.DB().Select("COUNT(*)").From(tableCabezas).Where(dbx.HashExp{"n": tree.N}).Row(&there); err != nil || there > 0 || !ok {
			return err
		}
		_, err = tx.DB().Insert(tableCabezas, dbx.Params{
			"n": tree.N, "dia": mesa.FullTime(r.Now()), "firmada": string(head),
		}).Execute()
		return err
	})
}
