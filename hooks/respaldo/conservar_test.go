package respaldo

import (
	"testing"
	"time"
)

// A year of nightly copies leaves seven days, four weeks and twelve months; a second copy of
// a day stays for a day.
func TestThePlanKeepsDaysWeeksAndMonths(t *testing.T) {
	t.Parallel()
	newest := time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC)
	all := []*Copia{{Hecha: newest}, {Hecha: newest.Add(-time.Hour)}}
	for day := range 400 {
		all = append(all, &Copia{Hecha: newest.AddDate(0, 0, -1-day).Add(-time.Hour)})
	}
	keep, days := kept(all), map[string]bool{}
	for c, stays := range keep {
		if stays {
			days[c.Hecha.Format(time.DateTime)] = true
		}
	}
	for day, want := range map[string]bool{
		"2026-11-30 08:00:00": true, "2026-11-30 07:00:00": true, // today, both
		"2026-11-29 07:00:00": true, "2026-11-24 07:00:00": true, // the last seven days
		"2026-11-23 07:00:00": false, "2026-11-22 07:00:00": true, "2026-11-15 07:00:00": true, // Sundays: the last four weeks
		"2026-11-08 07:00:00": false, "2026-10-31 07:00:00": true, "2025-12-31 07:00:00": true, // ends of the last twelve months
		"2025-11-30 07:00:00": false,
	} {
		if days[day] != want {
			t.Errorf("%s: kept %v", day, !want)
		}
	}
	if len(days) > keepDays+keepWeeks+keepMonths+1 {
		t.Errorf("%d copies are kept", len(days))
	}
}

func TestAPackOfTheBookLeadsNowhereElse(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"../fuera.json", "/etc/fuera", "a/b.json", ".."} {
		if err := unpack(packed(t, name), t.TempDir()); err == nil {
			t.Errorf("%q was unpacked", name)
		}
	}
	if err := unpack(packed(t, "000000001.json"), t.TempDir()); err != nil {
		t.Error(err)
	}
}
