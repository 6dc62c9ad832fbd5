package respaldo_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/respaldo"

	"filippo.io/age"
)

// newKey makes a pair of keys: the public one, and the file of the private one.
func newKey(t *testing.T) (public, file string) {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "llave.txt")
	if err := os.WriteFile(file, []byte("# privada\n"+id.String()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return id.Recipient().String(), file
}

// madeAt is made for any place.
func madeAt(t *testing.T, o *hookstest.Office, l respaldo.Lugar) *respaldo.Hecho {
	t.Helper()
	o.Clock.Add(3600e9)
	h, err := respaldo.Make(context.Background(), o.App, l, o.Clock.Now(), quiet)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// What lies at the destination tells nothing of the papers: neither their bytes, nor their
// names, nor their hashes. The second copy takes only what is new all the same.
func TestASealedCopyTellsNothingAndStaysIncremental(t *testing.T) {
	t.Parallel()
	o, dest := hookstest.New(t, workday), filepath.Join(t.TempDir(), "usb")
	public, private := newKey(t)
	l := respaldo.Lugar{Donde: dest, Clave: public}
	doc := o.Documents(t, o.Filed(t, nil).Id)[0]
	first := madeAt(t, o, l)
	again := madeAt(t, o, l)
	if first.Nuevos == 0 || again.Nuevos != 0 {
		t.Errorf("%d new, then %d", first.Nuevos, again.Nuevos)
	}
	list, _ := stored(t, dest)
	for _, path := range list {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"%PDF", "SQLite format", doc.GetString("sha256"), doc.GetString("archivo"), "storage/"} {
			if bytes.Contains(data, []byte(secret)) || strings.Contains(path, secret) {
				t.Errorf("%s tells %q", path, secret)
			}
		}
	}
	if wrong := faultsAt(t, l); wrong != "" {
		t.Errorf("without the key: %s", wrong)
	}
	dir := filepath.Join(t.TempDir(), "nueva")
	if _, err := respaldo.Restore(context.Background(), l, "", dir, quiet); err == nil || !strings.Contains(err.Error(), "--identidad") {
		t.Error(err)
	}
	_, other := newKey(t)
	l.Identidad = other
	if _, err := respaldo.Restore(context.Background(), l, "", dir, quiet); err == nil || !strings.Contains(err.Error(), "otra llave") {
		t.Error(err)
	}
	l.Identidad = private
	if _, wrong, err := respaldo.Rehearse(context.Background(), l, first.Nombre(), quiet); err != nil || len(wrong) > 0 {
		t.Error(wrong, err)
	}
	if _, err := respaldo.Restore(context.Background(), l, "", dir, quiet); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("storage", doc.BaseFilesPath(), doc.GetString("archivo"))
	was, _ := os.ReadFile(filepath.Join(o.DataDir(), path))
	if now, err := os.ReadFile(filepath.Join(dir, path)); err != nil || !bytes.Equal(was, now) {
		t.Error("the paper is not the same", err)
	}
}

func faultsAt(t *testing.T, l respaldo.Lugar) string {
	t.Helper()
	_, wrong, err := respaldo.Verify(context.Background(), l, "", 0, quiet)
	if err != nil {
		return err.Error()
	}
	return strings.Join(wrong, "\n")
}

func TestASealedCopyIsProvedWithoutItsKey(t *testing.T) {
	t.Parallel()
	o, dest := hookstest.New(t, workday), filepath.Join(t.TempDir(), "usb")
	public, private := newKey(t)
	l := respaldo.Lugar{Donde: dest, Clave: public}
	o.Filed(t, nil)
	h := madeAt(t, o, l)
	path := filepath.Join(dest, "objetos", h.Base.Sellado.SHA256[:2], h.Base.Sellado.SHA256)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, flip(data), 0o600); err != nil {
		t.Fatal(err)
	}
	if wrong := faultsAt(t, l); !strings.Contains(wrong, "su contenido cambió") {
		t.Error(wrong)
	}
	l.Identidad = private
	if _, err := respaldo.Restore(context.Background(), l, "", filepath.Join(t.TempDir(), "nueva"), quiet); err == nil {
		t.Error("an altered base was restored")
	}
	l.Clave = ""
	refused(t, o, l, "están cifradas")
	l.Clave = "age1nada"
	refused(t, o, l, "MESA_COPIA_CLAVE_PUBLICA")
}

// The list of what was sealed is a convenience: without it everything is sealed once more, and
// another key seals everything anew.
func TestALostListOrAnotherKeySealsEverythingAnew(t *testing.T) {
	t.Parallel()
	o, dest := hookstest.New(t, workday), filepath.Join(t.TempDir(), "usb")
	public, _ := newKey(t)
	l := respaldo.Lugar{Donde: dest, Clave: public}
	o.Filed(t, nil)
	first := madeAt(t, o, l)
	lists, err := filepath.Glob(filepath.Join(o.DataDir(), respaldo.Folder, "*.json"))
	if err != nil || len(lists) != 2 {
		t.Fatal(lists, err)
	}
	for _, list := range lists {
		if filepath.Base(list) != "destinos.json" {
			if err := os.WriteFile(list, []byte("{"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	if h := madeAt(t, o, l); h.Nuevos != first.Nuevos {
		t.Errorf("%d new, at first %d", h.Nuevos, first.Nuevos)
	}
	var private string
	l.Clave, private = newKey(t)
	if h := madeAt(t, o, l); h.Nuevos != first.Nuevos {
		t.Errorf("%d new, at first %d", h.Nuevos, first.Nuevos)
	}
	l.Identidad = private
	if wrong := faultsAt(t, l); wrong != "" {
		t.Error(wrong)
	}
}
