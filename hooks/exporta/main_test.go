package exporta_test

import (
	"testing"

	"mesadepartes/hooks/hookstest"
)

func TestMain(m *testing.M) { hookstest.Main(m) }

// A working day in Lima: Tuesday 24 March 2026, 10:00.
const workday = "2026-03-24T10:00:00-05:00"
