//go:build !linux

package pdf

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"os/exec"
)

// transport streams files through the child's standard input, each after its
// size. That is slower and takes twice the memory, but works on every system.
type transport struct {
	in, child *os.File
}

func newTransport(cmd *exec.Cmd) (transport, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return transport{}, err
	}
	cmd.Stdin = r
	return transport{in: w, child: r}, nil
}

// started closes the parent's copy of the child's end: while the parent holds it,
// the parent doesn't see the child close it.
func (t transport) started() { _ = t.child.Close() }

func (t transport) close() { _ = t.in.Close() }

func (t transport) send(f *os.File, size int64) error {
	if err := binary.Write(t.in, binary.BigEndian, size); err != nil {
		return err
	}
	_, err := io.Copy(t.in, io.NewSectionReader(f, 0, size))
	return err
}

// receive waits for the next file. ok is false when the parent is gone.
func receive() (in input, ok bool, err error) {
	if err := binary.Read(os.Stdin, binary.BigEndian, &in.size); err != nil {
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return in, false, err
	}
	body := make([]byte, in.size)
	if _, err := io.ReadFull(os.Stdin, body); err != nil {
		return in, false, err
	}
	in.file, in.done = bytes.NewReader(body), func() error { return nil }
	return in, true, nil
}
