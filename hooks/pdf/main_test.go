package pdf

import (
	"os"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
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
	api.DisableConfigDir() // as ChildMain does, for the tests that examine a file here
	os.Exit(m.Run())
}
