package respaldo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"mesadepartes/hooks/disco"
	"mesadepartes/hooks/registro"
)

// Restore writes a copy into a data folder that is not there yet, or is empty. The files and
// the book are those of the newest copy: what an older base lacks is written again from them
// by `recuperar`. A restore that fails leaves no folder.
func Restore(ctx context.Context, l Lugar, name, dir string, tell registro.Progress) (*Copia, error) {
	d, err := look(l)
	if err != nil {
		return nil, err
	}
	c, files, err := d.chosen(ctx, name)
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
	if err := errors.Join(os.RemoveAll(half), os.MkdirAll(half, disco.PrivateFolder)); err != nil {
		return nil, err
	}
	defer os.RemoveAll(half) // which is gone when all went well
	if err := fits(half, c, files); err != nil {
		return nil, err
	}
	if err := d.fetch(ctx, c.Base, filepath.Join(half, "data.db")); err != nil {
		return nil, fmt.Errorf("la base de datos de la copia %s: %w", c.Nombre(), err)
	}
	paths := slices.Sorted(maps.Keys(files))
	done := progress(tell, len(paths))
	err = each(ctx, paths, func(ctx context.Context, _ int, path string) error {
		if err := d.bring(ctx, files[path], filepath.Join(half, filepath.FromSlash(path))); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		done()
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := ignoreAbsent(os.Remove(dir)); err != nil { // it was empty
		return nil, err
	}
	return c, errors.Join(os.Rename(half, dir), disco.Sync(filepath.Dir(dir)))
}

// fits tells before the first byte that a disk has no room for a copy.
func fits(dir string, c *Copia, files map[string]File) error {
	need := c.Base.Bytes
	for _, f := range files {
		need += f.Bytes
	}
	free, err := disco.Free(dir)
	if err == nil && free < need {
		err = fmt.Errorf("no hay sitio en %s: quedan %d MB y la copia necesita %d", filepath.Dir(dir), free>>20, need>>20+1)
	}
	return err
}

// progress tells how many of so many things are done, whoever did them.
func progress(tell registro.Progress, total int) (done func()) {
	var mu sync.Mutex
	n := int64(0)
	return func() {
		mu.Lock()
		defer mu.Unlock()
		n++
		tell("archivos", n, int64(total))
	}
}

// chosen reads a copy, "" for the newest, with all files of it and of the newer ones. With
// errSealed it gives what stands outside of a sealed copy.
func (d *destino) chosen(ctx context.Context, name string) (*Copia, map[string]File, error) {
	all, broken, err := d.copies(ctx)
	if err != nil {
		return nil, nil, err
	}
	if name == "" && len(broken) > 0 { // which may be the newest
		last := slices.Max(slices.Collect(maps.Keys(broken)))
		if len(all) == 0 || last > all[0].Nombre() {
			return nil, nil, broken[last]
		}
	}
	if broken[name] != nil {
		return nil, nil, broken[name]
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
	var c *Copia
	for i := at; i >= 0; i-- { // the newest last
		whole, err := d.opened(ctx, all[i])
		if err != nil {
			return all[at], nil, err
		}
		if i == at {
			c = whole
		}
		maps.Copy(files, whole.Archivo)
	}
	return c, files, nil
}

// bring puts an object where it belongs.
func (d *destino) bring(ctx context.Context, f File, path string) error {
	if !f.Paquete {
		return d.fetch(ctx, f.Objeto, path)
	}
	in, err := d.open(ctx, f.Objeto)
	if err != nil {
		return err
	}
	return errors.Join(unpack(in, path), in.Close())
}

// fetch writes an object into a file, and refuses it when its bytes changed.
func (d *destino) fetch(ctx context.Context, o Objeto, path string) error {
	in, err := d.open(ctx, o)
	if err != nil {
		return err
	}
	defer in.Close()
	if err := os.MkdirAll(filepath.Dir(path), disco.PrivateFolder); err != nil {
		return err
	}
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, disco.PrivateFile)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if err == nil {
		err = out.Sync()
	}
	return errors.Join(err, out.Close())
}
