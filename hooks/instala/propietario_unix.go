//go:build unix

package instala

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// owner is the user that a file belongs to.
func owner(info fs.FileInfo) int { return int(info.Sys().(*syscall.Stat_t).Uid) }

// become makes this process the owner of a folder for good, when root runs it and the folder is
// another user's. It gives that user's name, "" when nothing changed.
func become(dir string) (name string, err error) {
	info, err := os.Stat(dir)
	if os.Geteuid() != 0 || errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil || owner(info) == 0 {
		return "", err
	}
	uid, gid := owner(info), int(info.Sys().(*syscall.Stat_t).Gid)
	if err := syscall.Setgroups([]int{gid}); err != nil {
		return "", err
	}
	if err := syscall.Setgid(gid); err != nil {
		return "", err
	}
	if err := syscall.Setuid(uid); err != nil {
		return "", err
	}
	name = strconv.Itoa(uid)
	if u, err := user.LookupId(name); err == nil {
		name = fmt.Sprintf("%s (%d)", u.Username, uid)
	}
	return name, nil
}
