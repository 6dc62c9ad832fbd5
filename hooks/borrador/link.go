package borrador

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
)

// A received file lies already whole on the same disk. PocketBase would copy it and
// hash it with MD5, which takes a third of all the time that an upload needs. So on
// local storage PocketBase is given the first bytes alone, which tell the type, and
// then the whole file takes their place as a second link.

// linkKey carries the file from the rule to linkFile; it is no column.
const linkKey = "@enlace"

type link struct {
	path string // as received
	file *filesystem.File
}

// linkLater makes PocketBase store only the beginning of a file on disk.
func linkLater(r *core.Record, file *filesystem.File) {
	if whole, ok := file.Reader.(*filesystem.PathReader); ok {
		r.SetRaw(linkKey, link{whole.Path, file})
		file.Reader = beginning{whole}
	}
}

// beginning reads the first bytes of a file, enough to know its type.
type beginning struct{ whole filesystem.FileReader }

// Open implements filesystem.FileReader.
func (b beginning) Open() (io.ReadSeekCloser, error) {
	f, err := b.whole.Open()
	if err != nil {
		return nil, err
	}
	return struct {
		io.ReadSeeker
		io.Closer
	}{io.NewSectionReader(f.(*os.File), 0, 4<<10), f}, nil
}

// linkFile puts the whole file where PocketBase wrote its beginning.
func linkFile(app core.App, r *core.Record) error {
	l, ok := r.GetRaw(linkKey).(link)
	if !ok {
		return nil
	}
	r.SetRaw(linkKey, nil)
	name := filepath.Join(app.DataDir(), core.LocalStorageDirName, filepath.FromSlash(r.BaseFilesPath()), l.file.Name)
	if err := forgetMD5(name + ".attrs"); err != nil {
		return err
	}
	next := name + ".entero"
	if err := os.Link(l.path, next); err != nil { // another disk
		if err := copyFile(l.path, next); err != nil {
			return err
		}
	}
	return os.Rename(next, name)
}

// forgetMD5 takes the hash of the beginning out of PocketBase's notes beside the file.
// PocketBase reads a file without a hash too.
func forgetMD5(name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	var notes map[string]any
	if err := json.Unmarshal(data, &notes); err != nil {
		return err
	}
	notes["md5"] = nil
	if data, err = json.Marshal(notes); err != nil {
		return err
	}
	return os.WriteFile(name, data, 0o600)
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
