package mesa_test

import (
	"testing"
	"time"

	"mesadepartes/hooks/mesa"
)

func TestDatesAreSaidAsInPeru(t *testing.T) {
	lima := time.FixedZone("Lima", -5*3600)
	for _, c := range []struct {
		at   time.Time
		want string
	}{
		{time.Date(2022, 4, 10, 8, 59, 41, 0, lima), "domingo 10 de abril de 2022"},
		{time.Date(2026, 9, 1, 0, 0, 0, 0, lima), "martes 1 de setiembre de 2026"},
		{time.Date(2028, 2, 29, 23, 59, 59, 0, lima), "martes 29 de febrero de 2028"},
		{time.Date(2027, 1, 1, 4, 59, 59, 0, time.UTC).In(lima), "jueves 31 de diciembre de 2026"},
		{time.Date(2027, 1, 1, 4, 59, 59, 0, time.UTC), "viernes 1 de enero de 2027"},
		{time.Date(2026, 6, 3, 0, 0, 0, 0, lima), "miércoles 3 de junio de 2026"},
		{time.Date(2026, 6, 6, 0, 0, 0, 0, lima), "sábado 6 de junio de 2026"},
	} {
		if got := mesa.DateInWords(c.at); got != c.want {
			t.Errorf("%v is said %q, want %q", c.at, got, c.want)
		}
	}
}

func TestAnInstantOfTheseDaysIsSaidWithItsHour(t *testing.T) {
	lima := time.FixedZone("Lima", -5*3600)
	if got := mesa.DayAndHour(time.Date(2026, 3, 26, 9, 5, 59, 0, lima)); got != "jueves 26 de marzo, 09:05" {
		t.Errorf("%q", got)
	}
}

func TestEveryMonthAndWeekdayHasItsOwnWord(t *testing.T) {
	seen := map[string]bool{}
	for m := time.January; m <= time.December; m++ {
		seen[mesa.CountsLater(time.Date(2026, m, 1, 0, 0, 0, 0, time.UTC), "domingo")] = true
	}
	for d := range 7 {
		seen[mesa.DateInWords(time.Date(2026, 6, 1+d, 0, 0, 0, 0, time.UTC))[:3]] = true
	}
	if len(seen) != 12+7 {
		t.Errorf("%d different words: %v", len(seen), seen)
	}
}

func TestTheReasonForALaterDateIsSaid(t *testing.T) {
	at := time.Date(2022, 4, 15, 10, 0, 0, 0, time.UTC)
	for motivo, want := range map[string]string{
		"domingo":       "el 15 de abril fue domingo",
		"sábado":        "el 15 de abril fue sábado",
		"Viernes Santo": "el 15 de abril no fue laborable (Viernes Santo)",
	} {
		if got := mesa.CountsLater(at, motivo); got != want {
			t.Errorf("%s: %q, want %q", motivo, got, want)
		}
	}
}

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

func TestBothDaysOfAFilingAreSaid(t *testing.T) {
	for _, c := range []struct {
		arrived, counts time.Time
		motivo, want    string
	}{
		{day(2022, 4, 10), day(2022, 4, 11), "domingo", "domingo 10 de abril → lunes 11 de abril de 2022"},
		{day(2026, 4, 2), day(2026, 4, 6), "Jueves Santo", "jueves 2 de abril (Jueves Santo) → lunes 6 de abril de 2026"},
		{day(2022, 12, 31), day(2023, 1, 3), "sábado", "sábado 31 de diciembre de 2022 → martes 3 de enero de 2023"},
	} {
		if got := mesa.Counted(c.arrived, c.counts, c.motivo); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestADateThatMovesIsSaidShortly(t *testing.T) {
	for _, c := range []struct {
		from, to time.Time
		want     string
	}{
		{day(2026, 6, 3), day(2026, 6, 4), "del 3 al 4 de junio de 2026"},
		{day(2026, 5, 29), day(2026, 6, 1), "del 29 de mayo al 1 de junio de 2026"},
		{day(2026, 12, 31), day(2027, 1, 4), "del 31 de diciembre de 2026 al 4 de enero de 2027"},
		{day(2026, 1, 5), day(2027, 1, 4), "del 5 de enero de 2026 al 4 de enero de 2027"},
	} {
		if got := mesa.FromTo(c.from, c.to); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
