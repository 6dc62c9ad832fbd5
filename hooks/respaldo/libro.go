package respaldo

import (
	"archive/tar"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"mesadepartes/hooks/libro"
)

// shelf is a folder of the book with its entries, which a copy packs as one object: entries
// are small and many, and all but the newest folder never change.
type shelf struct {
	dir     string
	entries []os.FileInfo
}

// shelvesOf lists the folders of the book up to an entry.
func shelvesOf(data string, last entry) (list []shelf, err error) {
	dirs, err := filepath.Glob(filepath.Join(data, libro.Folder, "*", "*"))
	if err != nil {
		return nil, err
	}
	for _, dir := range dirs {
		epoca, err := strconv.Atoi(filepath.Base(filepath.Dir(dir)))
		if err != nil || epoca > last.epoca {
			continue
		}
		s := shelf{dir: dir}
		found, err := os.ReadDir(dir)
		if err != nil {
			return nil, err
		}
		for _, e := range found {
			n, err := strconv.Atoi(strings.TrimSuffix(e.Name(), ".json"))
			if err != nil || epoca == last.epoca && n > last.asiento {
				continue
			}
			info, err := e.Info()
			if err != nil {
				return nil, err
			}
			s.entries = append(s.entries, info)
		}
		if len(s.entries) > 0 {
			list = append(list, s)
		}
	}
	return list, nil
}

// mark changes when an entry comes, or is erased under an authorisation.
func (s shelf) mark() int64 {
	h := fnv.New64a()
	for _, e := range s.entries {
		_, _ = io.WriteString(h, e.Name()) // never fails, says hash.Hash
		_ = binary.Write(h, binary.LittleEndian, [2]int64{e.Size(), e.ModTime().UnixNano()})
	}
	return int64(h.Sum64()) //nolint:gosec // a mark, not a quantity
}

// shelf packs a folder of the book that changed since the copy before.
func (w *writer) shelf(ctx context.Context, s shelf) error {
	key, err := w.key(s.dir)
	if err != nil {
		return err
	}
	mark := s.mark()
	if was, ok := w.known[key]; ok && was.Cambio == mark && w.has(ctx, was.Objeto) {
		w.h.Archivo[key] = was
		return nil
	}
	r, pipe := io.Pipe()
	go func() { pipe.CloseWithError(s.pack(pipe)) }()
	o, err := w.store(ctx, r)
	if err := errors.Join(err, r.Close()); err != nil {
		return err
	}
	w.h.Archivo[key] = File{Objeto: o, Cambio: mark, Paquete: true}
	w.h.Nuevos++
	return nil
}

// pack writes the entries as a tar, alike for the same entries.
func (s shelf) pack(to io.Writer) error {
	out := tar.NewWriter(to)
	for _, e := range s.entries {
		data, err := os.ReadFile(filepath.Join(s.dir, e.Name()))
		if err != nil {
			return err
		}
		if err := out.WriteHeader(&tar.Header{Name: e.Name(), Mode: 0o600, Size: int64(len(data))}); err != nil {
			return err
		}
		if _, err := out.Write(data); err != nil {
			return err
		}
	}
	return out.Close()
}

// unpack writes the entries of a packed folder below dir. A name that leads elsewhere is an error.
func unpack(from io.Reader, dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	in := tar.NewReader(from)
	for {
		head, err := in.Next()
		if errors.Is(err, io.EOF) {
			_, err := io.Copy(io.Discard, from) // to its end, where its hash is compared
			return err
		}
		if err != nil {
			return err
		}
		if head.Name != filepath.Base(head.Name) || !filepath.IsLocal(head.Name) {
			return fmt.Errorf("el paquete nombra %q", head.Name)
		}
		data, err := io.ReadAll(io.LimitReader(in, mostOfAnEntry))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, head.Name), data, 0o600); err != nil {
			return err
		}
	}
}

// mostOfAnEntry bounds an entry of the book, in bytes.
const mostOfAnEntry = 16 << 20
