package respaldo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"mesadepartes/hooks/disco"
	"mesadepartes/hooks/registro"
)

// Restore writes a copy into a data folder that is not there yet, or is empty. The files and
// the book are those of the newest copy: what an older base lacks is written again from them
// by `recuperar`. A restore that fails leaves no folder.
func Restore(ctx context.Context, dest, name, dir string, tell registro.Progress) (*Copia, error) {
	d := destino{dest}
	c, files, err := d.chosen(name)
	if err != nil {
		return nil, err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return nil, err
	}
	if left, err := os.ReadDir(dir); ignoreAbsent(err) != nil || len(left) > 0 {
		return nil, errors.Join(err, fmt.Errorf("%s ya tiene datos; elija una carpeta nueva", dir))
	}
	half := dir + ".a-medias"
	if err := errors.Join(os.RemoveAll(half), os.MkdirAll(half, 0o700)); err != nil {
		return nil, err
	}
	defer os.RemoveAll(half) // which is gone when all went well
	if err := d.fetch(c.Base, filepath.Join(half, "data.db")); err != nil {
		return nil, fmt.Errorf("la base de datos de la copia %s: %w", c.Nombre(), err)
	}
	done := int64(0)
	for path, f := range files {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := d.bring(f, filepath.Join(half, filepath.FromSlash(path))); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		done++
		tell("archivos", done, int64(len(files)))
	}
	if err := ignoreAbsent(os.Remove(dir)); err != nil { // it was empty
		return nil, err
	}
	return c, errors.Join(os.Rename(half, dir), disco.Sync(filepath.Dir(dir)))
}

// chosen reads a copy, "" for the newest, with all files of it and of the newer ones.
func (d destino) chosen(name string) (*Copia, map[string]File, error) {
	all, err := d.copies()
	if err != nil {
		return nil, nil, err
	}
	if len(all) == 0 {
		return nil, nil, fmt.Errorf("no hay copias en %s", d.dir)
	}
	at := 0
	if name != "" {
		at = slices.IndexFunc(all, func(c *Copia) bool { return c.Nombre() == name })
	}
	if at < 0 {
		return nil, nil, fmt.Errorf("no hay una copia %s en %s", name, d.dir)
	}
	files := map[string]File{}
	for i := at; i >= 0; i-- { // the newest last
		for path, f := range all[i].Archivo {
			files[path] = f
		}
	}
	return all[at], files, nil
}

// bring puts an object where it belongs.
func (d destino) bring(f File, path string) error {
	if !f.Paquete {
		return d.fetch(f.Objeto, path)
	}
	in, err := d.open(f.Objeto)
	if err != nil {
		return err
	}
	return errors.Join(unpack(in, path), in.Close())
}

// fetch writes an object into a file, and refuses it when its bytes changed.
func (d destino) fetch(o Objeto, path string) error {
	in, err := d.open(o)
	if err != nil {
		return err
	}
	defer in.Close()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if err == nil {
		err = out.Sync()
	}
	return errors.Join(err, out.Close())
}
