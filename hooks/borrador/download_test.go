package borrador_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/borrador"
	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
)

// onDisk is where a document's file lies on the disk.
func onDisk(o *hookstest.Office, doc *core.Record) string {
	return filepath.Join(o.DataDir(), core.LocalStorageDirName, doc.BaseFilesPath(), doc.GetString("archivo"))
}

// damage changes one byte of a stored file.
func damage(t *testing.T, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestADamagedDocumentIsRefusedToStaffAndTold(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	admin, _ := uitest.NewREST(t, o)
	doc := o.Documents(t, o.Filed(t, nil).Id)[0]
	account, err := o.FindAuthRecordByToken(admin.Token, core.TokenTypeAuth)
	if err != nil {
		t.Fatal(err)
	}
	token, err := account.NewFileToken()
	if err != nil {
		t.Fatal(err)
	}
	address := "/api/files/documentos/" + doc.Id + "/" + doc.GetString("archivo") + "?token=" + token
	if p := admin.Call("GET", address, nil); p.Status != 200 {
		t.Fatalf("a whole one: %d %s", p.Status, p.Body)
	}
	damage(t, onDisk(o, doc))
	o.Clock.Add(2 * time.Minute) // past the minute in which a file is not read again
	p := admin.Call("GET", address, nil)
	if p.Status != 409 || !strings.Contains(p.Body, mesa.TextArchivoAlterado) {
		t.Errorf("a damaged one: %d %s", p.Status, p.Body)
	}
	if salud, why := borrador.Salud(t.Context(), o.App); salud != mesa.Mal || !strings.Contains(why, doc.Id) {
		t.Errorf("%v %s", salud, why)
	}
	if err := os.Remove(onDisk(o, doc)); err != nil {
		t.Fatal(err)
	}
	if p := admin.Call("GET", address, nil); p.Status != 409 {
		t.Errorf("a lost one: %d %s", p.Status, p.Body)
	}
}

func TestTheNightsSampleFindsWhatIsDamagedUntilItIsMended(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	doc := o.Documents(t, o.Filed(t, nil).Id)[0]
	o.Filed(t, nil)
	want := func(damaged ...string) {
		t.Helper()
		if err := o.Borrador.Sample(o.App); err != nil {
			t.Fatal(err)
		}
		m, err := borrador.LastSample(o.App)
		if err != nil || strings.Join(m.Danados, " ") != strings.Join(damaged, " ") || m.Leidos < 2 || !m.Fecha.Equal(o.Now()) {
			t.Errorf("%+v %v, want %v", m, err, damaged)
		}
	}
	want()
	whole, err := os.ReadFile(onDisk(o, doc))
	if err != nil {
		t.Fatal(err)
	}
	damage(t, onDisk(o, doc))
	want(doc.Id)
	want(doc.Id)
	if err := os.WriteFile(onDisk(o, doc), whole, 0o600); err != nil {
		t.Fatal(err)
	}
	want()
}
