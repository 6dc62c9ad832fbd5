package servidor_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// lies tells whether the file of a record lies where PocketBase wrote it, and on its shelf.
func lies(o *hookstest.Office, r *core.Record, field string) (flat, shelf bool) {
	p := mesa.PapelOf(r, field).Hot(o.DataDir())
	_, noFlat := os.Stat(p[0])
	_, noShelf := os.Stat(p[1])
	return noFlat == nil, noShelf == nil
}

func shelve(t *testing.T, o *hookstest.Office) {
	t.Helper()
	if err := o.Servidor.Shelve(t.Context(), o.App); err != nil {
		t.Fatal(err)
	}
}

func TestWhatWasFiledGoesToItsShelfAfterAnHourAndADraftStays(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	s := o.Filed(t, nil)
	doc := o.Documents(t, s.Id)[0]
	draft := o.Ready(t, nil)
	prepared, err := o.FindFirstRecordByData(mesa.ColDocumentos, "borrador", draft.Id)
	if err != nil {
		t.Fatal(err)
	}
	o.MustMove(t, s.Id, mesa.EtapaRegistrado, nil)
	answer := o.MustMove(t, s.Id, mesa.EtapaAtendido, map[string]any{
		"observaciones": "Procede.", "respuesta": hookstest.File("r.pdf", hookstest.PDF(1)),
	})
	answer = o.Record(t, mesa.ColMovimientos, answer.Id)
	want := func(r *core.Record, field string, onShelf bool) {
		t.Helper()
		if flat, shelf := lies(o, r, field); flat == onShelf || shelf != onShelf {
			t.Errorf("%s %s: flat %v, on the shelf %v", r.Collection().Name, field, flat, shelf)
		}
	}
	o.Clock.Add(59 * time.Minute)
	shelve(t, o)
	want(doc, "archivo", false)
	o.Clock.Add(time.Minute)
	for range 2 { // again changes nothing
		shelve(t, o)
		want(doc, "archivo", true)
		want(answer, "respuesta", true)
		want(prepared, "archivo", false)
	}
	if _, err := os.Stat(hookstest.OnShelf(o, doc, "archivo") + ".attrs"); err != nil {
		t.Error("PocketBase's notes stayed behind:", err)
	}
}

func TestWhatCannotGoToItsShelfStaysAndIsFound(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	doc := o.Documents(t, o.Filed(t, nil).Id)[0]
	taken := filepath.Dir(hookstest.OnShelf(o, doc, "archivo"))
	if err := errors.Join(os.MkdirAll(taken, 0o700), os.WriteFile(filepath.Join(taken, "x"), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	o.Clock.Add(2 * time.Hour)
	shelve(t, o)
	if flat, shelf := lies(o, doc, "archivo"); !flat || shelf {
		t.Errorf("flat %v, on the shelf %v", flat, shelf)
	}
	if err := wholeAt(o, doc); err != nil {
		t.Error(err)
	}
}

func TestABucketHasNoShelves(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b := hookstest.NewBucket(t, o.App)
	doc := o.Documents(t, o.Filed(t, nil).Id)[0]
	before := b.Keys("")
	o.Clock.Add(2 * time.Hour)
	shelve(t, o)
	if after := b.Keys(""); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("%v became %v", before, after)
	}
	if err := wholeAt(o, doc); err != nil {
		t.Error(err)
	}
}

func TestFilesOnAShelfThatNoRecordNamesGoToQuarantine(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	doc := o.Documents(t, o.Filed(t, nil).Id)[0]
	o.Shelve(t)
	lost := orphan(t, o, "aaaaaaaaaaaaaaa", month)
	shelf := filepath.Dir(filepath.Join(filepath.Dir(lost), filepath.Base(filepath.Dir(
		filepath.FromSlash(mesa.OnShelf("c/aaaaaaaaaaaaaaa")))), "aaaaaaaaaaaaaaa"))
	if err := errors.Join(os.MkdirAll(shelf, 0o700), os.Rename(lost, filepath.Join(shelf, "aaaaaaaaaaaaaaa"))); err != nil {
		t.Fatal(err)
	}
	at := o.Now().Add(-2 * month)
	own := filepath.Dir(hookstest.OnShelf(o, doc, "archivo"))
	if err := errors.Join(os.Chtimes(own, at, at), os.Chtimes(shelf, at, at), os.Chtimes(filepath.Dir(own), at, at)); err != nil {
		t.Fatal(err)
	}
	if err := o.PurgeOrphans(t.Context(), o.App); err != nil {
		t.Fatal(err)
	}
	if found := quarantined(t, o); len(found) != 1 || filepath.Base(filepath.Dir(found[0])) != "aaaaaaaaaaaaaaa" {
		t.Errorf("in quarantine: %v", found)
	}
	if err := wholeAt(o, doc); err != nil {
		t.Error(err)
	}
}

// wholeAt reads the file of a document where it lies.
func wholeAt(o *hookstest.Office, doc *core.Record) error {
	f, err := mesa.PapelOf(doc, "archivo").Open(context.Background(), o.App)
	if err != nil {
		return err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return err
	}
	if hex.EncodeToString(sum.Sum(nil)) != doc.GetString("sha256") {
		return errors.New("another file")
	}
	return nil
}

// stocked writes rows and files for so many documents more of a filing.
func stocked(t testing.TB, o *hookstest.Office, doc *core.Record, n int) {
	t.Helper()
	values, err := doc.DBExport(o.App)
	if err != nil {
		t.Fatal(err)
	}
	root := filepath.Join(o.DataDir(), core.LocalStorageDirName, doc.Collection().BaseFilesPath())
	data := hookstest.PDF(3)
	err = o.RunInTransaction(func(tx core.App) error {
		for i := range n {
			id := fmt.Sprintf("s%014d", i)
			values["id"] = id
			if _, err := tx.DB().Insert(mesa.ColDocumentos, dbx.Params(values)).Execute(); err != nil {
				return err
			}
			if err := errors.Join(os.MkdirAll(filepath.Join(root, id), 0o700),
				os.WriteFile(filepath.Join(root, id, doc.GetString("archivo")), data, 0o600)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

const shelveIn = "MESA_TEST_SHELVE"

// TestShelvingChild is no test: it shelves the folder it is told, to be killed meanwhile.
func TestShelvingChild(t *testing.T) {
	dir := os.Getenv(shelveIn)
	if dir == "" {
		t.Skip("only as a child")
	}
	o := (&hookstest.Office{App: core.NewBaseApp(core.BaseAppConfig{DataDir: dir, IsDev: true})}).Reopen(t, workday)
	o.Clock.Add(3 * time.Hour)
	shelve(t, o)
}

// A program that is killed while it moves files leaves each of them readable, in one place.
func TestAKillWhileFilesMoveLosesNone(t *testing.T) {
	if testing.Short() {
		t.Skip("at full size in make test")
	}
	t.Parallel()
	o := hookstest.New(t, workday)
	doc := o.Documents(t, o.Filed(t, nil).Id)[0]
	const n = 3000
	stocked(t, o, doc, n)
	instant, dir := o.Now().Add(3*time.Hour).Format(time.RFC3339), o.DataDir()
	if err := o.ClearBootstrap(); err != nil {
		t.Fatal(err)
	}
	root := filepath.Join(dir, core.LocalStorageDirName, doc.Collection().BaseFilesPath())
	half := false
	for _, atLeast := range []int{1, 250, 900} {
		killShelving(t, dir, func() bool { return onShelves(t, root) >= atLeast })
		if moved := onShelves(t, root); moved < n {
			half = true
			t.Logf("killed with %d of %d moved", moved, n+1)
		}
	}
	if !half {
		t.Error("every child was done before it was killed")
	}
	again := o.Reopen(t, instant)
	docs, err := again.FindAllRecords(mesa.ColDocumentos)
	if err != nil || len(docs) != n+1 {
		t.Fatal(len(docs), err)
	}
	check := func() {
		t.Helper()
		for _, d := range docs {
			if flat, shelf := lies(again, d, "archivo"); flat == shelf {
				t.Fatalf("%s: flat %v, on the shelf %v", d.Id, flat, shelf)
			}
			if err := wholeAt(again, d); err != nil {
				t.Fatal(d.Id, err)
			}
		}
	}
	check()
	shelve(t, again)
	check()
	if moved := onShelves(t, root); moved != n+1 {
		t.Errorf("%d of %d are on shelves in the end", moved, n+1)
	}
}

func killShelving(t *testing.T, dir string, when func() bool) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestShelvingChild$", "-test.timeout=60s")
	cmd.Env = append(os.Environ(), shelveIn+"="+dir)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { _ = cmd.Wait(); close(ended) }()
	for {
		select {
		case <-ended:
			return
		default:
		}
		if when() {
			break
		}
	}
	_ = cmd.Process.Kill()
	<-ended
}

// onShelves counts the folders of records on shelves.
func onShelves(t testing.TB, root string) (n int) {
	t.Helper()
	top, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, shelf := range top {
		if mesa.IsShelf(shelf.Name()) {
			records, err := os.ReadDir(filepath.Join(root, shelf.Name()))
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				t.Fatal(err)
			}
			n += len(records)
		}
	}
	return n
}

// TestShelvingIsTimed tells how long so many documents take: MESA_BENCH_SHELVES=10000.
func TestShelvingIsTimed(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("MESA_BENCH_SHELVES"))
	if n == 0 {
		t.Skip("only with MESA_BENCH_SHELVES=10000")
	}
	o := hookstest.New(t, workday)
	stocked(t, o, o.Documents(t, o.Filed(t, nil).Id)[0], n)
	o.Clock.Add(2 * time.Hour)
	for range 2 {
		began := time.Now()
		shelve(t, o)
		t.Logf("%d documents: %d ms", n, time.Since(began).Milliseconds())
	}
}
