package hookstest

import (
	"os"
	"testing"
)

// NoMount is for a test that may not mount a disk of its own. It fails the test where root
// runs all of them (MESA_BROWSER=required, as .ci/run sets it): nothing may be skipped there.
func NoMount(t testing.TB, err error) {
	t.Helper()
	if os.Getenv("MESA_BROWSER") == "required" && os.Geteuid() == 0 {
		t.Fatalf("root may not mount a tmpfs (%v), and MESA_BROWSER=required says that every test must run here: a full disk is "+
			"only shown on one. Give the right to mount (docker run --cap-add=SYS_ADMIN --security-opt apparmor=unconfined), or run the "+
			"tests as another user or without that variable", err)
	}
}
