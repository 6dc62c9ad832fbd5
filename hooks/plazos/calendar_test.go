package plazos

import (
	"sync"
	"testing"
	"time"
)

func TestWhySaysTheReason(t *testing.T) {
	c := laLibertad(t)
	for date, want := range map[string]string{
		"2022-04-09": "sábado",
		"2022-04-10": "domingo",
		"2022-04-11": "",
		"2022-04-14": "Jueves Santo",
		"2022-04-15": "Viernes Santo",
		"2022-05-01": "domingo", // also Día del Trabajo
		"2023-06-07": "",
		"2024-06-07": "Batalla de Arica y Día de la Bandera",
		"2024-07-23": "Día de la Fuerza Aérea del Perú (Cap. FAP José A. Quiñones)",
		"2026-01-01": "Año Nuevo",
		"2026-01-02": "Día no laborable compensable",
		"2027-01-02": "sábado",
		"2026-06-04": "", // half day: it works
		"2026-07-27": "Día no laborable compensable",
		"2026-07-28": "Fiestas Patrias",
		"2026-07-29": "Fiestas Patrias",
		"2027-07-27": "", // declared for 2026 only
	} {
		if got := c.Why(day(t, date)); got != want {
			t.Errorf("Why(%s) = %q, want %q", date, got, want)
		}
	}
}

func TestADeclaredDayWithoutANameStillHasAReason(t *testing.T) {
	c := New([]DiaNoLaborable{{Fecha: day(t, "2026-05-05")}})
	if got := c.Why(day(t, "2026-05-05")); got != "día no laborable" {
		t.Errorf("Why = %q", got)
	}
}

func TestTheNationalHolidayKeepsItsName(t *testing.T) {
	c := New([]DiaNoLaborable{{Fecha: day(t, "2026-07-28"), Nombre: "Aniversario de la provincia"}})
	if got := c.Why(day(t, "2026-07-28")); got != "Fiestas Patrias" {
		t.Errorf("Why = %q", got)
	}
}

func TestHalfDayWorksButEndsNoTerm(t *testing.T) {
	c, corpus := laLibertad(t), day(t, "2026-06-04")
	if !c.IsWorking(corpus) {
		t.Error("a half day must count inside a term")
	}
	if c.EndsTerm(corpus) {
		t.Error("no term may end on a half day")
	}
	if !New(nil).EndsTerm(corpus) {
		t.Error("it is an ordinary Thursday for the rest of the country")
	}
}

func TestWholeDayWinsOverHalfDay(t *testing.T) {
	date := day(t, "2026-05-05")
	both := []DiaNoLaborable{{Fecha: date, MedioDia: true}, {Fecha: date, Nombre: "Paro"}}
	if c := New(both); c.IsWorking(date) || c.EndsTerm(date) || c.Why(date) != "Paro" {
		t.Error("a day declared both ways doesn't work")
	}
}

func TestDeclaredDaysAreReadInLima(t *testing.T) {
	stored := time.Date(2026, time.May, 5, 5, 0, 0, 0, time.UTC)
	c := New([]DiaNoLaborable{{Fecha: stored}, {Fecha: stored.AddDate(0, 0, 1), MedioDia: true}})
	for date, want := range map[string][2]bool{
		"2026-05-04": {true, true},
		"2026-05-05": {false, false},
		"2026-05-06": {true, false},
		"2026-05-07": {true, true},
	} {
		d := day(t, date)
		if got := [2]bool{c.IsWorking(d), c.EndsTerm(d)}; got != want {
			t.Errorf("%s: works, ends = %v, want %v", date, got, want)
		}
	}
}

func TestAnyInstantOfTheDayAnswersForIt(t *testing.T) {
	c := New(nil)
	for in, want := range map[string]bool{
		"2026-03-09T04:59:59Z": false, // Sunday night in Lima
		"2026-03-09T05:00:00Z": true,  // Monday
		"2026-03-14T04:59:59Z": true,  // Friday night
		"2026-03-14T05:00:00Z": false, // Saturday
	} {
		if got := c.IsWorking(instant(t, in)); got != want {
			t.Errorf("IsWorking(%s) = %v", in, got)
		}
	}
}

func TestNextIsNeverTheSameDay(t *testing.T) {
	c := laLibertad(t)
	for from, want := range map[string]string{
		"2026-03-09": "2026-03-10",
		"2026-04-01": "2026-04-06", // over Holy Week
		"2025-12-31": "2026-01-05", // New Year, its bridge and the weekend
		"2026-07-24": "2026-07-30", // weekend, declared Monday, 28 and 29 July
		"2026-06-03": "2026-06-04", // a half day works
	} {
		sameDay(t, "Next("+from+")", c.Next(day(t, from)), day(t, want))
	}
}

func TestBetween(t *testing.T) {
	c := laLibertad(t)
	for _, tt := range []struct {
		from, to string
		want     int
	}{
		{"2026-03-09", "2026-03-09", 0},
		{"2026-03-10", "2026-03-09", 0},
		{"2026-03-09", "2026-03-10", 1},
		{"2026-03-06", "2026-03-08", 0}, // Friday to Sunday
		{"2026-03-06", "2026-03-09", 1},
		{"2026-04-01", "2026-04-06", 1}, // Holy Week
		{"2026-06-03", "2026-06-05", 2}, // the half day counts
		{"2026-07-24", "2026-07-30", 1},
		{"2025-12-30", "2026-01-05", 2},
	} {
		if got := c.Between(day(t, tt.from), day(t, tt.to)); got != tt.want {
			t.Errorf("Between(%s, %s) = %d, want %d", tt.from, tt.to, got, tt.want)
		}
	}
}

func TestBetweenCountsDatesNotHours(t *testing.T) {
	c := New(nil)
	late, early := instant(t, "2026-03-10T04:59:59Z"), instant(t, "2026-03-10T05:00:00Z")
	if got := c.Between(late, early); got != 1 {
		t.Errorf("one second over midnight is %d days, want 1", got)
	}
	if got := c.Between(early, instant(t, "2026-03-11T04:59:59Z")); got != 0 {
		t.Errorf("the same day is %d days, want 0", got)
	}
}

func TestTheCalendarIsItsOwn(t *testing.T) {
	date := day(t, "2026-05-05")
	declared := []DiaNoLaborable{{Fecha: date}}
	c := New(declared)
	declared[0].Fecha = addDays(date, 1)
	if c.IsWorking(date) || !c.IsWorking(addDays(date, 1)) {
		t.Error("changing the slice changed the calendar")
	}
	if !New(nil).IsWorking(date) {
		t.Error("one office's day reached another's")
	}
}

// Under -race this proves that goroutines may share a Calendar.
func TestManyMayShareACalendar(t *testing.T) {
	c, from := laLibertad(t), day(t, "2026-06-01")
	want := c.Due(from, 30, Habiles)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			if got := New(nil).Between(from, want); got < 30 {
				t.Errorf("Between = %d", got)
			}
			if got := c.Due(from, 30, Habiles); !got.Equal(want) {
				t.Errorf("Due = %s, want %s", got, want)
			}
		})
	}
	wg.Wait()
}
