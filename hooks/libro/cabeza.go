package libro

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"mesadepartes/hooks/disco"
	"mesadepartes/hooks/mesa"
)

// Cabeza is what is known of the book outside it: how far it reaches, and the highest
// number of each year. It moves after a commit and before the answer.
type Cabeza struct {
	Oficina string `json:"oficina"`
	Posicion
	Numeros map[int]int `json:"numeros"` // by year
}

// tramo is the size of one half of the file, in bytes. Writes alternate between the two
// halves, so a power cut in the middle of one leaves the other whole.
const tramo = 4096

// file is a head on disk.
type file struct{ path string }

// read gives the newest whole half; nil when there is none.
func (f file) read() (*Cabeza, error) {
	data, err := os.ReadFile(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	newest, _ := newestOf(data)
	if newest == nil && len(data) > 0 {
		return nil, damage{mesa.TextCabezaRota(f.path)}
	}
	return newest, nil
}

// newestOf finds the newer of the halves that are whole, and where the other one begins,
// which the next writing may lose.
func newestOf(data []byte) (newest *Cabeza, other int64) {
	for at := 0; at+tramo <= len(data); at += tramo {
		c := readTramo(data[at : at+tramo])
		if c != nil && (newest == nil || newest.Before(c.Posicion)) {
			newest, other = c, int64(tramo-at)
		}
	}
	return newest, other
}

func readTramo(data []byte) *Cabeza {
	sum, text, _ := strings.Cut(strings.TrimRight(string(data), "\x00"), "\n")
	c := &Cabeza{}
	if sum != digest(text) || json.Unmarshal([]byte(text), c) != nil {
		return nil
	}
	return c
}

// write puts a head on the half that does not hold the newest one, and syncs it.
func (f file) write(c *Cabeza) error { return f.put(c, (*os.File).Sync) }

// note is write without waiting for the disk.
func (f file) note(c *Cabeza) error {
	return f.put(c, func(*os.File) error { return nil })
}

func (f file) put(c *Cabeza, bring func(*os.File) error) error {
	text, err := json.Marshal(c)
	if err != nil {
		return err
	}
	data := append([]byte(digest(string(text))+"\n"), text...)
	if len(data) > tramo {
		return fmt.Errorf("%s: the head is too long", f.path)
	}
	data = append(data, make([]byte, tramo-len(data))...)
	out, err := f.open()
	if err != nil {
		return err
	}
	there := make([]byte, 2*tramo)
	n, err := out.ReadAt(there, 0)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	if err == nil {
		_, other := newestOf(there[:n])
		_, err = out.WriteAt(data, other)
	}
	return errors.Join(err, bring(out), out.Close())
}

// open gives the file, made and durable at its full size at the first time.
func (f file) open() (*os.File, error) {
	out, err := os.OpenFile(f.path, os.O_RDWR, 0o600)
	if !errors.Is(err, fs.ErrNotExist) {
		return out, err
	}
	if err := os.MkdirAll(filepath.Dir(f.path), 0o700); err != nil {
		return nil, err
	}
	if out, err = os.OpenFile(f.path, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return nil, err
	}
	if err := errors.Join(out.Truncate(2*tramo), disco.Sync(filepath.Dir(f.path))); err != nil {
		return nil, errors.Join(err, out.Close())
	}
	return out, nil
}

// cabezas are the head outside the data folder, by which a folder brought back whole
// is noticed, and the one inside, beside the book: it is noticed by that one when an
// older head and an older base are put back, and it stands in while the head outside
// can't be written or read.
type cabezas struct {
	mu              sync.Mutex
	outside, inside file
	now             *Cabeza // as written last; nil until read
}

// read gives the newer of both heads; nil when there is none.
func (h *cabezas) read() (*Cabeza, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	outside, outsideErr := h.outside.read()
	inside, insideErr := h.inside.read()
	if outsideErr != nil && inside == nil || insideErr != nil && outside == nil {
		return nil, errors.Join(outsideErr, insideErr)
	}
	if h.now = outside; inside != nil && (outside == nil || outside.Before(inside.Posicion)) {
		h.now = inside
	}
	return h.now.copy(), nil
}

// known is read, nil also when there is no head that can be read.
func (h *cabezas) known() *Cabeza {
	head, err := h.read()
	if err != nil {
		return nil
	}
	return head
}

// reach moves the head forward to a place and the numbers given by then. errOutside
// says that only the head inside the data folder moved.
func (h *cabezas) reach(oficina string, p Posicion, numeros map[int]int) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	next := &Cabeza{Oficina: oficina, Posicion: p, Numeros: map[int]int{}}
	if h.now != nil {
		maps.Copy(next.Numeros, h.now.Numeros)
		if p.Before(h.now.Posicion) { // another commit was faster
			next.Posicion = h.now.Posicion
		}
	}
	higher := h.now == nil || h.now.Posicion != next.Posicion
	for year, n := range numeros {
		if n > next.Numeros[year] {
			next.Numeros[year], higher = n, true
		}
	}
	if !higher {
		return nil
	}
	err := h.outside.write(next)
	if err != nil {
		if inside := h.inside.write(next); inside != nil {
			return errors.Join(err, inside)
		}
		err = fmt.Errorf("%w: %w", errOutside, err)
	} else if h.inside.note(next) != nil {
		_ = os.Remove(h.inside.path) // an old one says nothing; the head outside is written
	}
	h.now = next
	return err
}

var errOutside = errors.New("libro: the head outside the data folder can't be written")

func (c *Cabeza) copy() *Cabeza {
	if c == nil {
		return nil
	}
	twin := *c
	twin.Numeros = maps.Clone(c.Numeros)
	return &twin
}

// copyOut brings the head outside up to the one inside, after it could not be written
// for a while.
func (h *cabezas) copyOut() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	outside, err := h.outside.read()
	if damaged := (damage{}); errors.As(err, &damaged) { // it is written over
		err = nil
	}
	if err != nil || h.now == nil || outside != nil && !outside.Before(h.now.Posicion) {
		return err
	}
	return h.outside.write(h.now)
}
