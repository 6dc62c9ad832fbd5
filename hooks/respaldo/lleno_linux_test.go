package respaldo_test

import (
	"context"
	"errors"
	"os"
	"syscall"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/respaldo"
)

// A disk of copies that fills leaves the copy of before whole, and makes none that lacks
// something.
func TestAFullDestinationKeepsTheCopyOfBefore(t *testing.T) {
	t.Parallel()
	o, dest := hookstest.New(t, workday), hookstest.Mounted(t, "size=8m")
	o.Filed(t, nil)
	first := made(t, o, dest)
	filled := os.WriteFile(dest+"/relleno", make([]byte, 8<<20), 0o600)
	if !errors.Is(filled, syscall.ENOSPC) {
		t.Fatal(filled)
	}
	o.Filed(t, nil)
	o.Clock.Add(time.Hour)
	if h, err := respaldo.Make(context.Background(), o.App, at(dest), o.Clock.Now(), quiet); err == nil {
		t.Fatalf("a copy was made on a full disk: %+v", h)
	}
	c, wrong, err := respaldo.Verify(context.Background(), at(dest), "", 0, quiet)
	if err != nil || len(wrong) > 0 || c.Nombre() != first.Nombre() {
		t.Error(c, wrong, err)
	}
	if err := os.Remove(dest + "/relleno"); err != nil {
		t.Fatal(err)
	}
	if h := made(t, o, dest); h.Numeros[2026] != 2 {
		t.Errorf("%+v", h)
	}
}
