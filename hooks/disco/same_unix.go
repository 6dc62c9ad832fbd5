//go:build unix

package disco

import "golang.org/x/sys/unix"

// Same tells whether two folders lie on one disk.
func Same(a, b string) (bool, error) {
	var one, other unix.Stat_t
	if err := unix.Stat(a, &one); err != nil {
		return false, err
	}
	if err := unix.Stat(b, &other); err != nil {
		return false, err
	}
	return one.Dev == other.Dev, nil
}
