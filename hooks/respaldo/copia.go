package respaldo

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// version is that of the layout of a destination.
const version = 1

// Copia is what the file of a copy says. Its name is its instant in UTC.
type Copia struct {
	Version int             `json:"version"`
	Oficina string          `json:"oficina"` // the id that the book knows the office by
	Hecha   time.Time       `json:"hecha"`
	Base    Objeto          `json:"base"`
	Numeros map[int]int     `json:"numeros"` // the highest number of each year
	Archivo map[string]File `json:"archivos"`
	EnS3    bool            `json:"en_s3,omitempty"` // the office keeps its files on S3: none are here
}

// Objeto is something stored by its hash.
type Objeto struct {
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
}

// File is a file of the data folder, by the path below it, with forward slashes. Of a folder of
// the book, which is packed as one object, Paquete is set.
type File struct {
	Objeto
	Cambio  int64 `json:"cambio"` // when it was changed last, in Unix nanoseconds
	Paquete bool  `json:"paquete,omitempty"`
}

// Nombre is the name of a copy, as the commands take it.
func (c *Copia) Nombre() string { return c.Hecha.UTC().Format("20060102-150405") }

// Bytes is the size of all that the copy names.
func (c *Copia) Bytes() int64 {
	sum := c.Base.Bytes
	for _, f := range c.Archivo {
		sum += f.Bytes
	}
	return sum
}

// destino is a folder that holds copies of one office.
type destino struct{ dir string }

func (d destino) objectPath(sum string) string {
	return filepath.Join(d.dir, "objetos", sum[:2], sum)
}

func (d destino) copyPath(name string) string { return filepath.Join(d.dir, "copias", name+".json") }

// has tells whether an object of that size is there.
func (d destino) has(o Objeto) bool {
	info, err := os.Stat(d.objectPath(o.SHA256))
	return err == nil && info.Size() == o.Bytes
}

// copies lists the copies, the newest first.
func (d destino) copies() ([]*Copia, error) {
	entries, err := os.ReadDir(filepath.Join(d.dir, "copias"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var list []*Copia
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), ".json")
		if !ok {
			continue
		}
		c, err := d.read(name)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b *Copia) int { return b.Hecha.Compare(a.Hecha) })
	return list, nil
}

// read reads a copy. A file that does not carry its own hash was cut or changed.
func (d destino) read(name string) (*Copia, error) {
	data, err := os.ReadFile(d.copyPath(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("no hay una copia %s en %s", name, d.dir)
	}
	if err != nil {
		return nil, err
	}
	sum, text, _ := strings.Cut(string(data), "\n")
	c := &Copia{}
	if sum != sumOf([]byte(text)) || json.Unmarshal([]byte(text), c) != nil || c.Nombre() != name {
		return nil, fmt.Errorf("la copia %s está cortada o fue alterada; use otra (mesadepartes copia listar %s)", name, d.dir)
	}
	if c.Version > version {
		return nil, fmt.Errorf("la copia %s es de una versión más nueva del programa", name)
	}
	for path, f := range c.Archivo {
		if !filepath.IsLocal(filepath.FromSlash(path)) || len(f.SHA256) != sumLength {
			return nil, fmt.Errorf("la copia %s nombra un archivo fuera de su carpeta", name)
		}
	}
	return c, nil
}

// write puts the file of a copy, last of all: before it the copy does not exist.
func (d destino) write(c *Copia) error {
	text, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return putFile(d.copyPath(c.Nombre()), append([]byte(sumOf(text)+"\n"), text...))
}
