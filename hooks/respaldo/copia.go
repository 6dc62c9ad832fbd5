package respaldo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// version is that of the layout of a destination: since 2 a copy may be sealed.
const version = 2

// Copia is what the file of a copy says. Its name is its instant in UTC. The file of a sealed
// copy says little; the rest stands in its index.
type Copia struct {
	Version int               `json:"version"`
	Oficina string            `json:"oficina"` // the id that the book knows the office by
	Hecha   time.Time         `json:"hecha"`
	Base    Objeto            `json:"base,omitzero"`
	Numeros map[int]int       `json:"numeros,omitempty"` // the highest number of each year
	Archivo map[string]File   `json:"archivos,omitempty"`
	EnS3    bool              `json:"en_s3,omitempty"` // the office keeps its files on S3: none are here
	S3      map[string]Objeto `json:"s3,omitempty"`    // what they were, by their keys
	Antes   []string          `json:"antes,omitempty"` // the copies that were there before

	Indice *Objeto          `json:"indice,omitempty"` // of a sealed copy: all that is above, as an object
	Guarda map[string]int64 `json:"guarda,omitempty"` // of a sealed copy: the objects that it needs, with their sizes
}

// Objeto is something stored by its hash, or sealed and then stored by the hash of that.
type Objeto struct {
	SHA256  string  `json:"sha256"`
	Bytes   int64   `json:"bytes"`
	Sellado *Objeto `json:"sellado,omitempty"`
}

// kept is the object as the destination holds it.
func (o Objeto) kept() Objeto {
	if o.Sellado != nil {
		return *o.Sellado
	}
	return o
}

func (o Objeto) name() string { return objectName(o.kept().SHA256) }

// File is a file of the data folder, by the path below it, with forward slashes. Of a folder of
// the book, which is packed as one object, Paquete is set.
type File struct {
	Objeto
	Cambio  int64 `json:"cambio"` // when it was changed last, in Unix nanoseconds
	Paquete bool  `json:"paquete,omitempty"`
}

// Nombre is the name of a copy, as the commands take it.
func (c *Copia) Nombre() string { return c.Hecha.UTC().Format(nameForm) }

const nameForm = "20060102-150405"

// Sellada tells whether only the private key opens the copy.
func (c *Copia) Sellada() bool { return c.Indice != nil }

// Bytes is the size of all that the copy names.
func (c *Copia) Bytes() int64 {
	sum := c.Base.Bytes
	for _, f := range c.Archivo {
		sum += f.Bytes
	}
	for _, n := range c.Guarda {
		sum += n
	}
	return sum
}

// needs are the objects of a copy, as the destination holds them.
func (c *Copia) needs() map[string]int64 {
	if c.Sellada() {
		return c.Guarda
	}
	all := map[string]int64{}
	for _, o := range c.objects() {
		all[o.kept().SHA256] = o.kept().Bytes
	}
	return all
}

func (c *Copia) objects() []Objeto {
	all := []Objeto{c.Base}
	for _, f := range c.Archivo {
		all = append(all, f.Objeto)
	}
	return all
}

// newest names the copy that was made last, where a list may be late.
const newest = "ultima.json"

// copies lists the copies, the newest first, and says by name what is wrong with those that
// can't be read.
func (d *destino) copies(ctx context.Context) (list []*Copia, broken map[string]error, err error) {
	names, err := d.names(ctx)
	if err != nil {
		return nil, nil, err
	}
	broken = map[string]error{}
	for _, name := range names {
		c, err := d.copyOf(ctx, name)
		switch {
		case errors.Is(err, errNotWhole):
			broken[name] = err
		case err != nil && !errors.Is(err, fs.ErrNotExist): // one of an old list was removed since
			return nil, nil, err
		case err == nil:
			list = append(list, c)
		}
	}
	slices.SortFunc(list, func(a, b *Copia) int { return b.Hecha.Compare(a.Hecha) })
	return list, broken, nil
}

// names are the names of all copies, those too that a late list leaves out.
func (d *destino) names(ctx context.Context) ([]string, error) {
	found, err := d.list(ctx, copies)
	if err != nil {
		return nil, err
	}
	all := map[string]bool{}
	for file := range found {
		if name, ok := strings.CutSuffix(file, ".json"); ok {
			all[name] = true
		}
	}
	if d.late {
		last, err := d.small(ctx, newest)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		if c, err := d.copyOf(ctx, string(last)); err == nil {
			all[c.Nombre()] = true
			for _, name := range c.Antes {
				all[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(all)), nil
}

// mostOfACopy bounds the file of a copy: a million papers take 200 MB.
const mostOfACopy = 1 << 30

func (d *destino) small(ctx context.Context, name string) ([]byte, error) {
	r, err := d.read(ctx, name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, mostOfACopy))
}

// errNotWhole is the error of a copy whose file was cut or changed.
var errNotWhole = errors.New("está cortada o fue alterada")

// copyOf reads a copy. A file that does not carry its own hash was cut or changed.
func (d *destino) copyOf(ctx context.Context, name string) (*Copia, error) {
	if _, err := time.Parse(nameForm, name); err != nil {
		return nil, fs.ErrNotExist
	}
	data, err := d.small(ctx, copyName(name))
	if err != nil {
		return nil, err
	}
	sum, text, _ := strings.Cut(string(data), "\n")
	if sum != sumOf([]byte(text)) {
		return nil, fmt.Errorf("la copia %s %w; use otra (mesadepartes copia listar %s)", name, errNotWhole, d.dir)
	}
	return parse(name, []byte(text))
}

func parse(name string, text []byte) (*Copia, error) {
	c := &Copia{}
	if err := json.Unmarshal(text, c); err != nil || c.Nombre() != name {
		return nil, fmt.Errorf("la copia %s %w", name, errNotWhole)
	}
	if c.Version > version {
		return nil, fmt.Errorf("la copia %s es de una versión más nueva del programa", name)
	}
	for path, f := range c.Archivo {
		if !filepath.IsLocal(filepath.FromSlash(path)) || len(f.kept().SHA256) != sumLength {
			return nil, fmt.Errorf("la copia %s nombra un archivo fuera de su carpeta", name)
		}
	}
	for sum := range c.Guarda {
		if len(sum) != sumLength {
			return nil, fmt.Errorf("la copia %s nombra un archivo fuera de su carpeta", name)
		}
	}
	return c, nil
}

// opened is a copy with all that it says: that of a sealed one stands in its index.
func (d *destino) opened(ctx context.Context, c *Copia) (*Copia, error) {
	if !c.Sellada() {
		return c, nil
	}
	r, err := d.open(ctx, *c.Indice)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, mostOfACopy))
	if err != nil {
		return nil, fmt.Errorf("el índice de la copia %s: %w", c.Nombre(), err)
	}
	return parse(c.Nombre(), text)
}

// put writes the file of a copy, last of all: before it the copy does not exist.
func (d *destino) put(ctx context.Context, c *Copia) error {
	text, err := json.Marshal(c)
	if err != nil {
		return err
	}
	if err := d.write(ctx, copyName(c.Nombre()), append([]byte(sumOf(text)+"\n"), text...)); err != nil || !d.late {
		return err
	}
	return d.write(ctx, newest, []byte(c.Nombre()))
}
