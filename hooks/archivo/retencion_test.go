package archivo_test

import (
	"fmt"
	"testing"
	"time"

	"mesadepartes/hooks/archivo"
	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
)

// The years run from the 1st of January after the closing, in Lima.
func TestWhatIsOverItsTermIsListed(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2026-12-31T10:00:00-05:00")
	o.Brought(t, mesa.Archivada)
	o.Brought(t, mesa.Archivada)
	o.Brought(t, mesa.Atendida) // not closed
	o.Filed(t, nil)
	o.Clock.Set("2027-01-04T10:00:00-05:00")
	o.Brought(t, mesa.Archivada)
	for _, c := range []struct {
		serie string
		anios int
		now   string
		want  string
	}{
		{"", 5, later, "[]"},
		{serie, 0, later, "[]"},
		{serie, 5, "2031-12-31T23:59:59-05:00", "[]"},
		{serie, 5, "2032-01-01T00:00:00-05:00", "[{Contrataciones menores 5 2026 2 1-2026 2-2026}]"},
		{serie, 5, "2033-01-01T00:00:00-05:00",
			"[{Contrataciones menores 5 2026 2 1-2026 2-2026} {Contrataciones menores 5 2027 1 1-2027 1-2027}]"},
	} {
		kept(t, o, c.serie, c.anios)
		now, err := time.Parse(time.RFC3339, c.now)
		if err != nil {
			t.Fatal(err)
		}
		list, err := archivo.Overdue(o.App, now)
		if got := fmt.Sprint(list); err != nil || got != c.want {
			t.Errorf("%s, %d years, at %s: %s, want %s (%v)", c.serie, c.anios, c.now, got, c.want, err)
		}
		if over := mesa.RetencionVencida(c.anios, 2026, now); c.serie != "" && over != (len(list) > 0) {
			t.Errorf("at %s the rule says %v", c.now, over)
		}
	}
}
