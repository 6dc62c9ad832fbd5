package mesa

import (
	"fmt"
	"time"

	"mesadepartes/hooks/plazos"
)

var (
	weekdays = [...]string{"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"}
	months   = [...]string{
		"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "setiembre", "octubre", "noviembre", "diciembre",
	}
)

// DateInWords writes a date as people say it: "domingo 10 de abril de 2022".
// The date is read in t's own zone.
func DateInWords(t time.Time) string {
	return fmt.Sprintf("%s %d de %s de %d", weekdays[t.Weekday()], t.Day(), months[t.Month()-1], t.Year())
}

// InLima writes the Lima day of an instant, or of a legal date, in words.
func InLima(t time.Time) string { return DateInWords(t.In(plazos.Lima)) }

// FullTime writes an instant as Lima's clock shows it: "24/03/2022 06:32:50".
func FullTime(t time.Time) string { return t.In(plazos.Lima).Format(fullTime) }

// ReadFullTime reads an instant that FullTime wrote.
func ReadFullTime(text string) (time.Time, error) {
	return time.ParseInLocation(fullTime, text, plazos.Lima)
}

const fullTime = "02/01/2006 15:04:05"

// DayAndHour writes an instant without its year, as people say one of the next
// days: "jueves 26 de marzo, 10:00". The instant is read in t's own zone.
func DayAndHour(t time.Time) string {
	return fmt.Sprintf("%s %d de %s, %s", weekdays[t.Weekday()], t.Day(), months[t.Month()-1], t.Format("15:04"))
}

// CountsLater says why a filing counts on a later day than it arrived. motivo is
// why that day doesn't work, as plazos.Calendar.Why gives it: "domingo" or a
// holiday's name.
func CountsLater(arrived time.Time, motivo string) string {
	day := fmt.Sprintf("el %d de %s", arrived.Day(), months[arrived.Month()-1])
	if motivo == "sábado" || motivo == "domingo" {
		return day + " fue " + motivo
	}
	return day + " no fue laborable (" + motivo + ")"
}

// Counted writes, for a filing that arrived on a day that doesn't work, both
// days: "domingo 10 de abril → lunes 11 de abril de 2022". motivo is as for
// CountsLater; a holiday's name is told beside its day. Dates are read in their
// own zones.
func Counted(arrived, counts time.Time, motivo string) string {
	day := fmt.Sprintf("%s %d de %s", weekdays[arrived.Weekday()], arrived.Day(), months[arrived.Month()-1])
	if arrived.Year() != counts.Year() {
		day = DateInWords(arrived)
	}
	if motivo != "" && motivo != weekdays[arrived.Weekday()] {
		day += " (" + motivo + ")"
	}
	return day + " → " + DateInWords(counts)
}

// FromTo writes two dates, the month and the year once when both share them: "del 3
// al 4 de junio de 2026", "del 31 de mayo al 1 de junio de 2026".
func FromTo(from, to time.Time) string {
	first := fmt.Sprint(from.Day())
	if from.Month() != to.Month() || from.Year() != to.Year() {
		first += " de " + months[from.Month()-1]
	}
	if from.Year() != to.Year() {
		first += fmt.Sprintf(" de %d", from.Year())
	}
	return fmt.Sprintf("del %s al %d de %s de %d", first, to.Day(), months[to.Month()-1], to.Year())
}
