package libro_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/libro"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// folderCopied ends the program, copies its data folder and starts it again.
func folderCopied(t *testing.T, o *hookstest.Office) (again *hookstest.Office, copied string) {
	t.Helper()
	copied = filepath.Join(t.TempDir(), "copia")
	closed(t, o)
	if err := os.CopyFS(copied, os.DirFS(o.DataDir())); err != nil {
		t.Fatal(err)
	}
	return o.Reopen(t, workday), copied
}

// folderBack ends the program and starts it on a copy of the folder. The head outside
// stays.
func folderBack(t *testing.T, o *hookstest.Office, copied string) *hookstest.Office {
	t.Helper()
	closed(t, o)
	if err := errors.Join(os.RemoveAll(o.DataDir()), os.CopyFS(o.DataDir(), os.DirFS(copied))); err != nil {
		t.Fatal(err)
	}
	return o.Reopen(t, workday)
}

func TestAWholeFolderBroughtBackIsNoticed(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.Filed(t, nil)
	o, copied := folderCopied(t, o)
	for range 4 {
		o.Filed(t, nil)
	}
	o = folderBack(t, o, copied)
	if state := o.Libro.State(o.App); state.OK || !strings.Contains(state.Texto, "faltan al final 4 asientos") {
		t.Fatalf("state %+v", state)
	}
	recovered(t, o, libro.Options{Reservar: true})
	if s := o.Filed(t, nil); s.GetString("numero") != "6-2026" {
		t.Errorf("numero %s", s.GetString("numero"))
	}
}

// TestAnEmptyFolderGoesOnAsTheSameOffice begins anew with a base that has no act and no
// name of the office: the head outside knows both.
func TestAnEmptyFolderGoesOnAsTheSameOffice(t *testing.T) {
	t.Parallel()
	o, empty := folderCopied(t, hookstest.New(t, workday))
	o.Filed(t, nil)
	o.Filed(t, nil)
	o = folderBack(t, o, empty)
	_, err := o.Create(t, mesa.ColSolicitudes, map[string]any{"borrador": o.Ready(t, nil).Id})
	hookstest.WantRefusal(t, err, 503, "", mesa.TextLibroEspera)
	recovered(t, o, libro.Options{Reservar: true})
	if s := o.Filed(t, nil); s.GetString("numero") != "3-2026" {
		t.Errorf("numero %s", s.GetString("numero"))
	}
	o = o.Reopen(t, workday)
	if state := o.Libro.State(o.App); !state.OK {
		t.Errorf("after the next start: %+v", state)
	}
}

// TestMailsThatWaitInAFolderBroughtBackAreNotSentAgain: the folder has no act to write
// again, but a mail that left since.
func TestMailsThatWaitInAFolderBroughtBackAreNotSentAgain(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.Mailer.Hold = func(core.App) bool { return true }
	o.Observe(t, o.Filed(t, nil).Id)
	o, copied := folderCopied(t, o)
	if n, err := o.Mailer.Deliver(o.App); n == 0 || err != nil {
		t.Fatalf("%d mails left (%v)", n, err)
	}
	o.Filed(t, nil)
	o = folderBack(t, o, copied)
	recovered(t, o, libro.Options{Reservar: true})
	if n, err := o.Mailer.Deliver(o.App); n != 0 || err != nil {
		t.Errorf("%d mails left again (%v)", n, err)
	}
	notice, err := o.FindFirstRecordByFilter(mesa.ColCorreos, "tipo = 'observacion'")
	if err != nil || notice.GetString("estado") != "fallido" || notice.GetString("error") != mesa.TextCorreoRecuperado {
		t.Errorf("the notice: %v %v", notice, err)
	}
}

// apart is an office whose base and folder went on apart: 2-2026 is one filing in the
// base and another in the book. The head did not tell, as when a crash came before it.
func apart(t *testing.T) (o *hookstest.Office, based string) {
	t.Helper()
	o, _, head, kept := older(t)
	o, folder := folderCopied(t, o)
	based = o.Filed(t, nil).Id
	base := copyBase(t, o)
	if err := os.WriteFile(head, kept, 0o600); err != nil {
		t.Fatal(err)
	}
	o = folderBack(t, o, folder)
	o.MustMove(t, all(t, o, mesa.ColSolicitudes)[0].Id, mesa.EtapaRegistrado, nil)
	o.Filed(t, nil)
	o.Filed(t, nil)
	return restored(t, o, base), based
}

func TestAnEntryWhoseNumberAnotherFilingHasStaysInTheBook(t *testing.T) {
	t.Parallel()
	o, based := apart(t)
	if err := o.Libro.Recover(o.App, libro.Options{Out: &hookstest.Output{}}); !errors.Is(err, libro.ErrDamaged) {
		t.Errorf("recovered without being told to: %v", err)
	}
	var said bytes.Buffer
	if err := o.Libro.Recover(o.App, libro.Options{Reservar: true, Out: &said}); !errors.Is(err, libro.ErrApart) ||
		!strings.Contains(said.String(), mesa.TextLibroAparte(1, 3, "2-2026")) {
		t.Fatalf("%v: %s", err, said.String())
	}
	two, err := o.FindFirstRecordByData(mesa.ColSolicitudes, "numero", "2-2026")
	if err != nil || two.Id != based {
		t.Errorf("2-2026 is %v (%v)", two, err)
	}
	if _, err := o.FindFirstRecordByData(mesa.ColSolicitudes, "numero", "3-2026"); err != nil {
		t.Errorf("3-2026: %v", err)
	}
	said.Reset() // the paper of the filing that the base has is in the other folder
	err = o.Libro.Recover(o.App, libro.Options{Out: &said})
	if !errors.Is(err, libro.ErrPapers) || errors.Is(err, libro.ErrApart) || !strings.Contains(said.String(), "coinciden") {
		t.Errorf("a second run: %v: %s", err, said.String())
	}
	if s := o.Filed(t, nil); s.GetString("numero") != "4-2026" {
		t.Errorf("numero %s", s.GetString("numero"))
	}
}

// TestTheBookIsReadPastEpochsThatPassedElsewhere puts an older folder in place for a
// while, and then the newer one again: it goes from epoch 1 to epoch 3.
func TestTheBookIsReadPastEpochsThatPassedElsewhere(t *testing.T) {
	t.Parallel()
	o, older := folderCopied(t, hookstest.New(t, workday))
	first := o.Filed(t, nil)
	if err := o.CreateBackup(t.Context(), "copia.zip"); err != nil {
		t.Fatal(err)
	}
	o, newer := folderCopied(t, o)
	o = folderBack(t, o, older)
	recovered(t, o, libro.Options{Reservar: true})
	o.Filed(t, nil)
	o = folderBack(t, o, newer)
	recovered(t, o, libro.Options{Reservar: true})
	last := o.Filed(t, nil)
	if _, err := os.Stat(libro.Path(o.DataDir(), 2, 1)); last.GetString("numero") != "3-2026" || err == nil {
		t.Fatalf("%s, epoch 2: %v", last.GetString("numero"), err)
	}
	docs := map[string]bool{o.Documents(t, first.Id)[0].Id: true, o.Documents(t, last.Id)[0].Id: true, "nadie": true}
	if err := o.Libro.Named(t.Context(), o.App, docs); err != nil || len(docs) != 1 {
		t.Errorf("%v are named nowhere (%v)", docs, err)
	}
	if says := o.Libro.Loses(o.App, "copia.zip"); !strings.Contains(says, "3-2026") {
		t.Errorf("before a restore it is said: %s", says)
	}
}

// TestRecuperarMovesTheHeadToWhereBaseAndBookAre puts heads back as a crash between a
// commit and its head leaves them.
func TestRecuperarMovesTheHeadToWhereBaseAndBookAre(t *testing.T) {
	t.Parallel()
	o, _, head, kept := older(t)
	o.Filed(t, nil)
	closed(t, o)
	for _, name := range []string{head, filepath.Join(o.DataDir(), libro.Folder, "libro.cabeza")} {
		if err := os.WriteFile(name, kept, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	o = o.Reopen(t, workday)
	recovered(t, o, libro.Options{})
	if now, err := os.ReadFile(head); err != nil || bytes.Equal(now, kept) {
		t.Errorf("the head stays behind (%v)", err)
	}
}
