package libro_test

import (
	"os"
	"strconv"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/libro"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
)

// BenchmarkFiling is one ENVIAR of a complete draft, its number and receipt included.
func BenchmarkFiling(b *testing.B) {
	o := hookstest.New(b, workday)
	for b.Loop() {
		b.StopTimer()
		draft, _, err := ready(o.App, hookstest.PDF(1))
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if _, err := create(o.App, mesa.ColSolicitudes, map[string]any{"borrador": draft}); err != nil {
			b.Fatal(err)
		}
	}
}

// TestManyAreRecoveredInAMinute brings back as many filings as MESA_RECUPERAR says;
// ten thousand must take a minute at most.
func TestManyAreRecoveredInAMinute(t *testing.T) {
	if testing.Short() {
		t.Skip("at full size in make test")
	}
	t.Parallel()
	many := 150
	if n, err := strconv.Atoi(os.Getenv("MESA_RECUPERAR")); err == nil {
		many = n
	}
	o := hookstest.New(t, workday)
	copied := copyBase(t, o)
	for range many {
		draft, _, err := ready(o.App, hookstest.PDF(1))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := create(o.App, mesa.ColSolicitudes, map[string]any{"borrador": draft}); err != nil {
			t.Fatal(hookstest.Explain(err))
		}
	}
	o = restored(t, o, copied)
	began := time.Now()
	recovered(t, o, libro.Options{})
	took := time.Since(began)
	t.Logf("%d recovered in %s", many, took)
	if n, _ := o.CountRecords(mesa.ColSolicitudes); int(n) != many {
		t.Errorf("%d of %d filings", n, many)
	}
	if n, _ := o.CountRecords(mesa.ColMovimientos, dbx.HashExp{"etapa": "NOTA"}); int(n) != many {
		t.Errorf("%d lines in the trail", n)
	}
	if took > time.Minute {
		t.Errorf("it took %s", took)
	}
}
