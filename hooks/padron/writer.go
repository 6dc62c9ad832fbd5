package padron

import (
	"bytes"
	"database/sql"
	"strings"
	"time"
)

const (
	// atOnce is how many rows one statement inserts. For each value the driver
	// searches all values of its statement, so many more rows are slower again.
	atOnce   = 20
	pageSize = 32768 // bytes; of 4 to 32 KB the fastest to fill
	// maxRegistry is the most bytes a base may take, because a made-up file must
	// not fill the disk.
	maxRegistry = 8 << 30
)

// schema makes the RUC the rowid. WITHOUT ROWID took half as long again and 16 %
// more disk.
const schema = `
CREATE TABLE padron (ruc INTEGER PRIMARY KEY, nombre TEXT NOT NULL, situacion INTEGER NOT NULL, ubigeo INTEGER NOT NULL);
CREATE TABLE situaciones (id INTEGER PRIMARY KEY, estado TEXT NOT NULL, condicion TEXT NOT NULL);
CREATE TABLE carga (filas INTEGER NOT NULL, malas INTEGER NOT NULL, importada_en INTEGER NOT NULL);`

// writer fills a new base. It keeps no journal and syncs nothing, because the file
// is used only once it is whole, synced and renamed.
type writer struct {
	db        *sql.DB
	tx        *sql.Tx
	many, one *sql.Stmt
	args      []any
}

func newWriter(path string, maxBytes int64) (w *writer, err error) {
	db, err := openBase(path, "mode=rwc", "_pragma=page_size(32768)", "_pragma=journal_mode(OFF)", "_pragma=synchronous(OFF)",
		"_pragma=locking_mode(EXCLUSIVE)", "_pragma=cache_size(1000)", "_pragma=temp_store(MEMORY)")
	if err != nil {
		return nil, err
	}
	w = &writer{db: db, args: make([]any, 0, 4*atOnce)}
	if err = w.prepare(maxBytes); err != nil {
		db.Close()
		return nil, err
	}
	return w, nil
}

func (w *writer) prepare(maxBytes int64) (err error) {
	if _, err = w.db.Exec("PRAGMA max_page_count = " + itoa(maxBytes/pageSize) + ";" + schema); err != nil {
		return err
	}
	if w.tx, err = w.db.Begin(); err != nil {
		return err
	}
	const insert, values = "INSERT OR REPLACE INTO padron VALUES ", "(?,?,?,?)"
	if w.one, err = w.tx.Prepare(insert + values); err != nil {
		return err
	}
	w.many, err = w.tx.Prepare(insert + strings.Repeat(values+",", atOnce-1) + values)
	return err
}

// add writes rows in the order given. Ascending RUCs are the fastest order.
func (w *writer) add(rows []row) error {
	for len(rows) > 0 {
		n, stmt := atOnce, w.many
		if len(rows) < atOnce {
			n, stmt = 1, w.one
		}
		w.args = w.args[:0]
		for _, r := range rows[:n] {
			w.args = append(w.args, r.ruc, r.nombre, r.situacion, r.ubigeo)
		}
		if _, err := stmt.Exec(w.args...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// count is how many taxpayers are left after a repeated RUC has replaced the one
// before.
func (w *writer) count() (n int, err error) {
	return n, w.tx.QueryRow("SELECT count(*) FROM padron").Scan(&n)
}

// finish writes the situations that the rows refer to and the line about the
// import itself, and closes the base.
func (w *writer) finish(r *reader, at time.Time) error {
	for key, id := range r.situations {
		estado, condicion, _ := bytes.Cut([]byte(key), bar)
		if _, err := w.tx.Exec("INSERT INTO situaciones VALUES (?,?,?)", id, decode(estado), decode(condicion)); err != nil {
			return err
		}
	}
	if _, err := w.tx.Exec("INSERT INTO carga VALUES (?,?,?)", r.report.Filas, r.report.Malas, at.Unix()); err != nil {
		return err
	}
	if err := w.tx.Commit(); err != nil {
		return err
	}
	return w.db.Close()
}

// abandon closes a base that will not be used.
func (w *writer) abandon() {
	_ = w.tx.Rollback()
	_ = w.db.Close()
}
