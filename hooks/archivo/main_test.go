package archivo_test

import (
	"testing"

	"mesadepartes/hooks/hookstest"
)

func TestMain(m *testing.M) { hookstest.Main(m) }
