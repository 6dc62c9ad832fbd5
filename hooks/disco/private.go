package disco

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// What only its owner reads.
const (
	PrivateFolder fs.FileMode = 0o700
	PrivateFile   fs.FileMode = 0o600
)

// MakePrivate takes from everybody but the owner what is open to them in dir, and
// tells how many files and folders it changed: dir and what lies directly in it or,
// when deep, all below. What it can't change it leaves, and returns the first error.
// Windows has no such modes: there the folder's own rights count. Links are not
// followed.
func MakePrivate(ctx context.Context, dir string, deep bool) (changed int, err error) {
	if runtime.GOOS == "windows" {
		return 0, nil
	}
	walked := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, walkErr error) error {
		if ctx.Err() != nil {
			return fs.SkipAll
		}
		if walkErr != nil {
			err = firstOf(err, unlessGone(walkErr))
			return nil // the others still count
		}
		ok, fixErr := fix(path, entry)
		if ok {
			changed++
		}
		err = firstOf(err, fixErr)
		if !deep && entry.IsDir() && path != dir {
			return filepath.SkipDir
		}
		return nil
	})
	return changed, firstOf(err, walked)
}

// fix tells whether it had to change the mode of one file or folder. A file that is
// gone by then needs none.
func fix(path string, entry fs.DirEntry) (bool, error) {
	if !entry.IsDir() && !entry.Type().IsRegular() {
		return false, nil
	}
	info, err := entry.Info()
	if err != nil {
		return false, unlessGone(err)
	}
	if info.Mode().Perm()&0o077 == 0 {
		return false, nil
	}
	if err := os.Chmod(path, info.Mode().Perm()&PrivateFolder); err != nil {
		return false, unlessGone(err)
	}
	return true, nil
}

func unlessGone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func firstOf(a, b error) error {
	if a != nil {
		return a
	}
	return b
}
