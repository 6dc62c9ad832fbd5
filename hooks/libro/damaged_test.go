package libro_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/libro"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

// old is an office with two filings in its base and five in its book.
func old(t *testing.T) (o *hookstest.Office, copied string) {
	t.Helper()
	o = hookstest.New(t, workday)
	o.Filed(t, nil)
	o.Filed(t, nil)
	copied = copyBase(t, o)
	for range 3 {
		o.Filed(t, nil)
	}
	return o, copied
}

func TestADamagedBookIsSaidAndReservarGoesOnBehindIt(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	for _, c := range []struct {
		name  string
		harm  func(t *testing.T, dir string)
		says  string
		next  string // the number after --reservar
		kept  int    // filings in the base then
		skips string // what the trail says of numbers
	}{
		{"a hole", func(t *testing.T, dir string) { remove(t, libro.Path(dir, 1, 4)) }, "Falta el asiento 4", "6-2026", 4, "época 2"},
		{"truncated", func(t *testing.T, dir string) { remove(t, libro.Path(dir, 1, 5)) }, "faltan al final 1 asiento", "6-2026", 4, "5-2026"},
		{"cut short", func(t *testing.T, dir string) {
			change(t, libro.Path(dir, 1, 5), func(b []byte) []byte { return b[:len(b)/2] })
		},
			"El asiento 5", "6-2026", 4, "5-2026"},
		{"a changed byte", func(t *testing.T, dir string) {
			change(t, libro.Path(dir, 1, 3), func(b []byte) []byte { return bytes.Replace(b, []byte("JUAN"), []byte("JUAM"), 1) })
		}, "El asiento 3", "6-2026", 4, "época 2"},
		{"a changed date of the public part", func(t *testing.T, dir string) {
			change(t, libro.Path(dir, 1, 4), func(b []byte) []byte { return bytes.Replace(b, []byte("2026-03-24"), []byte("2026-03-20"), 1) })
		}, "El asiento 4", "6-2026", 4, "época 2"},
		{"all of it lost", func(t *testing.T, dir string) {
			if err := os.RemoveAll(filepath.Join(dir, libro.Folder)); err != nil {
				t.Fatal(err)
			}
		}, "Al libro de actos le falta", "6-2026", 2, "3-2026 a 5-2026"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o, copied := old(t)
			closed(t, o)
			c.harm(t, o.DataDir())
			putBase(t, o.DataDir(), copied)
			o = o.Reopen(t, workday)
			if state := o.Libro.State(o.App); state.OK || !strings.Contains(state.Texto, c.says) {
				t.Fatalf("state %+v", state)
			}
			if err := o.Libro.Recover(o.App, libro.Options{Out: &hookstest.Output{}}); err == nil {
				t.Error("recovered from a damaged book without being told to")
			}
			if n, _ := o.CountRecords(mesa.ColSolicitudes); n != 2 {
				t.Errorf("%d filings: the base was changed", n)
			}
			if said := recovered(t, o, libro.Options{Reservar: true}); !strings.Contains(said, mesa.TextEpoca(2)) {
				t.Errorf("reservar says only %s", said)
			}
			if n, _ := o.CountRecords(mesa.ColSolicitudes); int(n) != c.kept {
				t.Errorf("%d filings, want %d", n, c.kept)
			}
			line, err := o.FindFirstRecordByFilter(mesa.ColMovimientos, "etapa = 'NOTA' && observaciones ~ 'época 2'")
			if err != nil || !strings.Contains(line.GetString("observaciones"), c.skips) {
				t.Errorf("the trail: %v %v", line, err)
			}
			if s := o.Filed(t, nil); s.GetString("numero") != c.next {
				t.Errorf("next number %s, want %s", s.GetString("numero"), c.next)
			}
			twoEpochs(t, o, copied, c.next)
		})
	}
}

// twoEpochs restores the old base once more: what both epochs hold comes back.
func twoEpochs(t *testing.T, o *hookstest.Office, copied, last string) {
	t.Helper()
	want := rows(t, o, mesa.ColSolicitudes)
	o = restored(t, o, copied)
	if state := o.Libro.State(o.App); state.OK {
		t.Fatal("an older base of two epochs numbers")
	}
	recovered(t, o, libro.Options{Reservar: true})
	got := rows(t, o, mesa.ColSolicitudes)
	if d := diff(want, got); d != "" {
		t.Errorf("lost:\n%s", d)
	}
	if s := o.Filed(t, nil); s.GetInt("correlativo") != 7 {
		t.Errorf("number %s after %s", s.GetString("numero"), last)
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

func change(t *testing.T, path string, how func([]byte) []byte) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	changed := how(bytes.Clone(data))
	if bytes.Equal(changed, data) {
		t.Fatal("nothing was changed")
	}
	if err := os.WriteFile(path, changed, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestTheBookOfAnotherOfficeIsRefused(t *testing.T) {
	t.Parallel()
	a, b := hookstest.New(t, workday), hookstest.New(t, workday)
	a.Filed(t, nil)
	b.Filed(t, nil)
	b.Filed(t, nil)
	closed(t, a)
	if err := errors.Join(os.RemoveAll(filepath.Join(a.DataDir(), libro.Folder)),
		os.CopyFS(filepath.Join(a.DataDir(), libro.Folder), os.DirFS(filepath.Join(b.DataDir(), libro.Folder)))); err != nil {
		t.Fatal(err)
	}
	a = a.Reopen(t, workday)
	if state := a.Libro.State(a.App); state.OK || state.Texto != mesa.TextLibroAjeno {
		t.Errorf("state %+v", state)
	}
	if err := a.Libro.Recover(a.App, libro.Options{Reservar: true, Out: &hookstest.Output{}}); err == nil {
		t.Error("written from another office's book")
	}
}

func TestAHeadInsideTheDataFolderIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.Symlink(dir, dir+"-enlace"); err != nil {
		t.Fatal(err)
	}
	for _, inside := range []string{dir, filepath.Join(dir, "resguardo"), filepath.Join(dir+"-enlace", "a", "b")} {
		if _, err := libro.New(libro.Config{Dir: dir, Resguardo: inside}); err == nil {
			t.Errorf("%s was taken", inside)
		}
	}
	if _, err := libro.New(libro.Config{Dir: dir, Resguardo: dir + "-resguardo"}); err != nil {
		t.Error(err)
	}
}

func TestNoNumberLeavesWhileTheHeadCannotBeWritten(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.Filed(t, nil)
	outside := o.DataDir() + "-resguardo"
	if err := errors.Join(os.RemoveAll(outside), os.WriteFile(outside, nil, 0o600)); err != nil { // a folder no more
		t.Fatal(err)
	}
	copied := copyBase(t, o)
	o.Filed(t, nil) // the head inside the data folder stands in
	_, err := o.Create(t, mesa.ColSolicitudes, map[string]any{"borrador": o.Ready(t, nil).Id})
	hookstest.WantRefusal(t, err, 503, "", mesa.TextLibroEspera)
	o = restored(t, o, copied)
	remove(t, outside)
	if state := o.Libro.State(o.App); !strings.Contains(state.Texto, "falta 1 solicitud, 2-2026.") {
		t.Errorf("state %+v", state)
	}
	recovered(t, o, libro.Options{})
	if s := o.Filed(t, nil); s.GetString("numero") != "3-2026" {
		t.Errorf("numero %s", s.GetString("numero"))
	}
}

func TestABookInABucketThatListsLate(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b := hookstest.NewBucket(t, o.App)
	o.Filed(t, nil)
	copied := copyBase(t, o)
	b.ListLate()
	for range 3 {
		o.Filed(t, nil)
	}
	want := rows(t, o, acts...)
	o = restored(t, o, copied)
	b.Serve(t, o.App)
	if state := o.Libro.State(o.App); !strings.Contains(state.Texto, "faltan 3 solicitudes, 2-2026 a 4-2026") {
		t.Errorf("state %+v", state)
	}
	recovered(t, o, libro.Options{})
	if got := rows(t, o, acts...); diff(want, got) != "" || diff(got, want) != "" {
		t.Errorf("after recovery:\n%s\nwant\n%s", diff(got, want), diff(want, got))
	}
	if s := o.Filed(t, nil); s.GetString("numero") != "5-2026" {
		t.Errorf("numero %s", s.GetString("numero"))
	}
}

func TestAHeadThatIsGoneIsSaidAtTheStart(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.Filed(t, nil)
	closed(t, o)
	if err := os.RemoveAll(o.Libro.Resguardo); err != nil {
		t.Fatal(err)
	}
	o = o.Reopen(t, workday)
	uitest.Serve(t, o)
	if want := mesa.TextResguardoFalta(o.Libro.Resguardo); !strings.Contains(o.Out.String(), want) {
		t.Errorf("the start says %s", o.Out.String())
	}
	if s := o.Filed(t, nil); s.GetString("numero") != "2-2026" {
		t.Errorf("the next number is %s", s.GetString("numero"))
	}
}

// older is an office with one filing, a copy of its base, and its head as it stood then.
func older(t *testing.T) (o *hookstest.Office, copied, head string, kept []byte) {
	t.Helper()
	o = hookstest.New(t, workday)
	o.Filed(t, nil)
	head = filepath.Join(o.Libro.Resguardo, "libro.cabeza")
	kept, err := os.ReadFile(head)
	if err != nil {
		t.Fatal(err)
	}
	return o, copyBase(t, o), head, kept
}

// TestAnOlderHeadPutBackWithTheBaseGivesNoNumberTwice puts the base and the head outside
// back from one copy, with a single filing since: the head beside the book knows it.
func TestAnOlderHeadPutBackWithTheBaseGivesNoNumberTwice(t *testing.T) {
	t.Parallel()
	o, copied, head, kept := older(t)
	o.Filed(t, nil)
	if err := os.WriteFile(head, kept, 0o600); err != nil {
		t.Fatal(err)
	}
	o = restored(t, o, copied)
	if state := o.Libro.State(o.App); !strings.Contains(state.Texto, "falta 1 solicitud, 2-2026.") {
		t.Errorf("state %+v", state)
	}
	recovered(t, o, libro.Options{})
	if s := o.Filed(t, nil); s.GetString("numero") != "3-2026" {
		t.Errorf("numero %s", s.GetString("numero"))
	}
}

func TestADamagedHeadIsMadeAnewFromTheOneBesideTheBook(t *testing.T) {
	t.Parallel()
	o, copied, head, _ := older(t)
	o.Filed(t, nil)
	closed(t, o)
	data, err := os.ReadFile(head)
	if err != nil {
		t.Fatal(err)
	}
	for at := 0; at < len(data); at += 4096 {
		data[at+70] ^= 1
	}
	if err := os.WriteFile(head, data, 0o600); err != nil {
		t.Fatal(err)
	}
	putBase(t, o.DataDir(), copied)
	o = o.Reopen(t, workday)
	recovered(t, o, libro.Options{})
	if s := o.Filed(t, nil); s.GetString("numero") != "3-2026" {
		t.Errorf("numero %s", s.GetString("numero"))
	}
	if again, err := os.ReadFile(head); err != nil || bytes.Equal(again, data) {
		t.Errorf("the head stays damaged: %v", err)
	}
}

func TestAHeadThatNobodyCanReadSaysWhatToDo(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.Filed(t, nil)
	closed(t, o)
	head := filepath.Join(o.Libro.Resguardo, "libro.cabeza")
	remove(t, filepath.Join(o.DataDir(), libro.Folder, "libro.cabeza"))
	if err := os.WriteFile(head, bytes.Repeat([]byte{'x'}, 8192), 0o600); err != nil {
		t.Fatal(err)
	}
	o = o.Reopen(t, workday)
	if state := o.Libro.State(o.App); state.OK || !strings.Contains(state.Texto, mesa.TextCabezaRota(head)) {
		t.Errorf("state %+v", state)
	}
}

// TestAnEntryWithoutItsPrivatePartIsDamaged takes the private part from an entry that
// nobody was authorised to erase.
func TestAnEntryWithoutItsPrivatePartIsDamaged(t *testing.T) {
	t.Parallel()
	o, copied := old(t)
	path := libro.Path(o.DataDir(), 1, 4)
	data, err := os.ReadFile(path)
	if err != nil || !bytes.Contains(data, []byte(`"privado"`)) {
		t.Fatalf("%v %s", err, data)
	}
	if err := os.WriteFile(path, bytes.Replace(data, []byte(`"privado"`), []byte(`"qrivado"`), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	o = restored(t, o, copied)
	if state := o.Libro.State(o.App); !strings.Contains(state.Texto, mesa.TextLibroAlterado(1, 4)) {
		t.Errorf("state %+v", state)
	}
	if err := o.Libro.Recover(o.App, libro.Options{Out: io.Discard}); err == nil {
		t.Error("recovered from a damaged book")
	}
}

// A crash may cut the file of an entry short before its commit. It must not stop the look
// for forgotten files for ever, as a damaged entry of a commit does.
func TestAnEntryThatACrashCutShortNamesNothing(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	for range 2 {
		o.Filed(t, nil)
	}
	named := func() error { return o.Libro.Named(t.Context(), o.App, map[string]bool{"forgotten": true}) }
	if err := os.WriteFile(libro.Path(o.DataDir(), 1, 3), []byte(`{"publico":`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := named(); err != nil {
		t.Errorf("cut short at the end: %v", err)
	}
	path := libro.Path(o.DataDir(), 1, 2)
	change(t, path, func(data []byte) []byte { return data[:len(data)/2] })
	if err := named(); err == nil {
		t.Error("a damaged entry of a commit is taken for one that names nothing")
	}
}

// TestDamageThatTheBaseDoesNotNeedIsFoundAtNight changes an old entry while the base is
// whole: nothing else reads it until a restore, and then it is too late.
func TestDamageThatTheBaseDoesNotNeedIsFoundAtNight(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	for range 3 {
		o.Filed(t, nil)
	}
	look := func(want mesa.Salud, says string) {
		t.Helper()
		if err := o.Libro.Look(o.App); err != nil {
			t.Fatal(err)
		}
		if salud, why := o.Libro.Salud(t.Context(), o.App); salud != want || !strings.Contains(why, says) {
			t.Errorf("%v %q", salud, why)
		}
	}
	look(mesa.Bien, "")
	path := libro.Path(o.DataDir(), 1, 2)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, bytes.Replace(whole, []byte("2026"), []byte("2027"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	look(mesa.Atencion, mesa.TextLibroAlterado(1, 2))
	if s := o.Filed(t, nil); s.GetString("numero") != "4-2026" {
		t.Errorf("filing does not go on: %s", s.GetString("numero"))
	}
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	look(mesa.Bien, "")
}
