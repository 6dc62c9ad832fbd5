package libro_test

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// copyFolder keeps the whole data folder as it is on disk; of the folders that stand
// aside four stay.
func (o *office) copyFolder() {
	to := filepath.Join(o.t.TempDir(), "datos")
	if err := linked(o.dir, to); err != nil {
		o.t.Fatal(err)
	}
	o.putAside(kept{to, maps.Clone(o.there)})
}

func (o *office) putAside(k kept) {
	if o.aside = append(o.aside, k); len(o.aside) > 4 {
		gone := o.rng.IntN(len(o.aside))
		if err := os.RemoveAll(o.aside[gone].dir); err != nil {
			o.t.Fatal(err)
		}
		o.aside = slices.Delete(o.aside, gone, gone+1)
	}
}

// linked copies a data folder. Files that nobody writes into again are linked: bases, all
// on top, and the head are.
func linked(from, to string) error {
	return filepath.WalkDir(from, func(name string, d fs.DirEntry, err error) error {
		rel, relErr := filepath.Rel(from, name)
		if err := errors.Join(err, relErr); err != nil {
			return err
		}
		switch {
		case d.IsDir():
			return os.MkdirAll(filepath.Join(to, rel), 0o700)
		case rel == d.Name() || d.Name() == "libro.cabeza":
			return copyFile(name, filepath.Join(to, rel))
		}
		return os.Link(name, filepath.Join(to, rel))
	})
}

// bringBack puts a folder that stands aside in the place of the data folder, as an
// operator does with another disk. The folder that it replaces stands aside then, and
// may come back. The head outside stays.
func (o *office) bringBack() {
	at := o.rng.IntN(len(o.aside))
	k, away := o.aside[at], filepath.Join(o.t.TempDir(), "datos")
	o.aside = slices.Delete(o.aside, at, at+1)
	if err := errors.Join(os.Rename(o.dir, away), os.Rename(k.dir, o.dir)); err != nil {
		o.t.Fatal(err)
	}
	o.t.Logf("after %d a folder with %d, of %d acknowledged", o.last, len(k.had), len(o.acked))
	o.putAside(kept{away, o.there})
	o.there = k.had
	o.swaps++
	if len(o.there) < len(o.acked) {
		o.shut++
		o.waits()
	}
	o.recover()
	o.goesOn()
}

// waits proves that a folder gives no number while it lacks others, and that `recuperar`
// does not pass over them unless it is told to.
func (o *office) waits() {
	for _, c := range []struct {
		what string
		code int
	}{{"one", endWaits}, {"recover", endDamaged}, {"one", endWaits}} {
		if e := o.run(c.what, o.patience()); e.killed || e.code != c.code {
			o.t.Errorf("%s ended with %+v where numbers are missing, want %d", c.what, e, c.code)
		}
	}
}

// goesOn proves that the folder files.
func (o *office) goesOn() {
	before := len(o.acked)
	if e := o.run("one", time.Minute+o.patience()); e.killed || e.code != 0 || len(o.acked) != before+1 {
		o.t.Errorf("no filing after `recuperar`: %+v", e)
	}
}

// foreign tells that a base is of another folder, which had gone on past a number that
// this one gave. What the two did apart stays apart.
func (o *office) foreign(k kept) bool {
	latest := 0
	for numero := range k.had {
		latest = max(latest, ordinal(numero))
	}
	for numero := range o.there {
		if !k.had[numero] && ordinal(numero) < latest {
			return true
		}
	}
	return false
}
