package hookstest

import (
	"os"
	"testing"
)

// NoMount is for a test that may not mount a disk of its own: it fails where
// MESA_MOUNT=required says that one can be mounted, as .ci/run finds out.
func NoMount(t testing.TB, err error) {
	t.Helper()
	if os.Getenv("MESA_MOUNT") == "required" {
		t.Fatalf("no tmpfs can be mounted, and MESA_MOUNT=required: %v", err)
	}
}
