package disco

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// ErrHeld is returned by Hold for a file that another process holds.
var ErrHeld = errors.New("held by another process")

// Held is a file that this process holds, with the folder it stands in. The system lets
// them go when the process ends, however it ends: a file left by a dead program is no
// obstacle.
type Held struct {
	file   *os.File
	folder io.Closer // holds out when the file is removed
}

// Hold takes a file, which it makes where there is none, and its folder until Release.
func Hold(path string) (*Held, error) {
	folder, err := holdFolder(filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		_ = folder.Close()
		return nil, err
	}
	if err := lock(f); err != nil {
		_, _ = folder.Close(), f.Close()
		return nil, err
	}
	return &Held{f, folder}, nil
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

// Release lets file and folder go and leaves the file where it is: removing it would let two
// processes hold two files of one name.
func (h *Held) Release() error { return errors.Join(h.file.Close(), h.folder.Close()) }
