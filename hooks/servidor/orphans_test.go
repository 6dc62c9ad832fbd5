package servidor_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/servidor"
)

// orphan puts a folder of files that no record names into storage.
func orphan(t *testing.T, o *hookstest.Office, id string, age time.Duration) string {
	t.Helper()
	c, err := o.FindCollectionByNameOrId(mesa.ColDocumentos)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(o.DataDir(), "storage", c.BaseFilesPath(), id)
	at := o.Now().Add(-age)
	if err := errors.Join(os.MkdirAll(dir, 0o700), os.WriteFile(filepath.Join(dir, "x.pdf"), hookstest.PDF(1), 0o600), os.Chtimes(dir, at,
		at)); err != nil {
		t.Fatal(err)
	}
	return dir
}

func quarantined(t *testing.T, o *hookstest.Office) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(o.DataDir(), servidor.Quarantine, "*", "*", "*", "x.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

const month = 31 * 24 * time.Hour

func TestFilesThatNoRecordNamesGoToQuarantineAndAreNotDeleted(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	kept := o.Filed(t, nil)
	doc := o.Documents(t, kept.Id)[0]
	own := filepath.Join(o.DataDir(), "storage", doc.BaseFilesPath())
	old, young := orphan(t, o, "aaaaaaaaaaaaaaa", month), orphan(t, o, "bbbbbbbbbbbbbbb", month-48*time.Hour)
	at := o.Now().Add(-2 * month)
	if err := os.Chtimes(own, at, at); err != nil {
		t.Fatal(err)
	}
	if err := o.PurgeOrphans(t.Context(), o.App); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(old); err == nil {
		t.Error("what a crash left a month ago stays")
	}
	if found := quarantined(t, o); len(found) != 1 || filepath.Base(filepath.Dir(found[0])) != "aaaaaaaaaaaaaaa" {
		t.Errorf("in quarantine: %v", found)
	}
	for _, dir := range []string{young, own} {
		if _, err := os.Stat(dir); err != nil {
			t.Error(err)
		}
	}
}

func TestFilesThatTheBookNamesAreNoOrphans(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	doc := o.Documents(t, o.Filed(t, nil).Id)[0]
	dir := filepath.Join(o.DataDir(), "storage", doc.BaseFilesPath())
	at := o.Now().Add(-2 * month)
	if err := os.Chtimes(dir, at, at); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{"DROP TRIGGER documentos_fijo_delete", "DELETE FROM documentos"} { // as a damaged base has it
		if _, err := o.NonconcurrentDB().NewQuery(statement).Execute(); err != nil {
			t.Fatal(err)
		}
	}
	if err := o.PurgeOrphans(t.Context(), o.App); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); err != nil {
		t.Error(err)
	}
}

func TestMoreThanAHundredOrphansStopTheRound(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	for i := range 103 {
		orphan(t, o, fmt.Sprintf("aaaaaaaaaaaa%03d", i), month)
	}
	if err := o.PurgeOrphans(t.Context(), o.App); err == nil {
		t.Error("no alarm")
	}
	if n := len(quarantined(t, o)); n != 100 {
		t.Errorf("%d in quarantine, want 100", n)
	}
	if _, reasons := o.Servidor.Health(t.Context(), o.App); !strings.Contains(strings.Join(reasons, "\n"), mesa.TextMuchosHuerfanos(100)) {
		t.Errorf("the health: %v", reasons)
	}
	if err := o.PurgeOrphans(t.Context(), o.App); err != nil { // the last three
		t.Error(err)
	}
}
