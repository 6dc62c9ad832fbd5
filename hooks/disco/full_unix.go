//go:build unix

package disco

import (
	"errors"

	"golang.org/x/sys/unix"
)

// IsFull tells whether a write failed because the disk is full.
func IsFull(err error) bool { return errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EDQUOT) }
