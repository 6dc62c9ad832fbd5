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

// transport streams files through the child's standard input, each after its job,
// its size and its note. That is slower and takes twice the memory, but works on every system.
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

func (t transport) send(req request) error {
	if err := binary.Write(t.in, binary.BigEndian, req.job); err != nil {
		return err
	}
	if err := binary.Write(t.in, binary.BigEndian, req.size); err != nil {
		return err
	}
	if len(req.note) > maxNote {
		return errNote
	}
	if err := binary.Write(t.in, binary.BigEndian, int32(len(req.note))); err != nil {
		return err
	}
	if _, err := t.in.Write(req.note); err != nil {
		return err
	}
	_, err := io.Copy(t.in, io.NewSectionReader(req.file, 0, req.size))
	return err
}

// receive waits for the next file. ok is false when the parent is gone.
func receive() (in input, ok bool, err error) {
	if err := binary.Read(os.Stdin, binary.BigEndian, &in.job); err != nil {
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return in, false, err
	}
	if err := binary.Read(os.Stdin, binary.BigEndian, &in.size); err != nil {
		return in, false, err
	}
	var length int32
	if err := binary.Read(os.Stdin, binary.BigEndian, &length); err != nil {
		return in, false, err
	}
	if length < 0 || length > maxNote {
		return in, false, errNote
	}
	in.note = make([]byte, length)
	if _, err := io.ReadFull(os.Stdin, in.note); err != nil {
		return in, false, err
	}
	body := make([]byte, in.size)
	if _, err := io.ReadFull(os.Stdin, body); err != nil {
		return in, false, err
	}
	in.file, in.done = bytes.NewReader(body), func() error { return nil }
	return in, true, nil
}
