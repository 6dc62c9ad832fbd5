package consulta_test

import (
	"archive/zip"
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/padron"
	"mesadepartes/hooks/rule"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
)

// registry is an invented one of n taxpayers.
func registry(t *testing.T, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := hookstest.WritePadron(&b, n); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// firstRUC is the first taxpayer of every invented registry.
const firstRUC = "10000000006"

func importAll(t *testing.T, o *hookstest.Office) {
	t.Helper()
	if err := o.Consulta.ImportPadron(context.Background(), o.App); err != nil {
		t.Fatal(hookstest.Explain(err))
	}
}

// storedFiles are the uploads of a record that are still on the disk.
func storedFiles(t *testing.T, o *hookstest.Office, r *core.Record) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(o.DataDir(), "storage", r.BaseFilesPath(), "*"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestARegistryPutInTheDashboardIsImported(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	admin, guest := uitest.NewREST(t, o)
	const path = "/api/collections/padron_cargas/records"
	data := registry(t, 1000)
	if p := guest.Upload(path, "padron.txt", data, nil); p.Status != 401 {
		t.Errorf("a guest: %d", p.Status)
	}
	if p := admin.Call("POST", path, map[string]any{"estado": "lista"}); p.Status != 422 || !p.Has(mesa.TextPadronSinArchivo) {
		t.Errorf("without a file: %d %s", p.Status, p.Body)
	}
	p := admin.Upload(path, "padron.txt", data, map[string]string{"estado": "lista", "filas": "7", "detalle": "x"})
	if p.Status != 200 || !p.Has(`"estado":"pendiente"`) || !p.Has(`"filas":0`) {
		t.Fatalf("%d %s", p.Status, p.Body)
	}
	for end := time.Now().Add(20 * time.Second); !admin.Call("GET", path, nil).Has(`"estado":"lista"`); { // the server's own worker does it
		if time.Now().After(end) {
			t.Fatal(admin.Call("GET", path, nil).Body)
		}
	}
	r, _ := o.FindFirstRecordByFilter(mesa.ColPadronCargas, "id != ''")
	if r.GetString("estado") != "lista" || r.GetInt("filas") != 1000 || !strings.Contains(r.GetString("detalle"), "1000 contribuyentes") {
		t.Errorf("%v", r.FieldsData())
	}
	if r.GetString("archivo") != "" || len(storedFiles(t, o, r)) != 0 || r.GetDateTime("terminada_en").IsZero() {
		t.Errorf("left: %v", storedFiles(t, o, r))
	}
	if e, found, err := o.Consulta.Padron.Lookup(context.Background(), firstRUC); err != nil || !found || e.RazonSocial == "" {
		t.Errorf("%+v %v %v", e, found, err)
	}
	for _, change := range []map[string]any{{"estado": "pendiente"}, {"filas": 9}, {"detalle": "x"}, {"forzar": true}} {
		if p := admin.Call("PATCH", path+"/"+r.Id, change); p.Status != 403 || !p.Has(mesa.TextPadronFijo[:20]) {
			t.Errorf("%v: %d %s", change, p.Status, p.Body)
		}
	}
	if p := admin.Call("DELETE", path+"/"+r.Id, nil); p.Status != 204 {
		t.Errorf("deleting an old one: %d %s", p.Status, p.Body)
	}
}

func TestAnImportWaitsForTheCommandAtWork(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	r := o.Must(t, mesa.ColPadronCargas, map[string]any{"archivo": hookstest.File("a.txt", registry(t, 1000))})
	src := filepath.Join(t.TempDir(), "padron.txt")
	if err := os.WriteFile(src, registry(t, 500), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := padron.Import(context.Background(), padron.Options{Src: src, Dir: o.DataDir(), Progress: func(int64, int64) { importAll(t, o) }})
	if err != nil {
		t.Fatal(err)
	}
	if r := o.Record(t, mesa.ColPadronCargas, r.Id); r.GetString("estado") != "pendiente" || r.GetInt("intentos") != 0 {
		t.Errorf("meanwhile: %v", r.FieldsData())
	}
	importAll(t, o)
	if r := o.Record(t, mesa.ColPadronCargas, r.Id); r.GetString("estado") != "lista" {
		t.Errorf("after it: %v", r.FieldsData())
	}
}

func TestStaffReachNoImports(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	_, anybody := uitest.NewREST(t, o)
	account := o.Must(t, mesa.ColPersonal, map[string]any{
		"email": "mesa@ejemplo.pe", "password": "clave-de-prueba-1", "nombre": "Mesa", "rol": "mesa", "activo": true,
	})
	token, err := account.NewAuthToken()
	if err != nil {
		t.Fatal(err)
	}
	anybody.Token = token
	const path = "/api/collections/padron_cargas/records"
	if p := anybody.Upload(path, "padron.txt", registry(t, 10), nil); p.Status != 403 {
		t.Errorf("create: %d", p.Status)
	}
	if p := anybody.Call("GET", path, nil); p.Status != 403 {
		t.Errorf("list: %d", p.Status)
	}
}

func TestAFailedImportSaysWhyAndTheOldRegistryServes(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	good := o.Must(t, mesa.ColPadronCargas, map[string]any{"archivo": hookstest.File("a.txt", registry(t, 1000))})
	half := o.Must(t, mesa.ColPadronCargas, map[string]any{"archivo": hookstest.File("b.txt", registry(t, 400))})
	bad := o.Must(t, mesa.ColPadronCargas, map[string]any{"archivo": hookstest.File("c.zip", []byte("PK\x03\x04 cut"))})
	forced := o.Must(t, mesa.ColPadronCargas, map[string]any{"archivo": hookstest.File("d.txt", registry(t, 300)), "forzar": true})
	importAll(t, o)
	for _, c := range []struct {
		r              *core.Record
		estado, detail string
	}{
		{good, "lista", "1000 contribuyentes"}, {half, "fallida", mesa.TextPadronMenor(400, 1000)},
		{bad, "fallida", mesa.TextPadronZip}, {forced, "lista", "300 contribuyentes"},
	} {
		r := o.Record(t, mesa.ColPadronCargas, c.r.Id)
		if r.GetString("estado") != c.estado || !strings.Contains(r.GetString("detalle"), c.detail) || len(storedFiles(t, o, r)) != 0 {
			t.Errorf("%v, left %v", r.FieldsData(), storedFiles(t, o, r))
		}
	}
}

func TestAnImportThatTheProgramsEndStoppedIsTakenUpAgain(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	waits := o.Must(t, mesa.ColPadronCargas, map[string]any{"archivo": hookstest.File("a.txt", registry(t, 1000))})
	ended, end := context.WithCancel(context.Background())
	end()
	if err := o.Consulta.ImportPadron(ended, o.App); err != nil {
		t.Fatal(err)
	}
	if r := o.Record(t, mesa.ColPadronCargas, waits.Id); r.GetString("estado") != "pendiente" {
		t.Errorf("after the end: %v", r.FieldsData())
	}
	// As a kill leaves them: one begun once, one for the third time.
	cut := map[string]int{}
	for _, tries := range []int{1, 3} {
		r := o.Must(t, mesa.ColPadronCargas, map[string]any{"archivo": hookstest.File("b.txt", registry(t, 1000))})
		r.Load(map[string]any{"estado": "importando", "intentos": tries})
		if err := rule.Save(o, r); err != nil {
			t.Fatal(err)
		}
		hookstest.WantRefusal(t, o.Delete(r), 409, "", mesa.TextPadronEnCurso)
		cut[r.Id] = tries
	}
	temp := filepath.Join(o.DataDir(), "padron.db.nuevo")
	if err := os.WriteFile(temp, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := o.Consulta.ResumePadron(o.App); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(temp); !os.IsNotExist(err) {
		t.Error("the killed import's file is still there")
	}
	importAll(t, o)
	for id, tries := range cut {
		r := o.Record(t, mesa.ColPadronCargas, id)
		if tries == 3 && (r.GetString("estado") != "fallida" || r.GetString("detalle") != mesa.TextPadronInterrumpido) ||
			tries == 1 && r.GetString("estado") != "lista" {
			t.Errorf("%d tries: %v", tries, r.FieldsData())
		}
		if len(storedFiles(t, o, r)) != 0 {
			t.Errorf("left: %v", storedFiles(t, o, r))
		}
	}
}

func TestTheRegistryStaysOutOfBackups(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.Must(t, mesa.ColPadronCargas, map[string]any{"archivo": hookstest.File("a.txt", registry(t, 100))})
	importAll(t, o)
	o.Must(t, mesa.ColPadronCargas, map[string]any{"archivo": hookstest.File("waits.txt", registry(t, 100))})
	o.Filed(t, nil)
	if err := o.CreateBackup(context.Background(), "a.zip"); err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(filepath.Join(o.DataDir(), "backups", "a.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	all := strings.Join(names, "\n")
	if strings.Contains(all, "padron") || strings.Contains(all, "waits") ||
		!strings.Contains(all, ".pdf") || !strings.Contains(all, "data.db") {
		t.Errorf("the backup holds\n%s", all)
	}
}
