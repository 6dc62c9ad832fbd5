package libro

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
)

// cubo is the book in an S3 bucket. A bucket acknowledges only what it keeps, but may
// list late: a file is looked for under its own name beyond what the list shows.
type cubo struct{ app core.App }

func (c cubo) with(fn func(*filesystem.System) error) error {
	fsys, err := c.app.NewFilesystem()
	if err != nil {
		return err
	}
	defer fsys.Close()
	return fn(fsys)
}

func (c cubo) write(entries []*asiento) error {
	return c.with(func(fsys *filesystem.System) error {
		for _, a := range entries {
			k := Key(a.p.Epoca, a.p.Asiento)
			taken, err := fsys.Exists(k)
			if err != nil {
				return err
			}
			if taken {
				return errTaken
			}
			if err := upload(fsys, k, a); err != nil {
				return err
			}
		}
		return nil
	})
}

func upload(fsys *filesystem.System, k string, a *asiento) error {
	data, err := json.Marshal(a)
	if err != nil {
		return err
	}
	return fsys.Upload(data, k)
}

func (c cubo) read(epoca, n int) (data []byte, err error) {
	err = c.with(func(fsys *filesystem.System) error {
		r, err := fsys.GetReader(Key(epoca, n))
		if errors.Is(err, filesystem.ErrNotFound) {
			return fmt.Errorf("%w: %w", fs.ErrNotExist, err)
		}
		if err != nil {
			return err
		}
		defer r.Close()
		data, err = io.ReadAll(r)
		return err
	})
	return data, err
}

func (c cubo) last(epoca, from int) (n int, err error) {
	n = from
	err = c.with(func(fsys *filesystem.System) error {
		for shelf := from; ; shelf += 1000 {
			listed, err := fsys.List(shelfOf(epoca, shelf))
			if err != nil {
				return err
			}
			for _, object := range listed {
				if found, err := strconv.Atoi(strings.TrimSuffix(path.Base(object.Key), ".json")); err == nil {
					n = max(n, found)
				}
			}
			if len(listed) == 0 {
				break
			}
		}
		for {
			there, err := fsys.Exists(Key(epoca, n+1))
			if err != nil || !there {
				return err
			}
			n++
		}
	})
	if n == from && n > 0 { // from is only said to be reached
		if _, err := c.read(epoca, n); errors.Is(err, fs.ErrNotExist) {
			return 0, nil
		}
	}
	return n, err
}

func (c cubo) replace(a *asiento) error {
	return c.with(func(fsys *filesystem.System) error { return upload(fsys, Key(a.p.Epoca, a.p.Asiento), a) })
}
