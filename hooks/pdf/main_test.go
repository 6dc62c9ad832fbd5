package pdf

import (
	"os"
	"testing"
)

// helperEnv makes the test binary a parent that can be killed: see
// TestChildDiesWithItsParent.
const helperEnv = "MESA_PDF_TEST_PARENT"

func TestMain(m *testing.M) {
	if IsChild(os.Args) {
		os.Exit(ChildMain())
	}
	if name := os.Getenv(helperEnv); name != "" {
		beKilled(name)
	}
	os.Exit(m.Run())
}
