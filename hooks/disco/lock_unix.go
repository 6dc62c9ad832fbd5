//go:build unix

package disco

import (
	"errors"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

func lock(f *os.File) error {
	for {
		switch err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); {
		case errors.Is(err, unix.EINTR):
		case errors.Is(err, unix.EWOULDBLOCK):
			return ErrHeld
		default:
			return err
		}
	}
}

// holdFolder locks a folder, which stays locked when a file of it is removed. Some network
// disks lock no folders; there the file's lock is all there is.
func holdFolder(dir string) (io.Closer, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	if err := lock(f); errors.Is(err, ErrHeld) {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}
