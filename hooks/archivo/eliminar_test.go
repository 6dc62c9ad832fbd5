package archivo_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/archivo"
	"mesadepartes/hooks/cargo"
	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/libro"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
	"mesadepartes/hooks/registro"
	"mesadepartes/hooks/respaldo"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

const (
	workday = "2026-03-24T10:00:00-05:00"
	later   = "2032-02-10T10:00:00-05:00" // what was closed in 2026 was to be kept for five years
	serie   = "Contrataciones menores"
)

func quiet(string, int64, int64) {}

// kept says how long the filings of the first procedure are kept.
func kept(t *testing.T, o *hookstest.Office, name string, anios int) {
	t.Helper()
	tramite := o.Tramite(t, 1)
	tramite.Load(map[string]any{"serie_documental": name, "retencion_anios": anios})
	if err := o.Save(tramite); err != nil {
		t.Fatal(err)
	}
}

// order is a resolution that reaches what was closed until 2026.
func order(t *testing.T) archivo.Orden {
	t.Helper()
	path := filepath.Join(t.TempDir(), "resolucion.pdf")
	if err := os.WriteFile(path, hookstest.PDF(2), 0o600); err != nil {
		t.Fatal(err)
	}
	return archivo.Orden{
		Autorizacion: "RJ 12-2032-AGN", Fecha: time.Date(2032, time.January, 20, 0, 0, 0, 0, plazos.Lima),
		Archivo: path, Serie: serie, Hasta: 2026, Out: &hookstest.Output{},
	}
}

func eliminate(t *testing.T, o *hookstest.Office, orden archivo.Orden) string {
	t.Helper()
	said := &hookstest.Output{}
	orden.Out = said
	if err := o.Archivo.Eliminate(t.Context(), o.App, orden); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	return said.String()
}

// office is one with a filing that was answered with a PDF and archived in 2026, of the person
// whose traces are looked for, and another one that is open.
func office(t *testing.T) (o *hookstest.Office, gone, open string) {
	t.Helper()
	o = hookstest.New(t, workday)
	kept(t, o, serie, 5)
	gone = o.Filed(t, map[string]any{"apellidos": "QUISPE ÑAHUI", "domicilio": "Jr. Secreto 7"}).Id
	o.MustMove(t, gone, mesa.EtapaRegistrado, nil)
	o.MustMove(t, gone, mesa.EtapaAtendido, map[string]any{
		"observaciones": "Conforme.", "respuesta": hookstest.File("oficio.pdf", hookstest.PDF(1)),
	})
	o.MustMove(t, gone, mesa.EtapaArchivado, map[string]any{"motivo": "Concluido."})
	open = o.Filed(t, nil).Id
	o.Deliver(t)
	return o, gone, open
}

// holding lists the files below the data folder that have a text: those of the book and of
// storage. The base is looked into by its rows.
func holding(t *testing.T, o *hookstest.Office, folder, text string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(o.DataDir(), folder), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		if bytes.Contains(data, []byte(text)) {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// traces lists the tables that still hold a text, but for the trail, which nobody edits.
func traces(t *testing.T, o *hookstest.Office, text string) (found []string) {
	t.Helper()
	var tables []string
	err := o.DB().NewQuery("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'").Column(&tables)
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		var rows []dbx.NullStringMap
		if err := o.DB().NewQuery("SELECT * FROM `" + table + "`").All(&rows); err != nil {
			t.Fatal(table, err)
		}
		for _, row := range rows {
			for name, cell := range row {
				if strings.Contains(cell.String, text) && table != mesa.ColMovimientos && table != mesa.ColBorradores {
					found = append(found, table+"."+name)
				}
			}
		}
	}
	return found
}

// folders are those that hold the files of a filing.
func folders(t *testing.T, o *hookstest.Office, solicitud string) (paths []string) {
	t.Helper()
	for _, collection := range []string{mesa.ColDocumentos, mesa.ColMovimientos} {
		records, err := o.FindAllRecords(collection, dbx.HashExp{"solicitud": solicitud})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records {
			for _, key := range []string{r.BaseFilesPath(), mesa.OnShelf(r.BaseFilesPath())} {
				path := filepath.Join(o.DataDir(), core.LocalStorageDirName, key)
				if _, err := os.Stat(path); err == nil {
					paths = append(paths, path)
				}
			}
		}
	}
	return paths
}

func TestPapersAndPersonGoAndTheRecordStays(t *testing.T) {
	t.Parallel()
	o, gone, open := office(t)
	before := o.Record(t, mesa.ColSolicitudes, gone)
	docs := o.Documents(t, gone)
	receipts, err := o.Registro.Cargos(o.App, gone)
	if err != nil || len(receipts) != 3 {
		t.Fatalf("%d receipts: %v", len(receipts), err)
	}
	pdf, err := o.Registro.PDF(o.App, receipts[0].Codigo)
	if err != nil {
		t.Fatal(err)
	}
	o.Shelve(t)
	o.Clock.Set(later)
	if n := len(folders(t, o, gone)); n != 3 {
		t.Fatalf("%d folders of files", n)
	}
	said := eliminate(t, o, order(t))
	if !strings.Contains(said, "no se eliminan: 1.") || !strings.Contains(said, ": 1.\n") {
		t.Errorf("says %s", said)
	}
	if left := folders(t, o, gone); len(left) > 0 {
		t.Errorf("files stay: %v", left)
	}
	if n := len(folders(t, o, open)); n != 1 {
		t.Errorf("the open filing has %d folders of files", n)
	}
	for _, text := range []string{"QUISPE ÑAHUI", "Jr. Secreto 7"} {
		if left := append(traces(t, o, text), holding(t, o, libro.Folder, text)...); len(left) > 0 {
			t.Errorf("%q stays in %v", text, left)
		}
	}
	after := o.Record(t, mesa.ColSolicitudes, gone)
	for _, column := range archivo.KeptColumns {
		if after.GetString(column) != before.GetString(column) {
			t.Errorf("%s changed from %q to %q", column, before.GetString(column), after.GetString(column))
		}
	}
	for _, doc := range docs {
		now := o.Record(t, mesa.ColDocumentos, doc.Id)
		if now.GetString("archivo")+now.GetString("numero") != "" || now.GetString("sha256") != doc.GetString("sha256") {
			t.Errorf("the document: %v", now.PublicExport())
		}
	}
	checkReceipt(t, o, pdf)
	checkWhole(t, o)
	wantOrder(t, o, gone)
}

// checkReceipt proves a receipt of a filing that was eliminated.
func checkReceipt(t *testing.T, o *hookstest.Office, pdf []byte) {
	t.Helper()
	keys, err := o.Registro.Claves(o.App)
	if err != nil {
		t.Fatal(err)
	}
	found := cargo.Verify(pdf, keys)
	if err := o.Registro.Check(o.App, &found); err != nil || found.Veredicto != cargo.Autentico {
		t.Errorf("the receipt is %s: %s, %v", found.Veredicto, found.Detalle, err)
	}
	_, err = o.Registro.PDF(o.App, found.Cargo.Codigo)
	hookstest.WantRefusal(t, err, 410, "codigo", mesa.TextCargoEliminado)
}

// checkWhole has every auditor look: nobody misses a paper that went under an authorisation.
func checkWhole(t *testing.T, o *hookstest.Office) {
	t.Helper()
	if state := o.Libro.State(o.App); !state.OK {
		t.Errorf("the book: %s", state.Texto)
	}
	if err := o.Libro.Recover(o.App, libro.Options{Out: &hookstest.Output{}}); err != nil {
		t.Errorf("recuperar: %v", err)
	}
	if err := o.Libro.Look(o.App); err != nil {
		t.Errorf("the nightly look: %v", err)
	}
	if _, err := o.Registro.Audit(t.Context(), o.App, quiet); err != nil {
		t.Errorf("auditar: %v", err)
	}
	if err := o.Registro.AuditFiles(t.Context(), o.App, quiet); err != nil {
		t.Errorf("auditar, files: %v", err)
	}
	if faults, _, err := registro.DiagnoseFiles(t.Context(), o.App, 10, quiet); err != nil || len(faults) > 0 {
		t.Errorf("doctor: %v %v", faults, err)
	}
	if err := o.Borrador.Sample(o.App); err != nil {
		t.Error(err)
	}
	if err := o.PurgeOrphans(t.Context(), o.App); err != nil {
		t.Error(err)
	}
	if _, reasons := o.Servidor.Health(t.Context(), o.App); strings.Contains(strings.Join(reasons, " "), "documentos") {
		t.Errorf("health: %v", reasons)
	}
	place := respaldo.Lugar{Donde: filepath.Join(t.TempDir(), "usb")}
	copied, err := respaldo.Make(t.Context(), o.App, place, o.Now(), quiet)
	if err != nil || len(copied.Fallas) > 0 {
		t.Fatalf("a copy: %+v %v", copied, err)
	}
	if _, wrong, err := respaldo.Verify(t.Context(), place, "", 0, quiet); err != nil || len(wrong) > 0 {
		t.Errorf("the copy: %v %v", wrong, err)
	}
}

// wantOrder proves that the resolution is kept with its PDF, and named by the trail.
func wantOrder(t *testing.T, o *hookstest.Office, solicitud string) {
	t.Helper()
	row, err := o.FindFirstRecordByData(mesa.ColEliminaciones, "autorizacion", "RJ 12-2032-AGN")
	if err != nil || row.GetDateTime("terminada_en").IsZero() || row.GetInt("folios") != 2 {
		t.Fatalf("the authorisation: %v %v", row, err)
	}
	data, err := os.ReadFile(filepath.Join(o.DataDir(), core.LocalStorageDirName, row.BaseFilesPath(), row.GetString("archivo")))
	if err != nil || hookstest.SHA256(data) != row.GetString("sha256") {
		t.Errorf("its PDF: %v", err)
	}
	note, err := o.FindFirstRecordByFilter(mesa.ColMovimientos, "solicitud = {:s} && etapa = 'NOTA' && observaciones ~ 'RJ 12-2032-AGN'",
		dbx.Params{"s": solicitud})
	if err != nil || !strings.Contains(note.GetString("observaciones"), row.GetString("sha256")) {
		t.Errorf("the trail: %v %v", note, err)
	}
	if held := holding(t, o, libro.Folder, row.GetString("sha256")); len(held) == 0 {
		t.Error("the book does not name the resolution")
	}
}

func TestNothingGoesBeforeItsTermOrWithoutItsAuthorisation(t *testing.T) {
	t.Parallel()
	o, gone, open := office(t)
	o.Clock.Set(later)
	notPDF := filepath.Join(t.TempDir(), "nota.pdf")
	if err := os.WriteFile(notPDF, []byte("hola"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		change func(*archivo.Orden)
		anios  int
		says   string
	}{
		"no resolution":        {func(o *archivo.Orden) { o.Autorizacion = " " }, 5, mesa.TextFaltaResolucion},
		"one of tomorrow":      {func(o *archivo.Orden) { o.Fecha = o.Fecha.AddDate(0, 1, 0) }, 5, mesa.TextResolucionFutura},
		"no PDF of it":         {func(o *archivo.Orden) { o.Archivo = "" }, 5, "no se puede leer la resolución"},
		"what is no PDF":       {func(o *archivo.Orden) { o.Archivo = notPDF }, 5, "PDF"},
		"another series":       {func(o *archivo.Orden) { o.Serie = "Otra" }, 5, mesa.TextSinSerie("Otra", []string{serie})},
		"kept for ever":        {func(*archivo.Orden) {}, 0, "se conserva siempre"},
		"a year to be kept":    {func(o *archivo.Orden) { o.Hasta = 2027 }, 5, "hasta el 31 de diciembre de 2032"},
		"the last year of all": {func(*archivo.Orden) {}, 6, "hasta el 31 de diciembre de 2032"},
	} {
		kept(t, o, serie, c.anios)
		orden := order(t)
		c.change(&orden)
		if err := o.Archivo.Eliminate(t.Context(), o.App, orden); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	kept(t, o, serie, 5)
	o.Clock.Set("2025-02-10T10:00:00-05:00") // behind what is stored
	if err := o.Archivo.Eliminate(t.Context(), o.App, order(t)); err == nil {
		t.Error("eliminated by a clock that is behind")
	}
	o.Clock.Set(later)
	orden := order(t)
	orden.Simular = true
	if said := eliminate(t, o, orden); !strings.Contains(said, "1-2026") || strings.Contains(said, "2-2026") {
		t.Errorf("would eliminate %s", said)
	}
	if n, err := o.CountRecords(mesa.ColEliminaciones); n != 0 || err != nil {
		t.Errorf("%d authorisations are recorded: %v", n, err)
	}
	for id, n := range map[string]int{gone: 3, open: 1} {
		if got := len(folders(t, o, id)); got != n || o.Record(t, mesa.ColSolicitudes, id).GetString("nombres") == "" {
			t.Errorf("%d folders of files, want %d", got, n)
		}
	}
}

func TestAResolutionIsRecordedOnce(t *testing.T) {
	t.Parallel()
	o, _, _ := office(t)
	o.Clock.Set(later)
	first := order(t)
	eliminate(t, o, first)
	if said := eliminate(t, o, first); !strings.Contains(said, ": 0.\n") {
		t.Errorf("again: %s", said)
	}
	for name, change := range map[string]func(*archivo.Orden){
		"another day":  func(o *archivo.Orden) { o.Fecha = o.Fecha.AddDate(0, 0, 1) },
		"another year": func(o *archivo.Orden) { o.Hasta = 2025 },
		"another file": func(o *archivo.Orden) {
			if err := os.WriteFile(o.Archivo, hookstest.PDF(3), 0o600); err != nil {
				t.Fatal(err)
			}
		},
	} {
		orden := order(t)
		change(&orden)
		if err := o.Archivo.Eliminate(t.Context(), o.App, orden); err == nil || err.Error() != mesa.TextResolucionOtra {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A run that was killed: before anything, and after a filing's line, with its papers, its
// entries and its receipts still there.
func TestAnEliminationThatWasKilledIsEndedByTheNextRun(t *testing.T) {
	hookstest.Dear(t)
	t.Parallel()
	for _, written := range []bool{false, true} {
		o, gone, _ := office(t)
		o.Clock.Set(later)
		orden, id := order(t), ""
		if written {
			id = gone
		}
		if err := o.Archivo.Begin(t.Context(), o.App, orden, id); err != nil {
			t.Fatal(err)
		}
		if n := len(folders(t, o, gone)); n != 3 {
			t.Fatalf("%d folders of files", n)
		}
		if written { // nobody may take them for lost meanwhile
			checkWholeFiles(t, o)
		}
		eliminate(t, o, orden)
		if left := append(folders(t, o, gone), holding(t, o, libro.Folder, "QUISPE")...); len(left) > 0 {
			t.Errorf("written %v: stays in %v", written, left)
		}
		if left := traces(t, o, "QUISPE"); len(left) > 0 {
			t.Errorf("written %v: stays in %v", written, left)
		}
		checkWhole(t, o)
	}
}

func checkWholeFiles(t *testing.T, o *hookstest.Office) {
	t.Helper()
	if err := o.Registro.AuditFiles(t.Context(), o.App, quiet); err != nil {
		t.Error(err)
	}
	if _, err := o.Registro.Audit(t.Context(), o.App, quiet); err != nil {
		t.Error(err)
	}
}

// What a restore or the quarantine put aside goes too, and nobody moves or opens what is gone.
func TestNothingBringsAnEliminatedPaperBack(t *testing.T) {
	t.Parallel()
	o, gone, _ := office(t)
	doc := o.Documents(t, gone)[0]
	key := filepath.Join(doc.BaseFilesPath(), doc.GetString("archivo"))
	data, err := os.ReadFile(filepath.Join(o.DataDir(), core.LocalStorageDirName, key))
	if err != nil {
		t.Fatal(err)
	}
	var spares []string
	for _, folder := range []string{"cuarentena/2026-04-01", "anterior/20260401-000000-x/storage"} {
		path := filepath.Join(o.DataDir(), folder, key)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		spares = append(spares, path)
	}
	o.Clock.Set(later)
	eliminate(t, o, order(t))
	checkWhole(t, o)
	for _, path := range spares {
		if _, err := os.Stat(path); err == nil {
			t.Errorf("%s stays", path)
		}
	}
	if left := folders(t, o, gone); len(left) > 0 {
		t.Errorf("back in %v", left)
	}
	why, err := mesa.WhyEliminada(o.App, mesa.AsSolicitud(o.Record(t, mesa.ColSolicitudes, gone)))
	if err != nil || !strings.Contains(why, "RJ 12-2032-AGN, del 20/01/2032") {
		t.Errorf("says %q, %v", why, err)
	}
	for _, etapa := range []mesa.Etapa{mesa.EtapaReabierto, mesa.EtapaNota, mesa.EtapaArchivado} {
		_, err := o.Move(t, gone, etapa, map[string]any{"motivo": "Otra vez.", "observaciones": "x"})
		hookstest.WantRefusal(t, err, 410, "", why)
	}
}
