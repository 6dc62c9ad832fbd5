//go:build unix

package disco

import "golang.org/x/sys/unix"

// Umask keeps everything that this process makes from now on to its owner.
func Umask() { unix.Umask(0o077) }
