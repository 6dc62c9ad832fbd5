package respaldo

import (
	"context"
	"fmt"
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
// The newest copy always stays. While a copy can't be read nobody knows what it names: then no
// object is removed.
func Prune(ctx context.Context, data string, l Lugar) (gone int, err error) {
	d, release, err := open(ctx, data, l)
	if err != nil {
		return 0, err
	}
	defer release()
	all, broken, err := d.copies(ctx)
	if err != nil {
		return 0, err
	}
	keep := kept(all)
	used := map[string]bool{}
	for _, c := range all {
		if !keep[c] {
			if err := d.remove(ctx, copyName(c.Nombre())); err != nil {
				return gone, err
			}
			gone++
			continue
		}
		for sum := range c.needs() {
			used[sum] = true
		}
	}
	if gone == 0 || len(broken) > 0 {
		return gone, nil
	}
	return gone, d.collect(ctx, used)
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

// underWay is how young an object of a store may be to stay: another machine may be making the
// copy that names it. A folder has one writer at a time.
const underWay = 48 * time.Hour

// collect removes the objects that are not used.
func (d *destino) collect(ctx context.Context, used map[string]bool) error {
	here, err := d.list(ctx, objects)
	if err != nil {
		return err
	}
	for sum, o := range here {
		if used[sum] || len(sum) != sumLength || d.late && time.Since(o.at) < underWay {
			continue
		}
		if err := d.remove(ctx, objectName(sum)); err != nil {
			return err
		}
	}
	return nil
}
