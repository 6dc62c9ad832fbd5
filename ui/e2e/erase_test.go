package e2e

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestAnEntryErasedBesideTheServerKeepsNumbersAndChain erases while the server files: the
// two write into the book in turn. A base from before the first filing is then put back,
// so the whole book is read and its chain proved.
func TestAnEntryErasedBesideTheServerKeepsNumbersAndChain(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	empty := d.baseCopied()
	d.files("1-"+year, "2-"+year)
	person := regexp.MustCompile(`c1\.\d+@ejemplo\.pe`).FindString(d.book("000000001.json"))
	if person == "" || !strings.Contains(d.book(""), person) {
		t.Fatalf("the entry names nobody: %s", d.book("000000001.json"))
	}
	if out, err := d.command("libro", "borrar", "1/1"); err == nil {
		t.Errorf("erased without an authorisation: %s", out)
	}
	erased := make(chan error, 1)
	go func() {
		out, err := d.command("libro", "borrar", "1/1", "--autorizacion=Resolución 12")
		if err != nil {
			err = errors.New(out)
		}
		erased <- err
	}()
	d.files("3-"+year, "4-"+year)
	if err := <-erased; err != nil {
		t.Fatal(err)
	}
	d.files("5-" + year)
	if strings.Contains(d.book(""), person) {
		t.Errorf("the book still holds %s", person)
	}
	if entry := d.book("000000001.json"); strings.Contains(entry, `"privado"`) || !strings.Contains(entry, "Resolución 12") {
		t.Errorf("the entry: %s", entry)
	}

	d.Kill()
	d.baseBack(empty)
	d.Start()
	d.refuses("faltan 5 solicitudes, 1-" + year + " a 5-" + year + ", y 1 movimiento")
	d.recovers("6 de 6 asientos recuperados")
	d.files("6-" + year)
}

// book is the text of the entries whose file has a name, of all with "".
func (d *desk) book(name string) string {
	d.t.Helper()
	files, err := filepath.Glob(filepath.Join(d.Dir, "libro", "*", "*", "*"+name))
	if err != nil || len(files) == 0 {
		d.t.Fatalf("no entry %s: %v", name, err)
	}
	var all strings.Builder
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			d.t.Fatal(err)
		}
		all.Write(data)
	}
	return all.String()
}
