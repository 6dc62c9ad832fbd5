package correo

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
)

var someDay = Event{
	UID: "plazo-abc@mesadepartes", Stamp: time.Date(2026, 3, 25, 1, 2, 3, 0, plazos.Lima), Day: time.Date(2026, 3, 31, 5, 0, 0, 0, time.UTC),
	Organizer: "mesa@ejemplo.pe", Summary: "Vence el plazo",
	Description: "Suba sus documentos", URL: "https://mesa.ejemplo.pe/subsanar?numero=6-2026",
}

func TestACalendarFileIsAWholeDayWithTwoReminders(t *testing.T) {
	t.Parallel()
	want := strings.Join([]string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Mesa de Partes Digital//ES", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
		"BEGIN:VEVENT", "UID:plazo-abc@mesadepartes", "DTSTAMP:20260325T060203Z",
		"DTSTART;VALUE=DATE:20260331", "DTEND;VALUE=DATE:20260401", // the end is exclusive
		"ORGANIZER:mailto:mesa@ejemplo.pe", "SUMMARY:Vence el plazo", "DESCRIPTION:Suba sus documentos",
		"URL:https://mesa.ejemplo.pe/subsanar?numero=6-2026", "TRANSP:TRANSPARENT",
		"BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Vence el plazo", "TRIGGER:-PT15H", "END:VALARM",
		"BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Vence el plazo", "TRIGGER:PT9H", "END:VALARM",
		"END:VEVENT", "END:VCALENDAR", "",
	}, "\r\n")
	if got := string(someDay.ICS()); got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestTheTextOfACalendarFileIsEscaped(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"a, b; c":          `a\, b\; c`,
		`C:\dir`:           `C:\\dir`,
		"uno\ndos":         `uno\ndos`,
		"uno\r\ndos":       `uno\ndos`,
		"uno\rdos":         `uno\ndos`,
		`ya \n escrito`:    `ya \\n escrito`,
		"x\nEND:VCALENDAR": `x\nEND:VCALENDAR`,
	} {
		e := someDay
		e.Summary = in
		if got := string(e.ICS()); !strings.Contains(got, "\r\nSUMMARY:"+want+"\r\n") {
			t.Errorf("%q is written as %q", in, got)
		}
	}
}

func TestLinesFoldAt75OctetsAndCutNoCharacter(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		strings.Repeat("a", 66), strings.Repeat("a", 67), strings.Repeat("a", 68), strings.Repeat("ñ", 200), strings.Repeat("aé", 100),
		strings.Repeat("😀", 90), strings.Repeat(",", 120), "",
	} {
		e := someDay
		e.Summary = text
		file := string(e.ICS())
		if !utf8.ValidString(file) {
			t.Errorf("%q: a character is cut", text)
		}
		for _, line := range strings.Split(strings.TrimSuffix(file, "\r\n"), "\r\n") {
			if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
				t.Errorf("line of %d octets: %q", len(line), line)
			}
		}
		unfolded := strings.ReplaceAll(file, "\r\n ", "")
		if !strings.Contains(unfolded, "\r\nSUMMARY:"+escape(text)+"\r\n") {
			t.Errorf("%q does not come back: %q", text, unfolded)
		}
	}
}

func TestAMailRenderedAnewKeepsItsLink(t *testing.T) {
	t.Parallel()
	app := newApp(t)
	m := newMailer(t, files())
	if err := m.Enqueue(app, Mail{Tipo: "observacion", Para: "juan@ejemplo.pe", Data: dataFor("observacion", "PEREZ")}); err != nil {
		t.Fatal(err)
	}
	row := rowOf(t, app, "juan@ejemplo.pe")
	link := acuseLink.FindString(row.GetString("texto"))
	hash := row.GetString("acuse")
	if link == "" || !strings.Contains(row.GetString("html"), link) || mesa.HashToken(strings.TrimPrefix(link, "/acuse/")) != hash {
		t.Fatalf("link %q, hash %q", link, hash)
	}
	if strings.Contains(hash, strings.TrimPrefix(link, "/acuse/")) {
		t.Error("the token itself is stored beside the mail")
	}
	data := dataFor("observacion", "QUISPE")
	delete(data, "Acuse")
	if err := m.Fill(row, data); err != nil {
		t.Fatal(err)
	}
	if acuseLink.FindString(row.GetString("texto")) != link || row.GetString("acuse") != hash {
		t.Error("a mail that may have arrived lost its link")
	}
}

// A person may type a link; it must not become the link of the notice.
func TestATypedLinkIsNotTakenForTheToken(t *testing.T) {
	t.Parallel()
	app := newApp(t)
	m := newMailer(t, files())
	typed := "/acuse/" + strings.Repeat("b", tokenLength)
	if err := m.Enqueue(app, Mail{Tipo: "observacion", Para: "juan@ejemplo.pe", Data: dataFor("observacion", typed)}); err != nil {
		t.Fatal(err)
	}
	row := rowOf(t, app, "juan@ejemplo.pe")
	hash := row.GetString("acuse")
	if err := m.Fill(row, dataFor("observacion", typed)); err != nil {
		t.Fatal(err)
	}
	if row.GetString("acuse") != hash {
		t.Error("the link changed")
	}
	if hash == mesa.HashToken(strings.Repeat("b", tokenLength)) {
		t.Error("the citizen chose the token")
	}
}

func TestOnlyNoticesAskToBeConfirmed(t *testing.T) {
	t.Parallel()
	app := newApp(t)
	m := newMailer(t, files())
	acts := []mesa.TipoCorreo{"observacion", "respuesta", "no_presentada", "remitida", "prorroga", "desistimiento", "archivo", "reapertura"}
	for kind := range m.texts.text {
		if kind == "codigo" || kind == mesa.CorreoAlarma { // they never wait in the outbox
			continue
		}
		para := strings.ReplaceAll(string(kind), "_", "-") + "@ejemplo.pe"
		data := dataFor(kind, "PEREZ")
		delete(data, "Acuse")
		if err := m.Enqueue(app, Mail{Tipo: kind, Para: para, Data: data}); err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		row := rowOf(t, app, para)
		want := slices.Contains(acts, kind)
		if got := row.GetString("acuse") != "" && acuseLink.MatchString(row.GetString("texto")); got != want {
			t.Errorf("%s: asks %v", kind, got)
		}
	}
}
