package respaldo_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/respaldo"
)

// refused makes a copy that must fail, and wants words.
func refused(t *testing.T, o *hookstest.Office, l respaldo.Lugar, says string) {
	t.Helper()
	o.Clock.Add(time.Hour)
	if h, err := respaldo.Make(context.Background(), o.App, l, o.Clock.Now(), quiet); err == nil || !strings.Contains(err.Error(), says) {
		t.Errorf("%+v, %v; want %q", h, err, says)
	}
}

// A USB stick that was pulled leaves the folder where it was mounted: nothing may be written
// there. Another stick of the same office is known by its own mark.
func TestADiskThatIsNotMountedIsNotTakenForItsFolder(t *testing.T) {
	t.Parallel()
	o, dest := hookstest.New(t, workday), filepath.Join(t.TempDir(), "usb")
	o.Filed(t, nil)
	made(t, o, dest)
	for name, empty := range map[string]func(string) error{
		"the empty folder": func(p string) error { return os.Mkdir(p, 0o700) }, "no folder": func(string) error { return nil },
	} {
		if err := os.Rename(dest, dest+"-fuera"); err != nil {
			t.Fatal(err)
		}
		if err := empty(dest); err != nil {
			t.Fatal(err)
		}
		refused(t, o, at(dest), "no está conectado")
		if list, _ := filepath.Glob(filepath.Join(dest, "*")); len(list) > 0 {
			t.Errorf("%s: %v was written", name, list)
		}
		if err := os.RemoveAll(dest); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(dest+"-fuera", dest); err != nil {
			t.Fatal(err)
		}
	}
	made(t, o, dest) // it is back
	if err := os.Rename(dest, dest+"-1"); err != nil {
		t.Fatal(err)
	}
	o.Clock.Add(time.Hour)
	fresh := at(dest)
	fresh.Nuevo = true
	if _, err := respaldo.Make(context.Background(), o.App, fresh, o.Clock.Now(), quiet); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(dest, dest+"-2"); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(dest+"-1", dest); err != nil {
		t.Fatal(err)
	}
	made(t, o, dest) // the first stick takes its turn
}

func TestACopyLeavesTheOfficeItsRoom(t *testing.T) {
	t.Parallel()
	o, dest := hookstest.New(t, workday), filepath.Join(t.TempDir(), "usb")
	s := o.Filed(t, nil)
	made(t, o, dest)
	o.Set(t, map[string]any{"reserva_mb": 1 << 30})
	before, _ := stored(t, dest)
	r := respaldo.New(respaldo.Config{Now: o.Clock.Now, Lugar: at(dest)})
	o.Clock.Add(24 * time.Hour)
	if err := r.Round(context.Background(), o.App); err == nil || !strings.Contains(err.Error(), "no se copió ni se borró nada") {
		t.Error(err)
	}
	if after, _ := stored(t, dest); len(after) != len(before) {
		t.Errorf("%d files, then %d", len(before), len(after))
	}
	if state, why := r.Salud(context.Background(), o.App); state != mesa.Atencion || !strings.Contains(why, "no hay sitio") {
		t.Error(state, why)
	}
	if wrong := faults(t, dest); wrong != "" {
		t.Error(s.Id, wrong)
	}
}

func TestAnOfficeThatSaysNothingHasItsCopiesBeside(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		told    string
		serving bool
		goes    string
		no      bool
	}{
		{"", true, "/srv/datos-copias", false}, {"", false, "", false}, {"no", true, "", true}, {"no", false, "", false},
		{"/mnt/usb", true, "/mnt/usb", false}, {"s3://b/p", false, "s3://b/p", false},
	} {
		l, no, err := respaldo.Nightly("/srv/datos", c.told, c.serving)
		if err != nil || filepath.ToSlash(l.Donde) != c.goes && !strings.HasSuffix(filepath.ToSlash(l.Donde), c.goes) || no != c.no {
			t.Errorf("%+v: %q %v %v", c, l.Donde, no, err)
		}
	}
	o := hookstest.New(t, workday)
	r := respaldo.New(respaldo.Config{Now: o.Clock.Now, No: true})
	if err := r.Round(context.Background(), o.App); err != nil {
		t.Error(err)
	}
	if state, why := r.SaludLugar(context.Background(), o.App); state != mesa.Atencion || why != mesa.TextSinCopias {
		t.Error(state, why)
	}
}

// An old copy that can't be read keeps nobody from making a new one, and no object is removed
// while nobody knows what it names.
func TestADamagedOldCopyIsNamedAndStopsNothing(t *testing.T) {
	t.Parallel()
	o, dest := hookstest.New(t, workday), filepath.Join(t.TempDir(), "usb")
	o.Filed(t, nil)
	h := made(t, o, dest)
	file := filepath.Join(dest, "copias", h.Nombre()+".json")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data[:len(data)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	for range 10 {
		o.Clock.Add(24 * time.Hour)
		if h = made(t, o, dest); len(h.Fallas) != 1 || !strings.Contains(h.Fallas[0], "está cortada") {
			t.Error(h.Fallas)
		}
	}
	before, _ := stored(t, filepath.Join(dest, "objetos"))
	if gone, err := respaldo.Prune(context.Background(), o.DataDir(), at(dest)); err != nil || gone == 0 {
		t.Error(gone, err)
	}
	if after, _ := stored(t, filepath.Join(dest, "objetos")); len(after) != len(before) {
		t.Errorf("%d objects, then %d", len(before), len(after))
	}
	if err := os.WriteFile(file, data, 0o600); err != nil { // it was read badly
		t.Fatal(err)
	}
	if _, err := respaldo.Restore(context.Background(), at(dest), strings.TrimSuffix(filepath.Base(file), ".json"),
		filepath.Join(t.TempDir(), "nueva"), quiet); err != nil {
		t.Error(err)
	}
}

// Two who copy at once make whole copies one after the other, or one is told to wait.
func TestCopiesAtOnceAreWholeOrRefused(t *testing.T) {
	t.Parallel()
	o, dest, other := hookstest.New(t, workday), t.TempDir(), t.TempDir()
	o.Filed(t, nil)
	made, elsewhere := make(chan error), make(chan error)
	for range 4 {
		go func() {
			_, err := respaldo.Make(context.Background(), o.App, at(dest), o.Clock.Now(), quiet)
			made <- err
		}()
	}
	go func() {
		_, err := respaldo.Make(context.Background(), o.App, at(other), o.Clock.Now(), quiet)
		elsewhere <- err
	}()
	good := 0
	for range 4 {
		switch err := <-made; {
		case err == nil:
			good++
		case !strings.Contains(err.Error(), "otra copia está en marcha"):
			t.Error(err)
		}
	}
	if err := <-elsewhere; err != nil {
		t.Error("to another place at the same time: ", err)
	}
	list, err := filepath.Glob(filepath.Join(dest, "copias", "*.json"))
	if err != nil || good == 0 || len(list) != good {
		t.Errorf("%d were made and %d are there: %v", good, len(list), err)
	}
	for _, path := range list {
		name := strings.TrimSuffix(filepath.Base(path), ".json")
		if _, wrong, err := respaldo.Verify(context.Background(), at(dest), name, 0, quiet); err != nil || len(wrong) > 0 {
			t.Errorf("%s: %v %v", name, wrong, err)
		}
	}
}
