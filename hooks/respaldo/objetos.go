package respaldo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"

	"mesadepartes/hooks/disco"

	"filippo.io/age"
)

const sumLength = 2 * sha256.Size

func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// hashOf reads a stream to its end.
func hashOf(from io.Reader) (Objeto, error) {
	sum := sha256.New()
	n, err := io.Copy(sum, from)
	return Objeto{SHA256: hex.EncodeToString(sum.Sum(nil)), Bytes: n}, err
}

// store copies a stream to the destination under its hash, sealed when there is a key. What
// was there already stays.
func (w *writer) store(ctx context.Context, from io.Reader) (o Objeto, err error) {
	out, err := w.stage()
	if err != nil {
		return o, err
	}
	defer os.Remove(out.Name()) // which is gone when all went well
	if o, err = w.fill(out, from); err == nil {
		err = out.Sync()
	}
	if err := errors.Join(err, out.Close()); err != nil {
		return o, fmt.Errorf("no se pudo escribir en %s: %w", w.dir, err)
	}
	if was, ok := w.sums[o.SHA256]; ok && w.has(ctx, was) {
		return was, nil
	}
	if n, err := w.size(ctx, o.name()); err == nil && n == o.kept().Bytes {
		return o, nil
	}
	return o, w.keep(ctx, out.Name(), o.name())
}

// stage makes a file whose bytes are not at their place yet.
func (w *writer) stage() (*os.File, error) {
	if folder := w.staging(); folder != "" {
		folder = filepath.Join(folder, objects)
		if err := os.MkdirAll(folder, disco.PrivateFolder); err != nil {
			return nil, err
		}
		return os.CreateTemp(folder, ".nuevo-*")
	}
	folder, err := w.apart(w.data, w.lugar)
	if err != nil {
		return nil, err
	}
	return os.CreateTemp(folder, "nuevo-*")
}

// fill writes a stream to a file, sealed when there is a key.
func (w *writer) fill(out io.Writer, from io.Reader) (Objeto, error) {
	plain, sealed := sha256.New(), sha256.New()
	if len(w.to) == 0 {
		n, err := io.Copy(io.MultiWriter(out, plain), from)
		return Objeto{SHA256: hex.EncodeToString(plain.Sum(nil)), Bytes: n}, err
	}
	size := &counter{}
	in, err := age.Encrypt(io.MultiWriter(out, sealed, size), w.to...)
	if err != nil {
		return Objeto{}, err
	}
	n, err := io.Copy(io.MultiWriter(in, plain), from)
	err = errors.Join(err, in.Close())
	return Objeto{
		SHA256: hex.EncodeToString(plain.Sum(nil)), Bytes: n,
		Sellado: &Objeto{SHA256: hex.EncodeToString(sealed.Sum(nil)), Bytes: size.n},
	}, err
}

// counter counts what is written to it.
type counter struct{ n int64 }

func (c *counter) Write(b []byte) (int, error) { c.n += int64(len(b)); return len(b), nil }

// adopt is store for a file of this program, such as a snapshot, which may be moved.
func (w *writer) adopt(ctx context.Context, path string) (o Objeto, err error) {
	in, err := os.Open(path)
	if err != nil {
		return o, err
	}
	defer os.Remove(path)
	if w.staging() == "" || len(w.to) > 0 {
		o, err = w.store(ctx, in)
		return o, errors.Join(err, in.Close())
	}
	o, err = hashOf(in)
	if err := errors.Join(err, in.Close(), disco.Sync(path)); err != nil {
		return o, err
	}
	return o, w.keep(ctx, path, o.name())
}

// has tells whether an object is there. What a list lacks is asked for by its name: the list
// of a store may be late.
func (w *writer) has(ctx context.Context, o Objeto) bool {
	k := o.kept()
	if s, ok := w.here[k.SHA256]; ok && s.bytes == k.Bytes {
		return true
	}
	n, err := w.size(ctx, o.name())
	return err == nil && n == k.Bytes
}

// open reads an object as it was before it was sealed. The read ends in an error when its
// bytes changed.
func (d *destino) open(ctx context.Context, o Objeto) (io.ReadCloser, error) {
	f, err := d.read(ctx, o.name())
	if err != nil {
		return nil, err
	}
	raw := &proved{Reader: f, hash: sha256.New(), want: o.kept()}
	if o.Sellado == nil {
		return closing{raw, f}, nil
	}
	clear, err := d.unseal(raw)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return closing{&proved{Reader: clear, hash: sha256.New(), want: o, below: raw}, f}, nil
}

// closing is a reader with what has to be closed after it. It hides what else that offers.
type closing struct {
	io.Reader
	io.Closer
}

// errChanged is the error of an object whose bytes are not those of its name.
var errChanged = errors.New("su contenido cambió")

// proved reads an object and compares its hash at its end.
type proved struct {
	io.Reader
	hash  hash.Hash
	want  Objeto
	below io.Reader // what of the sealed bytes comes after the last clear one
}

func (p *proved) Read(b []byte) (int, error) {
	n, err := p.Reader.Read(b)
	_, _ = p.hash.Write(b[:n]) // never fails, says hash.Hash
	if !errors.Is(err, io.EOF) {
		return n, err
	}
	if p.below != nil {
		if _, err := io.Copy(io.Discard, p.below); err != nil {
			return n, err
		}
	}
	if hex.EncodeToString(p.hash.Sum(nil)) != p.want.SHA256 {
		return n, errChanged
	}
	return n, err
}
