package hookstest

import (
	"errors"
	"syscall"
	"testing"
)

// Mounted is a folder on a disk of its own (tmpfs), with options such as size=8m. Who may not
// mount one skips the test, and fails it where MESA_MOUNT=required.
func Mounted(t testing.TB, options string) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("mesa", dir, "tmpfs", 0, options); err != nil {
		if !errors.Is(err, syscall.EPERM) {
			t.Fatal(err)
		}
		NoMount(t, err)
		t.Skipf("SKIPPED: this user may not mount a disk (%v), so nothing is shown of a full or read-only one", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	return dir
}
