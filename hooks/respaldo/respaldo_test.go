package respaldo_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/respaldo"
)

const workday = "2026-03-25T09:00:00-05:00"

func quiet(string, int64, int64) {}

func at(folder string) respaldo.Lugar { return respaldo.Lugar{Donde: folder} }

// made copies an office, an hour after the copy before.
func made(t *testing.T, o *hookstest.Office, dest string) *respaldo.Hecho {
	t.Helper()
	o.Clock.Add(time.Hour)
	h, err := respaldo.Make(context.Background(), o.App, at(dest), o.Clock.Now(), quiet)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// faults is what a copy lacks, in one text.
func faults(t *testing.T, dest string) string {
	t.Helper()
	_, wrong, err := respaldo.Verify(context.Background(), at(dest), "", 0, quiet)
	if err != nil {
		return err.Error()
	}
	return strings.Join(wrong, "\n")
}

// stored are the files of a folder, with their sizes.
func stored(t *testing.T, dir string) (list []string, bytes int64) {
	t.Helper()
	err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err == nil && info.Mode().IsRegular() {
			list, bytes = append(list, path), bytes+info.Size()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list, bytes
}

func TestASecondCopyTakesOnlyWhatIsNew(t *testing.T) {
	t.Parallel()
	o, dest := hookstest.New(t, workday), filepath.Join(t.TempDir(), "usb")
	o.Filed(t, nil)
	first := made(t, o, dest)
	if first.Nuevos == 0 || len(first.Fallas) > 0 || first.Numeros[2026] != 1 {
		t.Fatalf("%+v", first)
	}
	if again := made(t, o, dest); again.Nuevos != 0 {
		t.Errorf("%d objects were copied again", again.Nuevos)
	}
	o.Filed(t, nil)
	more := made(t, o, dest)
	if more.Nuevos == 0 || more.Nuevos >= first.Nuevos+2 || more.Numeros[2026] != 2 {
		t.Errorf("%d objects are new, the first time %d", more.Nuevos, first.Nuevos)
	}
	if wrong := faults(t, dest); wrong != "" {
		t.Error(wrong)
	}
	if _, wrong, err := respaldo.Rehearse(context.Background(), at(dest), "", quiet); err != nil || len(wrong) > 0 {
		t.Error(wrong, err)
	}
}

func TestACopyThatChangedIsNamed(t *testing.T) {
	t.Parallel()
	o, dest := hookstest.New(t, workday), filepath.Join(t.TempDir(), "usb")
	s := o.Filed(t, nil)
	h := made(t, o, dest)
	object := func(sum string) string { return filepath.Join(dest, "objetos", sum[:2], sum) }
	pdf := o.Documents(t, s.Id)[0].GetString("sha256")
	file := filepath.Join(dest, "copias", h.Nombre()+".json")
	for name, c := range map[string]struct {
		path, says string
		change     func([]byte) []byte
	}{
		"a changed PDF":     {object(pdf), "su contenido cambió", flip},
		"a PDF that is cut": {object(pdf), "su contenido cambió", func(b []byte) []byte { return b[:len(b)/2] }},
		"a changed base":    {object(h.Base.SHA256), "base de datos: su contenido cambió", flip},
		"a cut base":        {object(h.Base.SHA256), "base de datos", func(b []byte) []byte { return b[:4096] }},
		"a cut copy":        {file, "está cortada o fue alterada", func(b []byte) []byte { return b[:len(b)-9] }},
		"a changed copy":    {file, "está cortada o fue alterada", flip},
		"no PDF":            {object(pdf), "no such file", nil},
	} {
		data, err := os.ReadFile(c.path)
		if err != nil {
			t.Fatal(name, err)
		}
		if c.change == nil {
			err = os.Remove(c.path)
		} else {
			err = os.WriteFile(c.path, c.change(append([]byte{}, data...)), 0o600)
		}
		if err != nil {
			t.Fatal(name, err)
		}
		if wrong := faults(t, dest); !strings.Contains(wrong, c.says) {
			t.Errorf("%s: %q", name, wrong)
		}
		dir := filepath.Join(t.TempDir(), "nueva")
		if _, err := respaldo.Restore(context.Background(), at(dest), "", dir, quiet); err == nil {
			t.Errorf("%s was restored", name)
		}
		if _, err := os.Stat(dir); err == nil {
			t.Errorf("%s left a folder", name)
		}
		if err := os.WriteFile(c.path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if wrong := faults(t, dest); wrong != "" {
		t.Error(wrong)
	}
}

func flip(b []byte) []byte { b[len(b)/2] ^= 1; return b }

func TestAPaperThatTheOfficeLostIsNamedWhenItIsCopied(t *testing.T) {
	t.Parallel()
	o, dest := hookstest.New(t, workday), filepath.Join(t.TempDir(), "usb")
	doc := o.Documents(t, o.Filed(t, nil).Id)[0]
	path := filepath.Join(o.DataDir(), "storage", doc.BaseFilesPath(), doc.GetString("archivo"))
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, flip(data), 0o600); err != nil {
		t.Fatal(err)
	}
	if h := made(t, o, dest); len(h.Fallas) != 1 || !strings.Contains(h.Fallas[0], "1-2026 no es el que se recibió") {
		t.Error(h.Fallas)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if h := made(t, o, dest); len(h.Fallas) != 1 || !strings.Contains(h.Fallas[0], "falta el archivo") {
		t.Error(h.Fallas)
	}
}

func TestACopyKeepsThePaperThatTheOfficeLostLater(t *testing.T) {
	t.Parallel()
	o, dest := hookstest.New(t, workday), filepath.Join(t.TempDir(), "usb")
	doc := o.Documents(t, o.Filed(t, nil).Id)[0]
	made(t, o, dest)
	path := filepath.Join("storage", doc.BaseFilesPath(), doc.GetString("archivo"))
	if err := os.Remove(filepath.Join(o.DataDir(), path)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if h := made(t, o, dest); len(h.Fallas) != 1 || !strings.Contains(h.Fallas[0], "la copia conserva") {
			t.Error(h.Fallas)
		}
	}
	dir := filepath.Join(t.TempDir(), "nueva")
	if _, err := respaldo.Restore(context.Background(), at(dest), "", dir, quiet); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, path)); err != nil {
		t.Error(err)
	}
}

func TestADestinationBelongsToOneOfficeAndOneProgram(t *testing.T) {
	t.Parallel()
	o, other, dest := hookstest.New(t, workday), hookstest.New(t, workday), filepath.Join(t.TempDir(), "usb")
	o.Filed(t, nil)
	other.Filed(t, nil)
	made(t, o, dest)
	other.Clock.Add(2 * time.Hour)
	before, _ := stored(t, dest)
	for says, to := range map[string]string{
		"copias de otra entidad": dest, "dentro de la carpeta de datos": filepath.Join(other.DataDir(), "copias"),
	} {
		_, err := respaldo.Make(context.Background(), other.App, at(to), other.Clock.Now(), quiet)
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", to, err)
		}
	}
	if after, _ := stored(t, dest); len(after) != len(before) {
		t.Errorf("%d files, then %d", len(before), len(after))
	}
	o.Clock.Add(-3 * time.Hour)
	if _, err := respaldo.Make(context.Background(), o.App, at(dest), o.Clock.Now(), quiet); err == nil {
		t.Error("a copy of an earlier hour was made")
	}
	if _, err := respaldo.Restore(context.Background(), at(dest), "", o.DataDir(), quiet); err == nil {
		t.Error("a copy was restored over an office")
	}
}

func TestWhatAKilledCopyLeftIsSweptAndOldCopiesGo(t *testing.T) {
	t.Parallel()
	o, dest := hookstest.New(t, workday), filepath.Join(t.TempDir(), "usb")
	o.Filed(t, nil)
	made(t, o, dest)
	for _, left := range []string{".base-x.db", "objetos/.nuevo-1"} {
		if err := os.WriteFile(filepath.Join(dest, left), []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for range 10 {
		o.Clock.Add(24 * time.Hour)
		made(t, o, dest)
	}
	gone, err := respaldo.Prune(context.Background(), o.DataDir(), at(dest))
	if err != nil || gone == 0 {
		t.Fatal(gone, err)
	}
	list, _ := stored(t, dest)
	for _, path := range list {
		if strings.Contains(path, ".base-") || strings.Contains(path, ".nuevo-") {
			t.Errorf("%s is still there", path)
		}
	}
	if wrong := faults(t, dest); wrong != "" {
		t.Error(wrong)
	}
	if _, err := respaldo.Restore(context.Background(), at(dest), "", filepath.Join(t.TempDir(), "nueva"), quiet); err != nil {
		t.Error(err)
	}
}

// The server copies once a day, whatever the hour, tries one copy a week, and says when
// copies are late or not made.
func TestTheServerCopiesOnceADayAndTellsWhenItDoesNot(t *testing.T) {
	t.Parallel()
	o, dest := hookstest.New(t, workday), filepath.Join(t.TempDir(), "usb")
	r := respaldo.New(respaldo.Config{Now: o.Clock.Now, Lugar: at(dest)})
	says := func(want string) {
		t.Helper()
		if state, why := r.Salud(context.Background(), o.App); !strings.Contains(why, want) || (want == "") != (why == "") {
			t.Errorf("%v: %q, want %q", state, why, want)
		}
	}
	round := func() {
		t.Helper()
		if err := r.Round(context.Background(), o.App); err != nil {
			t.Fatal(err)
		}
	}
	copies := func() int { list, _ := filepath.Glob(filepath.Join(dest, "copias", "*.json")); return len(list) }
	says("") // nobody looked yet
	s := o.Filed(t, nil)
	round()
	round()
	says("")
	if state, why := r.SaludLugar(context.Background(), o.App); state != mesa.Atencion || !strings.Contains(why, "están en el mismo disco") {
		t.Errorf("%v %q", state, why)
	}
	if copies() != 1 || r.Estado().Ultima.IsZero() {
		t.Errorf("%d copies in an hour", copies())
	}
	o.Clock.Add(25 * time.Hour)
	round()
	if copies() != 2 {
		t.Errorf("%d copies in two days", copies())
	}
	o.Clock.Add(3 * 24 * time.Hour)
	says("es del 26/03/2026") // no round came for three days: the destination hangs
	doc := o.Documents(t, s.Id)[0]
	if err := os.Remove(filepath.Join(o.DataDir(), "storage", doc.BaseFilesPath(), doc.GetString("archivo"))); err != nil {
		t.Fatal(err)
	}
	o.Clock.Add(5 * 24 * time.Hour) // the next rehearsal is due
	round()
	says("encontró una falla: falta el archivo")
	if err := os.RemoveAll(dest); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dest, nil, 0o600); err != nil { // where the disk was mounted
		t.Fatal(err)
	}
	if err := r.Round(context.Background(), o.App); err == nil {
		t.Error("a copy was made on a disk that is gone")
	}
	says("no se pudo hacer")
}

// A file that goes to its shelf is no new one for the copies, and a restored folder is whole.
func TestShelvesAreNothingNewForACopy(t *testing.T) {
	t.Parallel()
	o, dest := hookstest.New(t, workday), filepath.Join(t.TempDir(), "usb")
	s := o.Filed(t, nil)
	o.MustMove(t, s.Id, mesa.EtapaRegistrado, nil)
	o.MustMove(t, s.Id, mesa.EtapaAtendido, map[string]any{
		"observaciones": "Procede.", "respuesta": hookstest.File("r.pdf", hookstest.PDF(1)),
	})
	made(t, o, dest)
	o.Shelve(t)
	if again := made(t, o, dest); again.Nuevos != 0 || len(again.Fallas) > 0 {
		t.Errorf("%d objects were copied again, %v", again.Nuevos, again.Fallas)
	}
	other := o.Filed(t, nil)
	o.Shelve(t)
	if more := made(t, o, dest); more.Nuevos == 0 || len(more.Fallas) > 0 { // copied on its shelf
		t.Errorf("%d new, %v", more.Nuevos, more.Fallas)
	}
	if wrong := faults(t, dest); wrong != "" {
		t.Error(wrong)
	}
	if _, wrong, err := respaldo.Rehearse(context.Background(), at(dest), "", quiet); err != nil || len(wrong) > 0 {
		t.Error(wrong, err)
	}
	dir := filepath.Join(t.TempDir(), "nueva")
	if _, err := respaldo.Restore(context.Background(), at(dest), "", dir, quiet); err != nil {
		t.Fatal(err)
	}
	for _, doc := range append(o.Documents(t, s.Id), o.Documents(t, other.Id)...) {
		data, err := os.ReadFile(mesa.PapelOf(doc, "archivo").Hot(dir)[0])
		if err != nil || hookstest.SHA256(data) != doc.GetString("sha256") {
			t.Error(err)
		}
	}
}

// The files of filings go to their shelves while the office is copied: no copy lacks one.
func TestACopyBesideMovingFoldersIsWhole(t *testing.T) {
	t.Parallel()
	o, dest := hookstest.New(t, workday), filepath.Join(t.TempDir(), "usb")
	for range 12 {
		o.Filed(t, nil)
	}
	moved := make(chan error, 1)
	o.Clock.Add(2 * time.Hour)
	once := sync.OnceFunc(func() { moved <- o.Servidor.Shelve(context.Background(), o.App) })
	h, err := respaldo.Make(context.Background(), o.App, at(dest), o.Clock.Now(), func(part string, done, _ int64) {
		if part == "archivos" && done > 2 { // the list was made before, and some were copied
			once()
		}
	})
	if err := errors.Join(err, <-moved); err != nil || len(h.Fallas) > 0 {
		t.Fatal(err, h)
	}
	if wrong := faults(t, dest); wrong != "" {
		t.Error(wrong)
	}
}
