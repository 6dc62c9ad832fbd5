package libro

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"mesadepartes/hooks/disco"
)

// carpeta is the book on local disk. PocketBase's own file system is not used here:
// PocketBase neither syncs what it writes nor refuses to write over a file.
type carpeta struct{ dir string }

func (c carpeta) path(epoca, n int) string {
	return filepath.Join(c.dir, filepath.FromSlash(Key(epoca, n)))
}

func (c carpeta) write(entries []*asiento) error {
	files := make([]*os.File, 0, len(entries))
	defer func() {
		for _, f := range files {
			_ = f.Close()
		}
	}()
	folders := map[string]bool{}
	for _, a := range entries {
		f, err := c.create(a)
		if f != nil {
			files = append(files, f)
		}
		if err != nil {
			return errors.Join(err, c.withdraw(files))
		}
		folders[filepath.Dir(f.Name())] = true
	}
	if err := syncAll(files, folders); err != nil {
		return errors.Join(err, c.withdraw(files))
	}
	return nil
}

// create writes the file of an entry where none is.
func (c carpeta) create(a *asiento) (*os.File, error) {
	data, err := json.Marshal(a)
	if err != nil {
		return nil, err
	}
	name := c.path(a.p.Epoca, a.p.Asiento)
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeFolders(c.dir, filepath.Dir(name)); err != nil {
			return nil, err
		}
		f, err = os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	}
	if errors.Is(err, fs.ErrExist) {
		return nil, errTaken
	}
	if err != nil {
		return nil, err
	}
	_, err = f.Write(data)
	return f, err
}

// withdraw takes back the files of a write that failed: no commit has named them.
func (c carpeta) withdraw(files []*os.File) error {
	var errs []error
	for _, f := range files {
		errs = append(errs, f.Close(), os.Remove(f.Name()))
	}
	return errors.Join(errs...)
}

// syncAll brings new files and their folders to stable storage, at the same time,
// because the disk flushes once for several.
func syncAll(files []*os.File, folders map[string]bool) error {
	var all []func() error
	for _, f := range files {
		all = append(all, f.Sync)
	}
	for folder := range folders {
		all = append(all, func() error { return disco.Sync(folder) })
	}
	errs := make([]error, len(all))
	var wg sync.WaitGroup
	turns := make(chan struct{}, 16)
	for i, bring := range all {
		turns <- struct{}{}
		wg.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					errs[i] = fmt.Errorf("panic while syncing: %v", p)
				}
				<-turns
			}()
			errs[i] = bring()
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// makeFolders makes name and every folder above it down from root durable.
func makeFolders(root, name string) error {
	if err := os.MkdirAll(name, 0o700); err != nil {
		return err
	}
	for dir := filepath.Dir(name); ; dir = filepath.Dir(dir) {
		if err := disco.Sync(dir); err != nil || len(dir) <= len(root) {
			return err
		}
	}
}

func (c carpeta) read(epoca, n int) ([]byte, error) { return os.ReadFile(c.path(epoca, n)) }

func (c carpeta) last(epoca, _ int) (int, error) {
	root := filepath.Join(c.dir, Folder, fmt.Sprintf("%03d", epoca))
	for {
		shelf, err := highest(root)
		if err != nil || shelf == "" {
			return 0, err
		}
		name, err := highest(filepath.Join(root, shelf))
		if err != nil {
			return 0, err
		}
		if name != "" {
			return strconv.Atoi(strings.TrimLeft(strings.TrimSuffix(name, ".json"), "0"))
		}
		if err := os.Remove(filepath.Join(root, shelf)); err != nil { // left empty by a crash
			return 0, err
		}
	}
}

// highest is the last name of a folder that begins with a digit; names are padded.
func highest(dir string) (string, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	for i := len(entries) - 1; i >= 0; i-- {
		if name := entries[i].Name(); name[0] >= '0' && name[0] <= '9' && !strings.HasSuffix(name, ".nuevo") {
			return name, nil
		}
	}
	return "", nil
}

func (c carpeta) replace(a *asiento) error {
	data, err := json.Marshal(a)
	if err != nil {
		return err
	}
	return disco.Replace(c.path(a.p.Epoca, a.p.Asiento), data, disco.PrivateFile)
}
