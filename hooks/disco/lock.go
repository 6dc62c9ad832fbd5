package disco

import (
	"errors"
	"io"
	"os"
)

// ErrHeld is returned by Hold for a file that another process holds.
var ErrHeld = errors.New("held by another process")

// Held is a file that this process holds. The system lets it go when the process
// ends, however it ends: a file left by a dead program is no obstacle.
type Held struct{ file *os.File }

// Hold takes a file, which it makes where there is none, until Release.
func Hold(path string) (*Held, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := lock(f); err != nil {
		_ = f.Close()
		return nil, err
	}
	return &Held{f}, nil
}

// Write replaces what the file says.
func (h *Held) Write(text []byte) error {
	if err := h.file.Truncate(0); err != nil {
		return err
	}
	_, err := h.file.WriteAt(text, 0)
	return err
}

// Read is what the file says.
func (h *Held) Read() ([]byte, error) { return io.ReadAll(io.NewSectionReader(h.file, 0, 1<<16)) }

// Release lets the file go and leaves it where it is: removing it would let two
// processes hold two files of one name.
func (h *Held) Release() error { return h.file.Close() }
