package correo

import (
	"strings"
	"time"
	"unicode/utf8"

	"mesadepartes/hooks/plazos"
)

// Event is a day for the citizen's own calendar.
type Event struct {
	UID                       string // the same for the same term, so that a second import replaces the first
	Stamp                     time.Time
	Day                       time.Time // any instant of that day in Lima
	Organizer                 string    // an address, which a published event names (RFC 5546, 3.2.1)
	Summary, Description, URL string
}

// ICS writes the event as a calendar of RFC 5545. It is a whole day without a
// zone: the legal date stays the same in every country and needs no VTIMEZONE.
// It reminds at nine in the morning of the day before and of the day itself.
func (v Event) ICS() []byte {
	var b strings.Builder
	line := func(s string) { fold(&b, s) }
	day := plazos.Date(v.Day)
	line("BEGIN:VCALENDAR")
	line("VERSION:2.0")
	line("PRODID:-//Mesa de Partes Digital//ES")
	line("CALSCALE:GREGORIAN")
	line("METHOD:PUBLISH")
	line("BEGIN:VEVENT")
	line("UID:" + v.UID)
	line("DTSTAMP:" + v.Stamp.UTC().Format("20060102T150405Z"))
	line("DTSTART;VALUE=DATE:" + day.Format("20060102"))
	line("DTEND;VALUE=DATE:" + day.AddDate(0, 0, 1).Format("20060102"))
	if v.Organizer != "" {
		line("ORGANIZER:mailto:" + v.Organizer)
	}
	line("SUMMARY:" + escape(v.Summary))
	line("DESCRIPTION:" + escape(v.Description))
	line("URL:" + v.URL)
	line("TRANSP:TRANSPARENT") // a deadline keeps nobody busy
	for _, trigger := range []string{"-PT15H", "PT9H"} {
		line("BEGIN:VALARM")
		line("ACTION:DISPLAY")
		line("DESCRIPTION:" + escape(v.Summary))
		line("TRIGGER:" + trigger)
		line("END:VALARM")
	}
	line("END:VEVENT")
	line("END:VCALENDAR")
	return []byte(b.String())
}

// escape writes a text value (section 3.3.11).
func escape(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`).Replace(s)
}

// fold writes a line in pieces of at most 75 octets that cut no character
// (section 3.1); a piece that goes on begins with a space, which counts.
func fold(b *strings.Builder, s string) {
	for room := 75; len(s) > room; room = 74 {
		cut := room
		for !utf8.RuneStart(s[cut]) {
			cut--
		}
		b.WriteString(s[:cut] + "\r\n ")
		s = s[cut:]
	}
	b.WriteString(s + "\r\n")
}
