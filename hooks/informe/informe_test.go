package informe_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"mesadepartes/hooks/informe"
	"mesadepartes/hooks/plazos"
)

func day(s string) informe.Dia {
	t, err := time.ParseInLocation("2006-01-02", s, plazos.Lima)
	if err != nil {
		panic(err)
	}
	return informe.DiaDe(t)
}

func TestADayIsThatOfLima(t *testing.T) {
	t.Parallel()
	for stored, want := range map[string]string{
		"2026-03-25 04:59:59.999Z": "2026-03-24", "2026-03-25 05:00:00.000Z": "2026-03-25", "2024-02-29 12:00:00.000Z": "2024-02-29",
		"1969-01-01 12:00:00.000Z": "1969-01-01",
	} {
		d := informe.Leer(stored)
		if d != day(want) || d.Fecha().Format("2006-01-02 15:04") != want+" 00:00" {
			t.Errorf("%s is %s", stored, d.Fecha())
		}
	}
	for _, none := range []string{"", "2026", "2026-13-40 00:00:00.000Z", "nada de esto es fecha"} {
		if d := informe.Leer(none); d != 0 {
			t.Errorf("%q is %v", none, d)
		}
	}
	if informe.DiaDe(time.Time{}) != 0 {
		t.Error("no instant has a day")
	}
}

// The quick count says what the calendar says, holidays and declared days too.
func TestWorkingDaysAreThoseOfTheCalendar(t *testing.T) {
	t.Parallel()
	cal := plazos.New([]plazos.DiaNoLaborable{
		{Fecha: day("2026-04-06").Fecha(), Nombre: "aniversario"}, {Fecha: day("2026-04-08").Fecha(), MedioDia: true},
	})
	from, to := day("2026-01-01"), day("2026-12-31")
	quick := informe.NewHabiles(cal, from, to)
	for range 3000 {
		a, b := from+informe.Dia(rand.IntN(364)), from+informe.Dia(rand.IntN(364))
		if got, want := quick.Between(a, b), cal.Between(a.Fecha(), b.Fecha()); got != want {
			t.Fatalf("%s to %s: %d, the calendar says %d", a.Fecha(), b.Fecha(), got, want)
		}
	}
	if n := quick.Between(from-1000, from-10); n != 0 {
		t.Errorf("outside: %d", n)
	}
	if n := informe.NewHabiles(cal, to, from).Between(from, to); n != 0 {
		t.Errorf("an empty span: %d", n)
	}
}

func TestMediansAndNinetiethPercentiles(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		days   []int
		median float64
		p90    int
	}{
		{nil, 0, 0},
		{[]int{4}, 4, 4},
		{[]int{0, 0, 0, 30}, 0, 30},
		{[]int{1, 2}, 1.5, 2},
		{[]int{9, 1, 5}, 5, 9},
		{[]int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 5.5, 9},
		{[]int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 6, 10},
	} {
		var d informe.Duraciones
		for _, n := range c.days {
			d.Add(n)
		}
		if d.Median() != c.median || d.P90() != c.p90 || d.N() != len(c.days) {
			t.Errorf("%v: median %v, p90 %v, n %d", c.days, d.Median(), d.P90(), d.N())
		}
	}
	var d informe.Duraciones
	var plain []int
	for range 999 {
		n := rand.IntN(40)
		d.Add(n)
		plain = append(plain, n)
	}
	slices.Sort(plain)
	if d.Median() != float64(plain[499]) || d.P90() != plain[899] {
		t.Errorf("of 999: %v and %v, want %v and %v", d.Median(), d.P90(), plain[499], plain[899])
	}
}

func TestTermsOfTheLaw(t *testing.T) {
	t.Parallel()
	came, due, today := day("2026-03-02"), day("2026-03-20"), day("2026-03-24")
	for _, c := range []struct {
		name string
		h    informe.Hecho
		want informe.Plazos
		rate int
	}{
		{"answered on the last day", informe.Hecho{Vence: due, Respondida: due}, informe.Plazos{EnPlazo: 1, Resueltas: 1}, 100},
		{"answered a day later", informe.Hecho{Vence: due, Respondida: due + 1}, informe.Plazos{Tarde: 1, Resueltas: 1}, 0},
		{"open, and over", informe.Hecho{Vence: due, Abierta: true}, informe.Plazos{Vencidas: 1, Abiertas: 1}, 0},
		{"open on its last day", informe.Hecho{Vence: today, Abierta: true}, informe.Plazos{EnCurso: 1, Abiertas: 1}, -1},
		{"observed: no term runs", informe.Hecho{Abierta: true}, informe.Plazos{SinPlazo: 1, Abiertas: 1}, -1},
		{"withdrawn", informe.Hecho{Vence: due}, informe.Plazos{Cerradas: 1}, -1},
	} {
		cuenta := informe.NewCuenta()
		c.h.Recibida = came
		cuenta.Add(c.h, today, informe.NewHabiles(plazos.New(nil), came, today))
		if cuenta.Plazos != c.want || cuenta.Plazos.Cumplidos() != c.rate {
			t.Errorf("%s: %+v, %d %%", c.name, cuenta.Plazos, cuenta.Plazos.Cumplidos())
		}
	}
	if p := (informe.Plazos{EnPlazo: 2, Tarde: 1}); p.Cumplidos() != 67 {
		t.Errorf("two of three: %d", p.Cumplidos())
	}
}

func TestTheAgeOfOpenFilings(t *testing.T) {
	t.Parallel()
	var a informe.Antiguedad
	for _, days := range []int{0, 2, 3, 5, 6, 10, 11, 400} {
		a.Add(days)
	}
	if a != (informe.Antiguedad{2, 2, 2, 2}) {
		t.Errorf("%v", a)
	}
}
