package respaldo

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"mesadepartes/hooks/disco"
)

const sumLength = 2 * sha256.Size

func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// store copies a stream to the destination under its hash. What was there already stays.
func (d destino) store(from io.Reader) (o Objeto, err error) {
	folder := filepath.Join(d.dir, "objetos")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return o, err
	}
	out, err := os.CreateTemp(folder, ".nuevo-*")
	if err != nil {
		return o, err
	}
	defer os.Remove(out.Name()) // which is gone when all went well
	hash := sha256.New()
	if o.Bytes, err = io.Copy(io.MultiWriter(out, hash), from); err == nil {
		err = out.Sync()
	}
	if err := errors.Join(err, out.Close()); err != nil {
		return o, fmt.Errorf("no se pudo escribir en %s: %w", d.dir, err)
	}
	o.SHA256 = hex.EncodeToString(hash.Sum(nil))
	if d.has(o) {
		return o, nil
	}
	path := d.objectPath(o.SHA256)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return o, err
	}
	return o, errors.Join(os.Rename(out.Name(), path), disco.Sync(filepath.Dir(path)))
}

// adopt is store for a file that the destination already holds, such as a snapshot.
func (d destino) adopt(path string) (Objeto, error) {
	in, err := os.Open(path)
	if err != nil {
		return Objeto{}, err
	}
	hash := sha256.New()
	n, err := io.Copy(hash, in)
	if err := errors.Join(err, in.Close(), disco.Sync(path)); err != nil {
		return Objeto{}, err
	}
	o := Objeto{hex.EncodeToString(hash.Sum(nil)), n}
	to := d.objectPath(o.SHA256)
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return o, err
	}
	return o, errors.Join(os.Rename(path, to), disco.Sync(filepath.Dir(to)))
}

// open opens an object. What is read through it is refused at its end when it has another hash.
func (d destino) open(o Objeto) (io.ReadCloser, error) {
	f, err := os.Open(d.objectPath(o.SHA256))
	if err != nil {
		return nil, err
	}
	return &proved{f, sha256.New(), o}, nil
}

// errChanged is the error of an object whose bytes are not those of its name.
var errChanged = errors.New("su contenido cambió")

// proved reads an object and compares its hash at its end.
type proved struct {
	*os.File
	hash interface {
		io.Writer
		Sum([]byte) []byte
	}
	want Objeto
}

func (p *proved) Read(b []byte) (int, error) {
	n, err := p.File.Read(b)
	_, _ = p.hash.Write(b[:n]) // never fails, says hash.Hash
	if errors.Is(err, io.EOF) && hex.EncodeToString(p.hash.Sum(nil)) != p.want.SHA256 {
		return n, errChanged
	}
	return n, err
}

// WriteTo hides that of os.File, which would read past the hash.
func (p *proved) WriteTo(w io.Writer) (int64, error) {
	return io.Copy(w, struct{ io.Reader }{p})
}

// putFile writes a whole file at once: after a power cut it is there, or it is not.
func putFile(path string, data []byte) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	tmp := path + ".nuevo"
	defer os.Remove(tmp)
	err := os.WriteFile(tmp, data, 0o600)
	if err == nil {
		err = disco.Sync(tmp)
	}
	if err == nil {
		err = os.Rename(tmp, path)
	}
	return errors.Join(err, disco.Sync(dir))
}
