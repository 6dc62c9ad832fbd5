package libro_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/libro"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// create saves a new record inside a transaction.
func create(tx core.App, collection string, values map[string]any) (*core.Record, error) {
	c, err := tx.FindCachedCollectionByNameOrId(collection)
	if err != nil {
		return nil, err
	}
	r := core.NewRecord(c)
	r.Load(values)
	return r, tx.Save(r)
}

// copyBase writes a copy of the base as it is now.
func copyBase(t testing.TB, o *hookstest.Office) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "copia.db")
	if _, err := o.ConcurrentDB().NewQuery("VACUUM INTO {:path}").Bind(dbx.Params{"path": path}).Execute(); err != nil {
		t.Fatal(err)
	}
	return path
}

// closed ends a program; its folder may be changed then.
func closed(t testing.TB, o *hookstest.Office) {
	t.Helper()
	if err := o.ClearBootstrap(); err != nil {
		t.Fatal(err)
	}
}

// putBase puts a copy of the base, and nothing else, into a data folder.
func putBase(t testing.TB, dir, copied string) {
	t.Helper()
	for _, name := range []string{"data.db-wal", "data.db-shm"} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "data.db"), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// restored ends the program, puts an older base into its folder and starts it again.
func restored(t testing.TB, o *hookstest.Office, copied string) *hookstest.Office {
	t.Helper()
	closed(t, o)
	putBase(t, o.DataDir(), copied)
	return o.Reopen(t, o.Now().Format(time.RFC3339))
}

// recovered runs `recuperar` and gives what it said.
func recovered(t testing.TB, o *hookstest.Office, opts libro.Options) string {
	t.Helper()
	var said strings.Builder
	opts.Out = &said
	if err := o.Libro.Recover(o.App, opts); err != nil {
		t.Fatalf("%v\n%s", err, said.String())
	}
	return said.String()
}

// rows are all columns of some tables, in lines, without the notes that `recuperar`
// leaves.
func rows(t testing.TB, o *hookstest.Office, tables ...string) (lines []string) {
	t.Helper()
	for _, table := range tables {
		var all []dbx.NullStringMap
		where := "1=1"
		if table == mesa.ColMovimientos {
			where = "observaciones NOT LIKE '" + mesa.TextRecuperada + "%'"
		}
		if err := o.DB().NewQuery("SELECT * FROM " + table + " WHERE " + where + " ORDER BY id").All(&all); err != nil {
			t.Fatal(err)
		}
		for _, row := range all {
			var cells []string
			for name, cell := range row {
				cells = append(cells, name+"="+cell.String)
			}
			slices.Sort(cells)
			lines = append(lines, table+" "+strings.Join(cells, "|"))
		}
	}
	return lines
}

var acts = []string{mesa.ColSolicitudes, mesa.ColDocumentos, mesa.ColMovimientos, mesa.ColSubsanacion}

// everyMove makes a filing of each state, so that the book has every kind of entry.
func everyMove(t testing.TB, o *hookstest.Office) {
	t.Helper()
	for _, estado := range []mesa.Estado{mesa.Recibida, mesa.Observada, mesa.Subsanada, mesa.NoPresentada, mesa.Derivada, mesa.Atendida,
		mesa.Archivada} {
		o.Brought(t, estado)
	}
}

func TestARestoredBaseGivesNoNumberTwice(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.Filed(t, nil)
	draft := o.Ready(t, nil)
	old := copyBase(t, o)
	first := o.Must(t, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id}).Id
	everyMove(t, o)
	want, mails := rows(t, o, acts...), len(o.Mailer.Mailbox.All())

	o = restored(t, o, old)
	state := o.Libro.State(o.App)
	if state.OK || !strings.Contains(state.Texto, "faltan 8 solicitudes, 2-2026 a 9-2026") {
		t.Fatalf("state %+v", state)
	}
	_, err := o.Create(t, mesa.ColSolicitudes, map[string]any{"borrador": o.Ready(t, nil).Id})
	hookstest.WantRefusal(t, err, 503, "", mesa.TextLibroEspera)
	if err := o.Delete(o.Record(t, mesa.ColBorradores, draft.Id)); err == nil {
		t.Error("a draft that was filed since is deleted with its papers")
	}
	if said := recovered(t, o, libro.Options{Simular: true}); !strings.Contains(said, "faltan 8 solicitudes") || o.Libro.State(o.App).OK {
		t.Errorf("simulated: %s", said)
	}

	recovered(t, o, libro.Options{})
	if got := rows(t, o, acts...); !slices.Equal(clean(got), clean(want)) {
		t.Errorf("after recovery:\n%s\nwant\n%s", diff(clean(got), clean(want)), diff(clean(want), clean(got)))
	}
	if n := len(o.Mailer.Mailbox.All()); n != 0 {
		t.Errorf("%d mails left again, %d had before", n, mails)
	}
	_, err = o.Create(t, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id})
	hookstest.WantRefusal(t, err, 409, "", mesa.TextYaEnviada)
	if s := o.Filed(t, nil); s.GetString("numero") != "10-2026" {
		t.Errorf("the next number is %s", s.GetString("numero"))
	}
	if n := notes(t, o, first); n != 1 {
		t.Errorf("%d lines in the trail say so", n)
	}
	if said := recovered(t, o, libro.Options{}); !strings.Contains(said, "coinciden") || notes(t, o, first) != 1 {
		t.Errorf("a second run: %s", said)
	}
}

// TestTheHundredAndSixteenThatWereLostComeBack is what fell on 24 November 2026: 227
// filings, a copy, 116 more, the copy restored. Then 228-2026 was given again and the
// start deleted 116 papers.
func TestTheHundredAndSixteenThatWereLostComeBack(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o := hookstest.New(t, workday)
	file := func(many int) {
		t.Helper()
		for range many {
			draft, _, err := ready(o.App, hookstest.PDF(1))
			if err == nil {
				_, err = create(o.App, mesa.ColSolicitudes, map[string]any{"borrador": draft})
			}
			if err != nil {
				t.Fatal(hookstest.Explain(err))
			}
		}
	}
	kept := 227
	if testing.Short() {
		kept = 7 // at full size in make test
	}
	file(kept)
	old := copyBase(t, o)
	file(116)
	want := rows(t, o, mesa.ColSolicitudes, mesa.ColDocumentos)
	o = restored(t, o, old)
	o.Clock.Add(60 * 24 * time.Hour) // long enough to be taken for forgotten
	if err := o.PurgeOrphans(t.Context(), o.App); err != nil {
		t.Fatal(err)
	}
	if state := o.Libro.State(o.App); !strings.Contains(state.Texto,
		fmt.Sprintf("faltan 116 solicitudes, %d-2026 a %d-2026", kept+1, kept+116)) {
		t.Fatalf("state %+v", state)
	}
	recovered(t, o, libro.Options{})
	if got := rows(t, o, mesa.ColSolicitudes, mesa.ColDocumentos); !slices.Equal(got, want) {
		t.Errorf("not as before:\n%s", diff(got, want))
	}
	for _, doc := range all(t, o, mesa.ColDocumentos) {
		if _, err := os.Stat(filepath.Join(o.DataDir(), core.LocalStorageDirName, doc.BaseFilesPath(), doc.GetString("archivo"))); err != nil {
			t.Error(err)
		}
	}
	if s := o.Filed(t, nil); s.GetString("numero") != fmt.Sprintf("%d-2026", kept+117) {
		t.Errorf("the next number is %s", s.GetString("numero"))
	}
}

// TestFilesThatARestoreSwappedAwayComeBack restores a copy that knows the filing, over
// files that are older still.
func TestFilesThatARestoreSwappedAwayComeBack(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	s := o.Filed(t, nil)
	old := copyBase(t, o)
	doc := o.Documents(t, s.Id)[0]
	at := filepath.Join(core.LocalStorageDirName, doc.BaseFilesPath(), doc.GetString("archivo"))
	want, err := os.ReadFile(filepath.Join(o.DataDir(), at))
	if err != nil {
		t.Fatal(err)
	}
	closed(t, o)
	putBase(t, o.DataDir(), old)
	swapped := filepath.Join(o.DataDir(), core.LocalTempDirName, "old_pb_data_1")
	if err := errors.Join(os.MkdirAll(swapped, 0o700), os.Rename(filepath.Join(o.DataDir(), core.LocalStorageDirName),
		filepath.Join(swapped, core.LocalStorageDirName))); err != nil {
		t.Fatal(err)
	}
	o = o.Reopen(t, workday)

	recovered(t, o, libro.Options{Simular: true})
	if _, err := os.Stat(filepath.Join(o.DataDir(), at)); err == nil {
		t.Error("a simulation changed the files")
	}
	recovered(t, o, libro.Options{})
	if got, err := os.ReadFile(filepath.Join(o.DataDir(), at)); err != nil || !bytes.Equal(got, want) {
		t.Errorf("the paper is lost: %v", err)
	}
}

// clean leaves out the rows of the drafts that the test itself made afterwards.
func clean(lines []string) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(l string) bool {
		return strings.Contains(l, "documentos ") && !strings.Contains(l, "|borrador=|")
	})
}

func diff(a, b []string) string {
	var only []string
	for _, l := range a {
		if !slices.Contains(b, l) {
			only = append(only, l)
		}
	}
	return strings.Join(only, "\n")
}

func notes(t testing.TB, o *hookstest.Office, solicitud string) int {
	t.Helper()
	list, err := o.FindRecordsByFilter(mesa.ColMovimientos, "solicitud = {:s} && etapa = 'NOTA' && observaciones ~ 'recuperó del libro'",
		"", 0, 0,
		dbx.Params{"s": solicitud})
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

func TestClockAndOutboxStandStillWhileTheBaseIsBehind(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.Observe(t, o.Filed(t, nil).Id)
	old := copyBase(t, o)
	o.Filed(t, nil)
	o = restored(t, o, old)
	if _, err := o.NonconcurrentDB().NewQuery("UPDATE correos SET estado = 'pendiente'").Execute(); err != nil {
		t.Fatal(err)
	}
	o.Clock.Set("2026-04-24T10:00:00-05:00") // the term of the observed filing is over
	if err := o.Tick(o.App); err != nil {
		t.Fatal(err)
	}
	if err := o.Purge(o.App); err != nil {
		t.Fatal(err)
	}
	if n, err := o.Mailer.Deliver(o.App); n != 0 || err != nil {
		t.Errorf("%d mails left (%v)", n, err)
	}
	if n, _ := o.CountRecords(mesa.ColMovimientos, dbx.HashExp{"etapa": "NO PRESENTADO"}); n != 0 {
		t.Error("the clock closed a filing")
	}
	recovered(t, o, libro.Options{})
	if n, err := o.Mailer.Deliver(o.App); n != 0 || err != nil {
		t.Errorf("after recovery %d mails that may have left before leave again (%v)", n, err)
	}
	if err := o.Tick(o.App); err != nil {
		t.Fatal(err)
	}
	if n, _ := o.CountRecords(mesa.ColMovimientos, dbx.HashExp{"etapa": "NO PRESENTADO"}); n != 1 {
		t.Error("the clock does not go on")
	}
}

func TestARecoveredNoticeIsShownAsFailedAndNeverSentByItself(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	id := o.Filed(t, nil).Id
	old := copyBase(t, o)
	o.Mailer.Hold = func(core.App) bool { return true }
	o.Observe(t, id)
	o = restored(t, o, old)
	recovered(t, o, libro.Options{})
	notice, err := o.FindFirstRecordByFilter(mesa.ColCorreos, "tipo = 'observacion'")
	if err != nil || notice.GetString("estado") != "fallido" || notice.GetString("error") != mesa.TextCorreoRecuperado ||
		notice.GetString("texto") == "" {
		t.Fatalf("the notice: %v %v", notice, err)
	}
	notice.Set("estado", "pendiente") // staff decide
	if err := o.Save(notice); err != nil {
		t.Fatal(hookstest.Explain(err))
	}
	o.Deliver(t)
	if estado := o.Record(t, mesa.ColCorreos, notice.Id).GetString("estado"); estado != "enviado" {
		t.Errorf("the notice is %s", estado)
	}
	if o.Record(t, mesa.ColSolicitudes, id).GetDateTime("vence_subsanacion").IsZero() {
		t.Error("the citizen's term does not start when the notice leaves")
	}
}

// dies is an output that ends the program's work after some lines.
type dies struct{ lines int }

func (d *dies) Write(p []byte) (int, error) {
	if d.lines--; d.lines < 0 {
		panic(d)
	}
	return len(p), nil
}

func TestRecuperarKilledHalfWayIsRunAgain(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o := hookstest.New(t, workday)
	old := copyBase(t, o)
	everyMove(t, o)
	want := rows(t, o, acts...)
	o = restored(t, o, old)
	for range 5 {
		o.Libro.SetBatch(3)
		func() {
			defer func() { _ = recover() }()
			_ = o.Libro.Recover(o.App, libro.Options{Out: &dies{1}})
			t.Error("it was not killed")
		}()
		if o.Libro.State(o.App).OK {
			t.Fatal("numbers go on half way")
		}
		o = o.Reopen(t, o.Now().Format(time.RFC3339))
	}
	recovered(t, o, libro.Options{})
	if got := rows(t, o, acts...); !slices.Equal(got, want) {
		t.Errorf("after recovery:\n%s\nwant\n%s", diff(got, want), diff(want, got))
	}
}

func TestAMissingFileIsNamedAndTheRestIsRecovered(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	older := o.Filed(t, nil)
	old := copyBase(t, o)
	newer := o.Filed(t, nil)
	o.MustMove(t, older.Id, mesa.EtapaRegistrado, nil)
	var keys []string
	for _, s := range []string{older.Id, newer.Id} {
		doc := o.Documents(t, s)[0]
		keys = append(keys, doc.BaseFilesPath()+"/"+doc.GetString("archivo"))
	}
	o = restored(t, o, old)
	for _, key := range keys {
		if err := os.Remove(filepath.Join(o.DataDir(), "storage", key)); err != nil {
			t.Fatal(err)
		}
	}
	var said strings.Builder
	err := o.Libro.Recover(o.App, libro.Options{Out: &said})
	if !errors.Is(err, libro.ErrPapers) || !strings.Contains(said.String(), keys[0]) || !strings.Contains(said.String(), keys[1]) {
		t.Errorf("%v: %s", err, said.String())
	}
	line, err := o.FindFirstRecordByFilter(mesa.ColMovimientos, "solicitud = {:s} && etapa = 'NOTA'", dbx.Params{"s": newer.Id})
	if err != nil || !strings.Contains(line.GetString("observaciones"), keys[1]) {
		t.Errorf("the trail: %v %v", line, err)
	}
	if s := o.Filed(t, nil); s.GetString("numero") != "3-2026" {
		t.Errorf("the next number is %s", s.GetString("numero"))
	}
}

func TestFilesThatARestoreReplacedComeBack(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.Filed(t, nil)
	old := copyBase(t, o)
	before := filepath.Join(t.TempDir(), "storage")
	dir := o.DataDir()
	if err := os.CopyFS(before, os.DirFS(filepath.Join(dir, "storage"))); err != nil {
		t.Fatal(err)
	}
	s := o.Filed(t, nil)
	doc := o.Documents(t, s.Id)[0]
	closed(t, o)
	swapped := filepath.Join(dir, ".pb_temp_to_delete", "old_pb_data_abc") // as PocketBase leaves it
	if err := os.MkdirAll(swapped, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(dir, "storage"), filepath.Join(swapped, "storage")); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(dir, "storage"), os.DirFS(before)); err != nil {
		t.Fatal(err)
	}
	putBase(t, dir, old)
	o = o.Reopen(t, workday)
	recovered(t, o, libro.Options{})
	path := filepath.Join(dir, "storage", doc.BaseFilesPath(), doc.GetString("archivo"))
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(path + ".attrs"); err != nil {
		t.Error(err)
	}
}

func TestRollBacksLeaveNoGapAndNothingToRecover(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	boom := fmt.Errorf("boom")
	for range 3 {
		o.Filed(t, nil)
		draft := o.Ready(t, nil)
		err := o.RunInTransaction(func(tx core.App) error {
			if _, err := create(tx, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id}); err != nil {
				t.Fatal(hookstest.Explain(err))
			}
			return boom
		})
		if err == nil {
			t.Fatal("no roll-back")
		}
	}
	old := copyBase(t, o)
	o = restored(t, o, old) // an entry at the end was rolled back
	if state := o.Libro.State(o.App); !state.OK {
		t.Fatal(state.Texto)
	}
	if s := o.Filed(t, nil); s.GetString("numero") != "4-2026" {
		t.Errorf("numero %s", s.GetString("numero"))
	}
	o = restored(t, o, old)
	if state := o.Libro.State(o.App); !strings.Contains(state.Texto, "falta 1 solicitud, 4-2026.") {
		t.Error(state.Texto)
	}
	recovered(t, o, libro.Options{Out: io.Discard})
}

func all(t *testing.T, o *hookstest.Office, collection string) []*core.Record {
	t.Helper()
	records, err := o.FindAllRecords(collection)
	if err != nil || len(records) == 0 {
		t.Fatalf("%d of %s: %v", len(records), collection, err)
	}
	return records
}

// TestTheWaysOutComeBackWhole is that a filing that was sent on, extended, withdrawn or
// reopened is the same after `recuperar`, its motives and its new columns too.
func TestTheWaysOutComeBackWhole(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o := hookstest.New(t, workday)
	old := copyBase(t, o)
	sent, extended := o.Brought(t, mesa.Remitida), o.Brought(t, mesa.Registrada)
	o.MustMove(t, extended, mesa.EtapaProrrogado, map[string]any{"motivo": "Son 4000 folios.", "vence_nuevo": "2026-04-30"})
	recast := o.Brought(t, mesa.Recibida)
	o.MustMove(t, recast, mesa.EtapaReconducido, map[string]any{"motivo": "Es otro.", "tramite": o.Tramite(t, 2).Id})
	paper := map[string]any{"motivo": "Lo trajo.", "respuesta": hookstest.File("escaneo.pdf", hookstest.PDF(1))}
	o.MustMove(t, o.Brought(t, mesa.Observada), mesa.EtapaSubsanado, paper)
	o.MustMove(t, o.Brought(t, mesa.Archivada), mesa.EtapaReabierto, map[string]any{"motivo": "Fue un error."})
	o.MustMove(t, o.Brought(t, mesa.Derivada), mesa.EtapaAtendido, map[string]any{
		"observaciones": "No procede.", "sentido": "desfavorable", "agota_via": true, "documento_numero": "CARTA 1",
	})
	want := rows(t, o, acts...)
	o = restored(t, o, old)
	recovered(t, o, libro.Options{})
	if got := rows(t, o, acts...); !slices.Equal(got, want) {
		t.Errorf("after recovery:\n%s\nwant\n%s", diff(got, want), diff(want, got))
	}
	s := o.Record(t, mesa.ColSolicitudes, sent)
	if s.GetString("entidad_destino") != "MUNICIPALIDAD INVENTADA" || s.GetString("cerrada_el") == "" ||
		s.GetString("estado_previo") != "recibida" {
		t.Errorf("sent on: %v", s.PublicExport())
	}
	if s := o.Record(t, mesa.ColSolicitudes, extended); !s.GetBool("prorrogada") || s.GetString("vence_legal") != "2026-04-30 05:00:00.000Z" {
		t.Errorf("extended: %v", s.PublicExport())
	}
	if s := o.Record(t, mesa.ColSolicitudes, recast); s.GetString("tramite") != o.Tramite(t, 2).Id {
		t.Errorf("recast: %v", s.PublicExport())
	}
	o.MustMove(t, sent, mesa.EtapaReabierto, map[string]any{"motivo": "Sí es nuestra."})
}

// A base of before knows nothing of shelves, and needs not: its papers are found on them, and one
// that was swapped away or put aside comes back from where it lies, shelf or not.
func TestPapersOnShelvesAreFoundByAnOlderBase(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	first := o.Documents(t, o.Filed(t, nil).Id)[0]
	old := copyBase(t, o)
	docs := []*core.Record{first, o.Documents(t, o.Filed(t, nil).Id)[0], o.Documents(t, o.Filed(t, nil).Id)[0]}
	o.Shelve(t)
	changed := hookstest.OnShelf(o, docs[1], "archivo") // which the quarantine has whole
	dir := o.DataDir()
	aside := filepath.Join(dir, "cuarentena", "2026-03-24", filepath.FromSlash(docs[1].BaseFilesPath()))
	if err := errors.Join(os.CopyFS(aside, os.DirFS(filepath.Dir(changed))), os.WriteFile(changed, hookstest.PDF(9), 0o600)); err != nil {
		t.Fatal(err)
	}
	lost := hookstest.OnShelf(o, docs[2], "archivo") // which only what a restore replaced has, on its shelf
	replaced := filepath.Join(dir, "anterior", "20260324-100000-x", strings.TrimPrefix(filepath.Dir(lost), dir))
	if err := errors.Join(os.MkdirAll(filepath.Dir(replaced), 0o700), os.Rename(filepath.Dir(lost), replaced)); err != nil {
		t.Fatal(err)
	}
	o = restored(t, o, old)
	recovered(t, o, libro.Options{})
	for _, doc := range docs {
		f, err := mesa.PapelOf(doc, "archivo").Open(t.Context(), o.App)
		if err != nil {
			t.Error(err)
			continue
		}
		data, err := io.ReadAll(f)
		if err := errors.Join(err, f.Close()); err != nil || hookstest.SHA256(data) != doc.GetString("sha256") {
			t.Errorf("%s: another file, %v", doc.Id, err)
		}
	}
	if _, err := os.Stat(changed + ".distinto"); err != nil {
		t.Error("the changed file was not kept beside:", err)
	}
}
