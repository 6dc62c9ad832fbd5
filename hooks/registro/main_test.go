package registro_test

import (
	"testing"

	"mesadepartes/hooks/hookstest"
)

func TestMain(m *testing.M) { hookstest.Main(m) }

const workday = "2026-03-25T09:00:00-05:00"
