package borrador_test

import (
	"bytes"
	"crypto/md5"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// withFiles is PocketBase alone with a collection of files.
func withFiles(t *testing.T) (core.App, *core.Collection) {
	t.Helper()
	app := hookstest.Stock(t)
	return app, hookstest.Things(t, app, &core.FileField{Name: "archivo", MaxSize: 1 << 20})
}

// storedAt is where PocketBase stores the file of a record.
func storedAt(app core.App, r *core.Record, name string) string {
	return filepath.Join(app.DataDir(), "storage", r.Collection().Id, r.Id, name)
}

// forgetMD5 in link.go leans on the notes that PocketBase keeps beside a file: JSON in a
// file of the same name and ".attrs", with the type, the original name and the MD5.
func TestPocketBaseStillKeepsNotesWithAnMD5BesideAFile(t *testing.T) {
	t.Parallel()
	app, c := withFiles(t)
	data := hookstest.PDF(2)
	r := hookstest.Thing(t, app, c, map[string]any{"archivo": hookstest.File("carta.pdf", data)})
	raw, err := os.ReadFile(storedAt(app, r, r.GetString("archivo")) + ".attrs")
	if err != nil {
		t.Fatal(err)
	}
	var notes map[string]any
	if err := json.Unmarshal(raw, &notes); err != nil {
		t.Fatal(err)
	}
	sum := md5.Sum(data)
	if notes["md5"] != base64.StdEncoding.EncodeToString(sum[:]) || notes["user.content_type"] != "application/pdf" {
		t.Errorf("notes %s", raw)
	}
	if about, is := notes["user.metadata"].(map[string]any); !is || about["original-filename"] != "carta.pdf" {
		t.Errorf("notes %s", raw)
	}
}

// linkFile and forgetMD5 in link.go lean on PocketBase reading a file whose bytes were
// replaced on the disk and whose notes tell no MD5.
func TestPocketBaseStillReadsAFileWhoseMD5IsForgotten(t *testing.T) {
	t.Parallel()
	app, c := withFiles(t)
	r := hookstest.Thing(t, app, c, map[string]any{"archivo": hookstest.File("carta.pdf", hookstest.PDF(1))})
	path, whole := storedAt(app, r, r.GetString("archivo")), hookstest.PDFOfSize(3, 1<<16)
	notes := `{"user.content_type":"application/pdf","user.metadata":{"original-filename":"carta.pdf"},"md5":null}`
	err := errors.Join(os.WriteFile(path+".entero", whole, 0o600),
		os.Rename(path+".entero", path), os.WriteFile(path+".attrs", []byte(notes), 0o600))
	if err != nil {
		t.Fatal(err)
	}
	fsys, err := app.NewFilesystem()
	if err != nil {
		t.Fatal(err)
	}
	defer fsys.Close()
	key := r.BaseFilesPath() + "/" + r.GetString("archivo")
	attrs, err := fsys.Attributes(key)
	if err != nil || attrs.Size != int64(len(whole)) || attrs.ContentType != "application/pdf" || len(attrs.MD5) != 0 {
		t.Errorf("%+v %v", attrs, err)
	}
	file, err := fsys.GetReader(key)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if read, err := io.ReadAll(file); err != nil || !bytes.Equal(read, whole) {
		t.Errorf("%d of %d bytes are read: %v", len(read), len(whole), err)
	}
}

// content is a reader that gives other bytes than those of the file.
type content struct{ data []byte }

// Open implements filesystem.FileReader.
func (c content) Open() (io.ReadSeekCloser, error) {
	return struct {
		io.ReadSeeker
		io.Closer
	}{bytes.NewReader(c.data), io.NopCloser(nil)}, nil
}

// linkLater in link.go leans on a file from the disk being a PathReader that names its
// path, and on PocketBase storing whatever the reader in its place gives.
func TestPocketBaseStillStoresWhatTheReaderOfAFileGives(t *testing.T) {
	t.Parallel()
	app, c := withFiles(t)
	path := filepath.Join(t.TempDir(), "carta.pdf")
	if err := os.WriteFile(path, hookstest.PDFOfSize(1, 1<<16), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := filesystem.NewFileFromPath(path)
	if err != nil {
		t.Fatal(err)
	}
	if from, is := file.Reader.(*filesystem.PathReader); !is || from.Path != path {
		t.Fatalf("the reader is %#v", file.Reader)
	}
	beginning := hookstest.PDF(1)
	file.Reader, file.Name = content{beginning}, "documento.pdf"
	r := hookstest.Thing(t, app, c, map[string]any{"archivo": file})
	if stored, err := os.ReadFile(storedAt(app, r, "documento.pdf")); err != nil || !bytes.Equal(stored, beginning) {
		t.Errorf("%d bytes are stored: %v", len(stored), err)
	}
}

// syncBeforeInsert in sync.go runs at 100 and leans on PocketBase writing the files of a
// record at 99 and its row after that; what the rule refuses takes the files away again.
func TestPocketBaseStillWritesFilesAt99AndTheRowAfterThem(t *testing.T) {
	t.Parallel()
	app, c := withFiles(t)
	refused := errors.New("refused")
	var seen []string
	look := func(priority int) {
		app.OnRecordCreateExecute("cosas").Bind(&hook.Handler[*core.RecordEvent]{Priority: priority, Func: func(e *core.RecordEvent) error {
			files, _ := filepath.Glob(storedAt(app, e.Record, "*.pdf"))
			rows, err := app.CountRecords("cosas")
			seen = append(seen, strings.Repeat("f", len(files))+strings.Repeat("r", int(rows)))
			return errors.Join(err, e.Next())
		}})
	}
	look(98)
	look(100)
	first := hookstest.Thing(t, app, c, map[string]any{"archivo": hookstest.File("a.pdf", hookstest.PDF(1))})
	if !slices.Equal(seen, []string{"", "f"}) {
		t.Errorf("at 98 and 100 there are %q (f for a file, r for a row)", seen)
	}
	app.OnRecordCreateExecute("cosas").Bind(&hook.Handler[*core.RecordEvent]{
		Priority: 100, Func: func(*core.RecordEvent) error { return refused },
	})
	r := core.NewRecord(c)
	r.Set("archivo", hookstest.File("b.pdf", hookstest.PDF(1)))
	if err := app.Save(r); !errors.Is(err, refused) {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(app.DataDir(), "storage", c.Id, "*", "*"))
	if err != nil || slices.ContainsFunc(left, func(name string) bool { return filepath.Base(filepath.Dir(name)) != first.Id }) {
		t.Errorf("a refused record left %v (%v)", left, err)
	}
}

// Admit in admit.go gives a file another original name than the person's, because of
// this fault: PocketBase cuts the name after 255 bytes, and when that cuts a letter in
// two the file is not stored. When this test fails, Admit may keep the name.
func TestPocketBaseStillFailsOnANameCutWithinALetter(t *testing.T) {
	t.Parallel()
	app, c := withFiles(t)
	for name, fails := range map[string]bool{
		strings.Repeat("a", 300) + ".pdf": false, "a" + strings.Repeat("ñ", 200) + ".pdf": false, strings.Repeat("ñ", 200) + ".pdf": true,
	} {
		file := hookstest.File("carta.pdf", hookstest.PDF(1))
		file.OriginalName = name
		r := core.NewRecord(c)
		r.Set("archivo", file)
		if err := app.Save(r); (err != nil) != fails {
			t.Errorf("a name of %d bytes: %v", len(name), err)
		}
	}
}
