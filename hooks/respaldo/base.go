package respaldo

import (
	"database/sql"
	"errors"
	"fmt"

	"mesadepartes/hooks/disco"

	"github.com/pocketbase/pocketbase/core"
)

// openBase opens a copied base to read it.
func openBase(path string) (*sql.DB, error) {
	uri, err := disco.URI(path)
	if err != nil {
		return nil, err
	}
	return sql.Open("sqlite", uri+"?mode=ro&immutable=1")
}

// officeOf is the id that the book knows the office by; "" before the first filing.
func officeOf(db *sql.DB) (id string, err error) {
	err = db.QueryRow("SELECT id FROM libro_oficina LIMIT 1").Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return id, err
}

// numbersOf is the highest number of each year.
func numbersOf(db *sql.DB) (map[int]int, error) {
	rows, err := db.Query("SELECT anio, max(correlativo) FROM solicitudes GROUP BY anio")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[int]int{}
	for rows.Next() {
		var year, n int
		if err := rows.Scan(&year, &n); err != nil {
			return nil, err
		}
		all[year] = n
	}
	return all, rows.Err()
}

// papel is a document of a filing: where its file lies, and the hash that it must have.
type papel struct{ path, archivo, numero, sum, fault string }

func (p *papel) missing() {
	p.fault = fmt.Sprintf("falta el archivo %s de la solicitud %s", p.archivo, p.numero)
}

func (p *papel) changed() {
	p.fault = fmt.Sprintf("el archivo %s de la solicitud %s no es el que se recibió", p.archivo, p.numero)
}

// papersOf are the documents of filings.
func papersOf(db *sql.DB) (list []papel, err error) {
	rows, err := db.Query(`SELECT d.id, d.archivo, d.sha256, s.numero, (SELECT id FROM _collections WHERE name = 'documentos')
		FROM documentos d JOIN solicitudes s ON s.id = d.solicitud WHERE d.archivo != ''`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var p papel
		var id, collection string
		if err := rows.Scan(&id, &p.archivo, &p.sum, &p.numero, &collection); err != nil {
			return nil, err
		}
		p.path = "storage/" + collection + "/" + id + "/" + p.archivo
		list = append(list, p)
	}
	return list, rows.Err()
}

// faults names the papers of filings that files lacks, or has with another hash.
func faults(db *sql.DB, files map[string]File) (list []papel, err error) {
	all, err := papersOf(db)
	for _, p := range all {
		switch f, ok := files[p.path]; {
		case !ok:
			p.missing()
		case f.SHA256 != p.sum:
			p.changed()
		default:
			continue
		}
		list = append(list, p)
	}
	return list, err
}

// entry is a place in the book.
type entry struct{ epoca, asiento int }

// lastEntry is the newest entry of the book whose act was committed: newer files may still
// be undecided.
func lastEntry(app core.App) (last entry, err error) {
	err = app.DB().NewQuery("SELECT epoca, asiento FROM libro_asientos ORDER BY epoca DESC, asiento DESC LIMIT 1").
		Row(&last.epoca, &last.asiento)
	if errors.Is(err, sql.ErrNoRows) {
		return last, nil
	}
	return last, err
}
