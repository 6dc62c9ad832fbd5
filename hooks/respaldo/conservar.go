package respaldo

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"mesadepartes/hooks/plazos"
)

// All copies of the last day before the newest stay; after it so many days, weeks and months
// keep one each.
const (
	keepAll    = 24 * time.Hour
	keepDays   = 7
	keepWeeks  = 4
	keepMonths = 12
)

// Prune removes the copies that no plan keeps, and the objects that no copy names any more.
// The newest copy always stays.
func Prune(data, dest string) (gone int, err error) {
	d, release, err := open(data, dest)
	if err != nil {
		return 0, err
	}
	defer release()
	all, err := d.copies()
	if err != nil {
		return 0, err
	}
	keep := kept(all)
	used := map[string]bool{}
	for _, c := range all {
		if !keep[c] {
			if err := os.Remove(d.copyPath(c.Nombre())); err != nil {
				return gone, err
			}
			gone++
			continue
		}
		used[c.Base.SHA256] = true
		for _, f := range c.Archivo {
			used[f.SHA256] = true
		}
	}
	if gone == 0 {
		return 0, nil
	}
	return gone, d.collect(used)
}

// kept are the copies that the plan keeps: those of the last day, and the newest of each of the
// last days, weeks and months that have one. all has the newest first.
func kept(all []*Copia) map[*Copia]bool {
	keep := map[*Copia]bool{}
	for _, c := range all {
		keep[c] = all[0].Hecha.Sub(c.Hecha) < keepAll
	}
	for _, plan := range []struct {
		most int
		name func(time.Time) string
	}{
		{keepDays, func(t time.Time) string { return t.Format(time.DateOnly) }},
		{keepWeeks, func(t time.Time) string { y, w := t.ISOWeek(); return fmt.Sprint(y, "-", w) }},
		{keepMonths, func(t time.Time) string { return t.Format("2006-01") }},
	} {
		seen := map[string]bool{}
		for _, c := range all {
			name := plan.name(c.Hecha.In(plazos.Lima))
			if !seen[name] && len(seen) < plan.most {
				seen[name], keep[c] = true, true
			}
		}
	}
	return keep
}

// collect removes the objects that are not used.
func (d destino) collect(used map[string]bool) error {
	return filepath.WalkDir(filepath.Join(d.dir, "objetos"), func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || used[e.Name()] {
			return ignoreAbsent(err)
		}
		return os.Remove(path)
	})
}
