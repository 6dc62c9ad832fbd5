package respaldo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"mesadepartes/hooks/disco"

	"filippo.io/age"
)

// No is the word of MESA_COPIA for an office that wants no copies.
const No = "no"

// Lugar is where copies go and how they are read, as an office tells it.
type Lugar struct {
	Donde     string // a folder, or s3://bucket/prefix; "" for nowhere
	Clave     string // age1…, the public key that copies are sealed to; "" for none
	Identidad string // the file of the private key, which only a restore needs
	Nuevo     bool   // the place may lack the mark that it had: the disk was replaced
	S3        S3
}

// S3 is how a bucket is reached.
type S3 struct {
	Endpoint, Region, Llave, Secreto string
	Paciencia                        time.Duration // how long it may keep silent; a minute when zero
}

// FromEnv is the place that the environment tells: the MESA_COPIA… variables.
func FromEnv(donde string) Lugar {
	return Lugar{Donde: donde, Clave: os.Getenv("MESA_COPIA_CLAVE_PUBLICA"), S3: S3{
		Endpoint: os.Getenv("MESA_COPIA_S3_ENDPOINT"), Region: cmp.Or(os.Getenv("MESA_COPIA_S3_REGION"), "us-east-1"),
		Llave: os.Getenv("MESA_COPIA_S3_LLAVE"), Secreto: os.Getenv("MESA_COPIA_S3_SECRETO"),
	}}
}

// Beside is where the copies of a data folder go while nobody names a place.
func Beside(data string) (string, error) {
	data, err := filepath.Abs(data)
	return data + "-copias", err
}

// destino is a place that holds copies of one office, opened.
type destino struct {
	almacen
	dir   string          // the place as a person named it
	ids   []age.Identity  // what opens sealed copies
	to    []age.Recipient // what they are sealed to; none are not sealed
	scrap string          // where plain parts are written that may not lie at the destination
	late  bool            // what it lists may be of an hour ago
}

// look opens a place to read it.
func look(l Lugar) (*destino, error) {
	d := &destino{dir: l.Donde}
	var err error
	if l.Identidad != "" {
		if d.ids, err = identities(l.Identidad); err != nil {
			return nil, err
		}
	}
	if l.Clave != "" {
		if d.to, err = recipients(l.Clave); err != nil {
			return nil, err
		}
	}
	if !strings.HasPrefix(l.Donde, "s3://") {
		d.almacen = carpeta(l.Donde)
		return d, nil
	}
	u, err := url.Parse(l.Donde)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" {
		return nil, fmt.Errorf("%q no es un destino: escriba s3://BUCKET/CARPETA, y las llaves en MESA_COPIA_S3_LLAVE y _SECRETO", l.Donde)
	}
	d.late = true
	d.almacen, err = newCubo(l.S3, u.Host, strings.Trim(u.Path, "/"))
	return d, err
}

// open takes a place for one program alone, to write there. It may not lie inside the data
// folder, and must be the one it was.
func open(ctx context.Context, data string, l Lugar) (d *destino, release func(), err error) {
	if data, err = place(data); err != nil {
		return nil, nil, err
	}
	if d, err = look(l); err != nil {
		return nil, nil, err
	}
	if folder, ok := d.almacen.(carpeta); ok {
		if d.almacen, err = own(folder, data, l); err != nil {
			return nil, nil, err
		}
	}
	if _, err := d.present(ctx, data, l); err != nil { // before anything is written where a disk may be missing
		return nil, nil, err
	}
	lock := notes(data).at(".en-uso-" + tag(data, l.Donde))
	if folder := d.staging(); folder != "" {
		lock = filepath.Join(folder, ".en-uso")
	}
	if err := os.MkdirAll(filepath.Dir(lock), disco.PrivateFolder); err != nil {
		return nil, nil, err
	}
	held, err := disco.Hold(lock)
	if errors.Is(err, disco.ErrHeld) {
		err = fmt.Errorf("otra copia está en marcha en %s", l.Donde)
	}
	if err != nil {
		return nil, nil, err
	}
	release = func() { d.tidy(); _ = held.Release() }
	if err := d.sign(ctx, data, l); err != nil {
		release()
		return nil, nil, err
	}
	d.sweep(data, l)
	return d, release, nil
}

// own makes the folder of a place, unless the place is known and gone: then a disk is not
// mounted, and what is written would land on the disk below it.
func own(folder carpeta, data string, l Lugar) (carpeta, error) {
	if _, err := os.Stat(string(folder)); errors.Is(err, os.ErrNotExist) && !l.Nuevo && known(data, l.Donde) != "" {
		return "", errGone(l.Donde)
	}
	if err := os.MkdirAll(string(folder), disco.PrivateFolder); err != nil {
		return "", err
	}
	dest, err := place(string(folder))
	if err != nil {
		return "", err
	}
	if rel, err := filepath.Rel(data, dest); err == nil && filepath.IsLocal(rel) {
		return "", errors.New("el destino de la copia está dentro de la carpeta de datos; elija otro disco")
	}
	return carpeta(dest), nil
}

// place is where a folder really lies, its links followed.
func place(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(path)
}

// apart is a folder outside the destination for what may not be there in the clear.
func (d *destino) apart(data string, l Lugar) (string, error) {
	if d.scrap != "" {
		return d.scrap, nil
	}
	var err error
	d.scrap, err = os.MkdirTemp("", scrapName+tag(data, l.Donde)+"-*")
	return d.scrap, err
}

const scrapName = "mesadepartes-copia-"

// tag tells one office and one place from others, in names of this machine.
func tag(data, donde string) string { return sumOf([]byte(data + "\n" + donde))[:12] }

// tidy removes what a copy needed on the way.
func (d *destino) tidy() {
	if d.scrap != "" {
		_ = os.RemoveAll(d.scrap) // the next copy sweeps what stays
		d.scrap = ""
	}
}

// sweep removes what a copy that was killed left half written. The place is held.
func (d *destino) sweep(data string, l Lugar) {
	patterns := []string{filepath.Join(os.TempDir(), scrapName+tag(data, l.Donde)+"-*")}
	if folder := d.staging(); folder != "" {
		patterns = append(patterns, filepath.Join(folder, ".base-*"), filepath.Join(folder, objects, ".nuevo-*"))
	}
	for _, folder := range []string{os.TempDir(), d.staging()} { // of rehearsals, which hold nothing
		if folder == "" {
			continue
		}
		left, _ := filepath.Glob(filepath.Join(folder, "."+rehearsal+"*")) // as below
		for _, path := range left {
			if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) > 24*time.Hour {
				patterns = append(patterns, path)
			}
		}
	}
	for _, pattern := range patterns {
		left, _ := filepath.Glob(pattern) // the pattern is well formed
		for _, path := range left {
			_ = os.RemoveAll(path) // the next copy tries again
		}
	}
}
