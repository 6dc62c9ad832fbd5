package respaldo

import (
	"context"
	"errors"
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

	"golang.org/x/sync/errgroup"
)

// Verify reads a copy, "" for the newest: its base, and every file or so many of them at
// random. It returns what is wrong, in words; none when the copy is whole. Of a sealed copy
// without its private key it proves the sealed objects, and looks into none.
func Verify(ctx context.Context, l Lugar, name string, sample int, tell registro.Progress) (c *Copia, wrong []string, err error) {
	d, err := look(l)
	if err != nil {
		return nil, nil, err
	}
	defer d.tidy()
	c, _, err = d.chosen(ctx, name)
	if errors.Is(err, errSealed) && c.Sellada() {
		wrong, err = d.readAll(ctx, d.sealedParts(c), sample, tell)
		return c, wrong, err
	}
	if err != nil && !errors.Is(err, errSealed) { // a newer one is sealed: it says nothing of this one
		return nil, nil, err
	}
	if wrong, err = d.checkBase(ctx, l, c); err != nil {
		return c, nil, err
	}
	parts := map[string]Objeto{}
	for path, f := range c.Archivo {
		parts[path] = f.Objeto
	}
	more, err := d.readAll(ctx, parts, sample, tell)
	return c, append(wrong, more...), err
}

// sealedParts are the objects of a sealed copy as they lie there.
func (d *destino) sealedParts(c *Copia) map[string]Objeto {
	parts := map[string]Objeto{}
	for sum, n := range c.Guarda {
		parts["objeto cifrado "+sum[:12]] = Objeto{SHA256: sum, Bytes: n}
	}
	return parts
}

// atOnce is how many objects are read at the same time: a store or a disk over the network
// answers late, not slowly.
const atOnce = 4

// readAll reads objects to their ends, all or so many at random.
func (d *destino) readAll(ctx context.Context, parts map[string]Objeto, sample int, tell registro.Progress) (wrong []string, err error) {
	names := slices.Sorted(maps.Keys(parts))
	if sample > 0 && sample < len(names) {
		rand.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		names = names[:sample]
	}
	found := make([]string, len(names))
	done := progress(tell, len(names))
	err = each(ctx, names, func(ctx context.Context, i int, name string) error {
		if err := d.readOne(ctx, parts[name]); err != nil {
			found[i] = fmt.Sprint(name, ": ", err)
		}
		done()
		return ctx.Err()
	})
	return slices.DeleteFunc(found, func(s string) bool { return s == "" }), err
}

// each does something for all names, some at the same time.
func each(ctx context.Context, names []string, do func(ctx context.Context, i int, name string) error) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for i, name := range names {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return do(ctx, i, name)
		})
	}
	return group.Wait()
}

// readOne reads an object to its end.
func (d *destino) readOne(ctx context.Context, o Objeto) error {
	in, err := d.open(ctx, o)
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

// checkBase looks into the copied base: its bytes, its own checks, its numbers and its papers.
func (d *destino) checkBase(ctx context.Context, l Lugar, c *Copia) (wrong []string, err error) {
	path, err := d.local(ctx, l, c.Base)
	if err != nil {
		return []string{fmt.Sprint("base de datos: ", err)}, nil //nolint:nilerr // it is what is told
	}
	db, err := openBase(path)
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

// local is a proved object as a file of this machine: where it lies, or fetched.
func (d *destino) local(ctx context.Context, l Lugar, o Objeto) (string, error) {
	if folder, ok := d.almacen.(carpeta); ok && o.Sellado == nil {
		return folder.at(o.name()), d.readOne(ctx, o)
	}
	scrap, err := d.apart("", l)
	if err != nil {
		return "", err
	}
	path := filepath.Join(scrap, "base.db")
	return path, d.fetch(ctx, o, path)
}

// Rehearse restores a copy into a folder that it removes again, and verifies what came. A
// sealed copy without its private key is only verified as it lies there.
func Rehearse(ctx context.Context, l Lugar, name string, tell registro.Progress) (c *Copia, wrong []string, err error) {
	c, wrong, err = Verify(ctx, l, name, 0, tell)
	if err != nil || len(wrong) > 0 || c.Sellada() {
		return c, wrong, err
	}
	tmp, err := stage(l, c.Bytes()+c.Bytes()/10+spare)
	if err != nil {
		return c, nil, err
	}
	defer os.RemoveAll(tmp)
	dir := filepath.Join(tmp, "datos")
	if _, err := Restore(ctx, l, c.Nombre(), dir, tell); err != nil {
		if ctx.Err() != nil {
			return c, nil, ctx.Err()
		}
		return c, []string{err.Error()}, nil
	}
	if !c.EnS3 {
		wrong, err = checkBook(dir)
	}
	return c, wrong, err
}

// stage makes a folder for a rehearsal where there is room: among temporary files, or else at
// the destination, if that is a folder and its copies are not sealed.
func stage(l Lugar, need int64) (string, error) {
	places := []string{os.TempDir()}
	if d, err := look(l); err == nil && d.staging() != "" && l.Identidad == "" {
		places = append(places, d.staging())
	}
	for _, place := range places {
		if free, err := disco.Free(place); err == nil && free >= need {
			return os.MkdirTemp(place, "."+rehearsal+"*")
		}
	}
	return "", fmt.Errorf("el ensayo necesita %d MB libres en %s", need>>20, places[0])
}

const rehearsal = "mesadepartes-ensayo-"

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
