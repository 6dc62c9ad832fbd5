package respaldo

import (
	"context"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"

	"mesadepartes/hooks/disco"
	"mesadepartes/hooks/libro"
	"mesadepartes/hooks/registro"
)

// Verify reads a copy, "" for the newest: its base, and every file or so many of them at
// random. It returns what is wrong, in words; none when the copy is whole.
func Verify(ctx context.Context, dest, name string, sample int, tell registro.Progress) (c *Copia, wrong []string, err error) {
	d := destino{dest}
	c, _, err = d.chosen(name)
	if err != nil {
		return nil, nil, err
	}
	if err := d.readAll(c.Base); err != nil {
		wrong = append(wrong, fmt.Sprint("base de datos: ", err))
	} else if wrong, err = d.checkBase(c); err != nil {
		return c, nil, err
	}
	paths := slices.Sorted(maps.Keys(c.Archivo))
	if sample > 0 && sample < len(paths) {
		rand.Shuffle(len(paths), func(i, j int) { paths[i], paths[j] = paths[j], paths[i] })
		paths = paths[:sample]
	}
	for i, path := range paths {
		if err := ctx.Err(); err != nil {
			return c, nil, err
		}
		if err := d.readAll(c.Archivo[path].Objeto); err != nil {
			wrong = append(wrong, fmt.Sprint(path, ": ", err))
		}
		tell("archivos", int64(i+1), int64(len(paths)))
	}
	return c, wrong, nil
}

// readAll reads an object to its end.
func (d destino) readAll(o Objeto) error {
	in, err := d.open(o)
	if err != nil {
		return err
	}
	defer in.Close()
	n, err := io.Copy(io.Discard, in)
	if err == nil && n != o.Bytes {
		err = fmt.Errorf("tiene %d bytes y no %d", n, o.Bytes)
	}
	return err
}

// checkBase looks into the copied base: its own checks, its numbers and its papers.
func (d destino) checkBase(c *Copia) (wrong []string, err error) {
	db, err := openBase(d.objectPath(c.Base.SHA256))
	if err != nil {
		return nil, err
	}
	defer db.Close()
	var verdict string
	if err := db.QueryRow("PRAGMA integrity_check(1)").Scan(&verdict); err != nil || verdict != "ok" {
		return []string{fmt.Sprint("base de datos: está dañada: ", verdict, " ", err)}, nil
	}
	numbers, err := numbersOf(db)
	if err != nil {
		return nil, err
	}
	if !maps.Equal(numbers, c.Numeros) {
		wrong = append(wrong, fmt.Sprintf("base de datos: llega a %v y la copia dice %v", numbers, c.Numeros))
	}
	if c.EnS3 {
		return wrong, nil
	}
	missing, err := faults(db, c.Archivo)
	for _, m := range missing {
		wrong = append(wrong, m.fault)
	}
	return wrong, err
}

// Rehearse restores a copy into a folder that it removes again, and verifies what came.
func Rehearse(ctx context.Context, dest, name string, tell registro.Progress) (c *Copia, wrong []string, err error) {
	if c, wrong, err = Verify(ctx, dest, name, 0, tell); err != nil || len(wrong) > 0 {
		return c, wrong, err
	}
	tmp, err := os.MkdirTemp("", "mesadepartes-ensayo-*")
	if err != nil {
		return c, nil, err
	}
	defer os.RemoveAll(tmp)
	if free, err := disco.Free(tmp); err != nil || free < c.Bytes()+c.Bytes()/10 {
		return c, nil, fmt.Errorf("el ensayo necesita %d MB libres en %s: %w", c.Bytes()>>20, filepath.Dir(tmp), err)
	}
	dir := filepath.Join(tmp, "datos")
	if _, err := Restore(ctx, dest, c.Nombre(), dir, tell); err != nil {
		return c, []string{err.Error()}, nil
	}
	wrong, err = checkBook(dir)
	return c, wrong, err
}

// checkBook compares a restored base with the book that came with it.
func checkBook(dir string) (wrong []string, err error) {
	db, err := openBase(filepath.Join(dir, "data.db"))
	if err != nil {
		return nil, err
	}
	defer db.Close()
	rows, err := db.Query("SELECT epoca, asiento FROM libro_asientos")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var e entry
		if err := rows.Scan(&e.epoca, &e.asiento); err != nil {
			return nil, err
		}
		if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(libro.Key(e.epoca, e.asiento)))); err != nil && len(wrong) < 10 {
			wrong = append(wrong, fmt.Sprintf("al libro le falta el asiento %d de la época %d", e.asiento, e.epoca))
		}
	}
	return wrong, rows.Err()
}
