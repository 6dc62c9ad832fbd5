package plazos

import (
	"testing"
	"time"
)

func instant(t *testing.T, s string) time.Time {
	t.Helper()
	i, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func TestDateChangesAtFiveUTC(t *testing.T) {
	for in, want := range map[string]string{
		"2026-03-10T04:59:59Z":           "2026-03-09",
		"2026-03-10T04:59:59.999999999Z": "2026-03-09",
		"2026-03-10T05:00:00Z":           "2026-03-10",
		"2026-03-11T04:59:59Z":           "2026-03-10",
		"2026-01-01T04:59:59Z":           "2025-12-31", // the year too
		"2026-01-01T05:00:00Z":           "2026-01-01",
		"2026-03-10T00:30:00+09:00":      "2026-03-09", // whatever zone it comes in
	} {
		sameDay(t, "Date("+in+")", Date(instant(t, in)), day(t, want))
	}
}

func TestDateIsStoredAsFiveUTC(t *testing.T) {
	got := Date(instant(t, "2022-03-24T11:32:50Z")).UTC().Format(time.RFC3339)
	if want := "2022-03-24T05:00:00Z"; got != want {
		t.Errorf("stored as %s, want %s", got, want)
	}
}

func TestLimaNeverChangesItsClocks(t *testing.T) {
	for d := day(t, "2000-01-01"); d.Year() < 2100; d = addDays(d, 1) {
		if _, offset := d.Zone(); offset != -5*60*60 {
			t.Fatalf("%s has offset %d", d, offset)
		}
		if d.UTC().Hour() != 5 {
			t.Fatalf("%s isn't midnight", d)
		}
	}
}

func TestEndOfDay(t *testing.T) {
	want := instant(t, "2022-04-20T04:59:59Z")
	sameDay(t, "EndOfDay of a date", EndOfDay(day(t, "2022-04-19")), want)
	sameDay(t, "EndOfDay of an instant", EndOfDay(instant(t, "2022-04-20T01:00:00Z")), want)
}

func TestExpiredOnlyAfterTheLastMoment(t *testing.T) {
	due := day(t, "2022-04-19")
	for now, want := range map[string]bool{
		"2022-04-18T12:00:00Z":           false,
		"2022-04-19T05:00:00Z":           false,
		"2022-04-20T04:59:59Z":           false,
		"2022-04-20T04:59:59.999999999Z": false, // still that day, art. 140.1
		"2022-04-20T05:00:00Z":           true,
		"2023-01-01T00:00:00Z":           true,
	} {
		for _, last := range []time.Time{due, EndOfDay(due), due.UTC()} {
			if got := Expired(last, instant(t, now)); got != want {
				t.Errorf("Expired(%s, %s) = %v, want %v", last, now, got, want)
			}
		}
	}
}
