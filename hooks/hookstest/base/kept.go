package base

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"
)

// Root is the folder of the module, wherever in it a package's tests run.
var Root = sync.OnceValue(func() string {
	dir, err := os.Getwd()
	for err == nil {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			break
		}
		dir = filepath.Dir(dir)
	}
	panic("no go.mod in this folder or above it")
})

// unused is how long a kept base stays after its last use.
const unused = 7 * 24 * time.Hour

// kept is a folder that build fills. It is kept from one run of the tests to the next
// under the hash of all that it is made from, so that a change of a migration makes
// another. Two binaries that make it at once both succeed: the later one's goes.
func kept(build func(dir string) error) (string, error) {
	key, err := sources()
	if err != nil {
		return "", err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	all := filepath.Join(cache, "mesadepartes-tests")
	dir := filepath.Join(all, key)
	if os.Chtimes(dir, time.Time{}, time.Now()) == nil {
		return dir, nil
	}
	if err := os.MkdirAll(all, 0o700); err != nil {
		return "", err
	}
	removeUnused(all)
	made, err := os.MkdirTemp(all, "making-*")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(made)
	if err := build(made); err != nil {
		return "", err
	}
	if err := os.Rename(made, dir); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", err
	}
	return dir, nil
}

// sources is the hash of what a base is made from: the migrations, which import nothing
// of the house, this package, how the base is opened, and the versions of all modules.
func sources() (string, error) {
	h := sha256.New()
	fmt.Fprintln(h, runtime.Version())
	for _, place := range []string{"go.mod", "go.sum", "pb_migrations", "hooks/hookstest/base", "hooks/servidor/database.go"} {
		err := filepath.WalkDir(filepath.Join(Root(), place), func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(name, "_test.go") {
				return err
			}
			f, err := os.Open(name)
			if err != nil {
				return err
			}
			defer f.Close()
			fmt.Fprintln(h, strings.TrimPrefix(name, Root()))
			_, err = io.Copy(h, f)
			return err
		})
		if err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("%x", h.Sum(nil)[:12]), nil
}

// removeUnused removes the bases of sources that nobody has tested for a week.
func removeUnused(all string) {
	entries, _ := os.ReadDir(all)
	for _, e := range entries {
		if info, err := e.Info(); err == nil && time.Since(info.ModTime()) > unused {
			_ = os.RemoveAll(filepath.Join(all, e.Name()))
		}
	}
}
