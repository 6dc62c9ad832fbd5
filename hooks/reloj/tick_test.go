package reloj_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/hookstest/base"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// staff adds an account that reads the digest.
func staff(t *testing.T, o *hookstest.Office, email, rol string, activo bool) {
	t.Helper()
	values := map[string]any{"email": email, "password": "clave-de-prueba-1", "nombre": "Personal de prueba", "rol": rol, "activo": activo}
	if rol == "area" {
		values["area"] = o.Area(t).Id
	}
	o.Must(t, mesa.ColPersonal, values)
}

// digests are the digests to an address, newest first.
func digests(o *hookstest.Office, para string) (list []mesa.Carta) {
	for _, l := range o.Mailer.Mailbox.All() {
		if l.Para == para && strings.Contains(l.Asunto, "esumen de plazos") {
			list = append(list, l)
		}
	}
	return list
}

func TestTheLastDaysReminderLeavesOnce(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	waits, answered := o.Filed(t, nil).Id, o.Filed(t, nil).Id
	o.Observe(t, waits) // until Thursday 26
	doc := o.Observe(t, answered)
	o.Correct(t, answered, doc.Id)
	o.TickAt(t, "2026-03-25T23:59:59-05:00")
	if n := mailed(t, o, "recordatorio"); n != 0 {
		t.Fatalf("%d reminders before the last day", n)
	}
	o.TickAt(t, "2026-03-26T00:00:00-05:00")
	o.TickAt(t, "2026-03-26T18:00:00-05:00")
	if n := mailed(t, o, "recordatorio"); n != 1 {
		t.Fatalf("%d reminders", n)
	}
	letter := o.Mailer.Mailbox.All()[0]
	for _, want := range []string{
		"1-2026", "jueves 26 de marzo de 2026", "solicitud.pdf", "Está faltando incluir los datos del pedido.", "/subsanar?numero=1-2026",
	} {
		if !strings.Contains(letter.Texto, want) || !strings.Contains(letter.HTML, want) {
			t.Errorf("%q lacks %q", letter.Asunto, want)
		}
	}
	declare(t, o, "2026-03-26", nil) // the term grows: the new last day has its own
	o.TickAt(t, "2026-03-27T08:00:00-05:00")
	if n := mailed(t, o, "recordatorio"); n != 2 {
		t.Errorf("%d reminders after the term grew", n)
	}
}

func TestAReminderThatCouldNotLeaveInTimeIsGivenUp(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	mail := hookstest.NewSMTP(t, o.App)
	id := o.Filed(t, nil).Id
	o.Observe(t, id)
	_, _ = o.Mailer.Deliver(o.App)
	mail.Down(true)
	o.TickAt(t, "2026-03-26T09:00:00-05:00")
	_, _ = o.Mailer.Deliver(o.App)
	before := len(mail.Mails())
	mail.Down(false)
	o.Clock.Set("2026-03-27T00:00:00-05:00")
	_, _ = o.Mailer.Deliver(o.App)
	row, err := o.FindFirstRecordByData(mesa.ColCorreos, "tipo", "recordatorio")
	if err != nil || row.GetString("estado") != string(mesa.CorreoFallido) || len(mail.Mails()) != before {
		t.Errorf("estado %s, %d mails more: %v", row.GetString("estado"), len(mail.Mails())-before, err)
	}
}

func TestLightsAndAlertsFollowTheDays(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	review := o.Filed(t, nil).Id            // until Thursday 26 March
	answer := o.Brought(t, mesa.Registrada) // until Thursday 9 April
	silent := o.Filed(t, map[string]any{"tramite": o.Tramite(t, 3).Id}).Id
	for _, id := range []string{answer, silent} {
		if id == silent {
			o.MustMove(t, id, mesa.EtapaRegistrado, nil)
		}
		o.MustMove(t, id, mesa.EtapaDerivado, map[string]any{"area": o.Area(t).Id})
	}
	const approves = "SILENCIO POSITIVO: sin respuesta hasta el jueves 9 de abril de 2026 queda aprobada."
	wantFields(t, o, silent, map[string]string{"semaforo": "verde", "alerta": approves})
	for _, c := range []struct{ at, id, light, alert string }{
		{"2026-03-24T23:00:00-05:00", review, "verde", ""},
		{"2026-03-25T00:00:00-05:00", review, "ambar", ""},
		{"2026-03-26T00:00:00-05:00", review, "rojo", "Revisar hoy: vence el plazo de dos días hábiles para observar o registrar."},
		{"2026-03-27T00:00:00-05:00", review, "rojo",
			"Sin revisar desde el martes 24 de marzo de 2026: el plazo de dos días hábiles venció el jueves 26 de marzo de 2026."},
		{"2026-04-06T23:59:00-05:00", answer, "verde", ""},
		{"2026-04-07T00:00:00-05:00", answer, "ambar", "Vence el jueves 9 de abril de 2026."},
		{"2026-04-07T00:00:00-05:00", silent, "ambar", approves},
		{"2026-04-09T00:00:00-05:00", answer, "rojo", "Vence hoy."},
		{"2026-04-09T00:00:00-05:00", silent, "rojo", "SILENCIO POSITIVO: vence hoy; sin respuesta queda aprobada."},
		{"2026-04-10T00:00:00-05:00", answer, "rojo", "Venció el jueves 9 de abril de 2026 sin respuesta."},
		{"2026-04-10T00:00:00-05:00", silent, "rojo",
			"SILENCIO POSITIVO: venció el jueves 9 de abril de 2026 sin respuesta; se tiene por aprobada."},
	} {
		o.TickAt(t, c.at)
		wantFields(t, o, c.id, map[string]string{"semaforo": c.light, "alerta": c.alert})
	}
	o.MustMove(t, answer, mesa.EtapaAtendido, map[string]any{"observaciones": "Procede."})
	o.MustMove(t, silent, mesa.EtapaArchivado, map[string]any{
		"motivo": "Nulidad de oficio, art. 202.", "confirma_silencio": true,
	})
	for _, id := range []string{answer, silent} {
		wantFields(t, o, id, map[string]string{"semaforo": "", "alerta": "", "vence_respuesta": "2026-04-09"})
	}
}

func TestARoundOfTheClockWritesOnlyWhatChanges(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	for range 3 {
		o.Filed(t, nil)
	}
	o.Brought(t, mesa.Derivada)
	writes := 0
	o.OnRecordUpdateExecute().BindFunc(func(e *core.RecordEvent) error { writes++; return e.Next() })
	o.TickAt(t, "2026-03-24T23:00:00-05:00")
	if writes != 0 {
		t.Errorf("%d writes though nothing changed", writes)
	}
	o.TickAt(t, "2026-03-25T00:00:00-05:00")
	if writes != 3 {
		t.Errorf("%d writes, want the three filings that turned amber", writes)
	}
}

func TestTheDigestLeavesOnceEachWorkingDay(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2026-03-26T10:00:00-05:00") // Thursday
	staff(t, o, "mesa@ejemplo.pe", "mesa", true)
	staff(t, o, "jefa@ejemplo.pe", "jefatura", true)
	staff(t, o, "area@ejemplo.pe", "area", true)
	staff(t, o, "antes@ejemplo.pe", "mesa", false)
	o.Filed(t, nil) // review until Monday 30
	for _, c := range []struct {
		at   string
		want int
	}{
		{"2026-03-26T11:00:00-05:00", 0}, // nothing presses yet
		{"2026-03-28T09:00:00-05:00", 0}, // Saturday
		{"2026-03-29T09:00:00-05:00", 0}, // Sunday
		{"2026-03-30T07:59:59-05:00", 0},
		{"2026-03-30T08:00:00-05:00", 1},
		{"2026-03-30T17:00:00-05:00", 1},
		{"2026-03-31T09:00:00-05:00", 2},
		{"2026-04-02T09:00:00-05:00", 2}, // Maundy Thursday
	} {
		o.TickAt(t, c.at)
		for _, who := range []string{"mesa@ejemplo.pe", "jefa@ejemplo.pe"} {
			if got := len(digests(o, who)); got != c.want {
				t.Errorf("%s: %s has %d digests, want %d", c.at, who, got, c.want)
			}
		}
	}
	if n := mailed(t, o, "resumen"); n != 4 {
		t.Errorf("%d digests in all: somebody else got one", n)
	}
	last := digests(o, "mesa@ejemplo.pe")[0]
	if last.Asunto != "URGENTE (1): resumen de plazos del martes 31 de marzo de 2026" || !strings.Contains(last.Texto, "REVISIÓN VENCIDA") {
		t.Errorf("%s\n%s", last.Asunto, last.Texto)
	}
}

func TestTheOfficeChoosesTheDigestsHour(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	staff(t, o, "mesa@ejemplo.pe", "mesa", true)
	o.Set(t, map[string]any{"hora_resumen": 15})
	o.Observe(t, o.Filed(t, nil).Id)
	o.TickAt(t, "2026-03-25T14:59:59-05:00")
	if n := len(digests(o, "mesa@ejemplo.pe")); n != 0 {
		t.Errorf("%d digests before the hour", n)
	}
	o.TickAt(t, "2026-03-25T15:00:00-05:00")
	if n := len(digests(o, "mesa@ejemplo.pe")); n != 1 {
		t.Errorf("%d digests", n)
	}
}

func TestWithoutStaffTheAdministratorsReadTheDigest(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	for _, address := range []string{"admin@ejemplo.pe", core.DefaultInstallerEmail} {
		o.Must(t, core.CollectionNameSuperusers, map[string]any{"email": address, "password": "clave-de-prueba-1"})
	}
	o.Filed(t, nil)
	o.TickAt(t, "2026-03-26T09:00:00-05:00")
	if n := len(digests(o, "admin@ejemplo.pe")); n != 1 || mailed(t, o, "resumen") != 1 {
		t.Errorf("%d digests, %d in all", n, mailed(t, o, "resumen"))
	}
}

func TestTheHeadOfTheOfficeKeepsTheHeadsOfTheRegister(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	staff(t, o, "mesa@ejemplo.pe", "mesa", true)
	staff(t, o, "jefa@ejemplo.pe", "jefatura", true)
	o.Registro.Open(o.App)
	night := func(at string) string {
		t.Helper()
		o.Clock.Set(at)
		if err := o.Registro.Head(o.App); err != nil {
			t.Fatal(err)
		}
		head, err := o.Registro.Checkpoint(o.App)
		if err != nil {
			t.Fatal(err)
		}
		return string(head)
	}
	has := func(at string, mesaHas, jefaHas int) {
		t.Helper()
		o.TickAt(t, at)
		if m, j := len(digests(o, "mesa@ejemplo.pe")), len(digests(o, "jefa@ejemplo.pe")); m != mesaHas || j != jefaHas {
			t.Fatalf("%s: reception has %d digests, the head of the office %d", at, m, j)
		}
	}
	o.Filed(t, nil)
	first := night("2026-03-25T03:56:00-05:00")
	has("2026-03-25T09:00:00-05:00", 0, 1) // nothing presses: only the head
	text := digests(o, "jefa@ejemplo.pe")[0].Texto
	if !strings.Contains(text, first) || !strings.Contains(text, "Hojas: 1\n") || !strings.Contains(text, "Ningún plazo pide atención hoy") {
		t.Errorf("the mail lacks the head\n%s\n%s", first, text)
	}
	night("2026-03-26T03:56:00-05:00")     // nothing was added
	has("2026-03-26T09:00:00-05:00", 1, 2) // the last day of the review
	if text := digests(o, "mesa@ejemplo.pe")[0].Texto; strings.Contains(text, "Registro público") {
		t.Errorf("reception keeps no heads\n%s", text)
	}
	if text := digests(o, "jefa@ejemplo.pe")[0].Texto; !strings.Contains(text, first) || !strings.Contains(text, "REVISAR HOY") {
		t.Errorf("the second digest\n%s", text)
	}
}

func TestTheDigestSaysEverythingThatPresses(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o := hookstest.New(t, workday)
	staff(t, o, "mesa@ejemplo.pe", "mesa", true)
	answer := o.Brought(t, mesa.Registrada) // 1
	silent := o.Filed(t, map[string]any{"tramite": o.Tramite(t, 3).Id}).Id
	o.MustMove(t, silent, mesa.EtapaRegistrado, nil)
	late := o.Filed(t, map[string]any{"tramite": o.Tramite(t, 5).Id}).Id // 3, until the 26th
	o.Clock.Set("2026-04-06T10:00:00-05:00")
	o.Observe(t, late)
	for range 22 {
		o.Filed(t, nil) // 4 to 25
	}
	o.TickAt(t, "2026-04-08T09:00:00-05:00")
	text := digests(o, "mesa@ejemplo.pe")[0].Texto
	parts := []string{
		"*** REVISAR HOY: último día para observar o registrar (22) ***", "4-2026: vence hoy", "23-2026: vence hoy", "y 2 más",
		"*** SILENCIO POSITIVO: sin respuesta quedan aprobadas (1) ***", "2-2026: vence el jueves 9 de abril de 2026",
		"Respuestas en ámbar: vencen pronto (1)", "1-2026: vence el jueves 9 de abril de 2026",
		"Observadas: en espera de la subsanación (1)", "3-2026: hasta el miércoles 8 de abril de 2026",
		"Observaciones tardías desde el último resumen (1)", "3-2026: se observó después de 2 días hábiles",
	}
	at := 0
	for _, part := range parts {
		i := strings.Index(text[at:], part)
		if i < 0 {
			t.Fatalf("%q is missing or out of order in\n%s", part, text)
		}
		at += i
	}
	if strings.Contains(text, "24-2026:") {
		t.Error("more than twenty filings are named")
	}
	o.DiscardOutages(t)
	o.TickAt(t, "2026-04-08T23:50:00-05:00")
	o.DiscardOutages(t)
	o.TickAt(t, "2026-04-09T00:10:00-05:00")
	o.TickAt(t, "2026-04-09T09:00:00-05:00")
	text = digests(o, "mesa@ejemplo.pe")[0].Texto
	for part, want := range map[string]bool{
		"Respuestas en rojo": true, "REVISIÓN VENCIDA": true, "Observaciones tardías": false, "Observadas: en espera": false,
	} {
		if strings.Contains(text, part) != want {
			t.Errorf("the next day's digest says %q: %v\n%s", part, !want, text)
		}
	}
	_ = answer
}

func TestANoticeThatNeverLeftNeverExpiresAndStaffAreTold(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	mail := hookstest.NewSMTP(t, o.App)
	staff(t, o, "mesa@ejemplo.pe", "mesa", true)
	mail.Down(true)
	id := o.Filed(t, nil).Id
	o.Observe(t, id)
	_, _ = o.Mailer.Deliver(o.App)
	o.TickAt(t, "2026-03-24T10:59:00-05:00")
	told := func() string {
		row, err := o.FindFirstRecordByFilter(mesa.ColCorreos, "tipo = 'resumen' && creado_en >= {:now}",
			dbx.Params{"now": o.Now().UTC().Format("2006-01-02 15:04:05.000Z")})
		if err != nil {
			return ""
		}
		return row.GetString("texto")
	}
	if text := told(); strings.Contains(text, "SIN ENVIAR") {
		t.Errorf("told within the hour:\n%s", text)
	}
	o.TickAt(t, "2026-04-13T09:00:00-05:00")
	const unsent = "*** AVISOS SIN ENVIAR: mientras no sale el de observación, el plazo del ciudadano no corre (1) ***"
	if text := told(); !strings.Contains(text, unsent) || !strings.Contains(text, "451") {
		t.Errorf("twenty days later:\n%s", text)
	}
	wantFields(t, o, id, map[string]string{"estado": "observada", "vence_subsanacion": ""})
}

func TestAfterTenDaysDownEveryDueThingIsDoneOnce(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday) // Tuesday 24 March
	staff(t, o, "mesa@ejemplo.pe", "mesa", true)
	closes, waits := o.Filed(t, nil).Id, o.Filed(t, nil).Id
	answer := o.Brought(t, mesa.Registrada) // until 9 April
	o.Observe(t, closes)                    // until 26 March
	if err := base.End(o.App); err != nil {
		t.Fatal(err)
	}
	again := o.Reopen(t, "2026-04-07T09:00:00-05:00") // fourteen days later, Holy Week between
	again.TickAt(t, "2026-04-07T09:00:00-05:00")
	wantFields(t, again, closes, map[string]string{"estado": "no_presentada", "semaforo": ""})
	wantFields(t, again, waits, map[string]string{"semaforo": "rojo"})
	wantFields(t, again, answer, map[string]string{"semaforo": "ambar"})
	for tipo, want := range map[string]int{"no_presentada": 1, "recordatorio": 0, "resumen": 1, "plazo": 0} {
		if got := mailed(t, again, tipo); got != want {
			t.Errorf("%d mails of %s, want %d", got, tipo, want)
		}
	}
	closing, err := again.CountRecords(mesa.ColMovimientos, dbx.HashExp{"etapa": "NO PRESENTADO"})
	if err != nil || closing != 1 {
		t.Errorf("%d closing lines: %v", closing, err)
	}
	for hour := 10; hour < 13; hour++ {
		again.TickAt(t, fmt.Sprintf("2026-04-07T%d:00:00-05:00", hour))
	}
	if n := mailed(t, again, "resumen") + mailed(t, again, "no_presentada"); n != 2 {
		t.Errorf("later that day: %d mails", n)
	}
}

func TestTheBaseItselfRefusesASecondMailWithAKey(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.Observe(t, o.Filed(t, nil).Id)
	o.TickAt(t, "2026-03-26T00:00:00-05:00")
	row, err := o.FindFirstRecordByData(mesa.ColCorreos, "tipo", "recordatorio")
	if err != nil {
		t.Fatal(err)
	}
	twin := core.NewRecord(row.Collection())
	twin.Load(map[string]any{"tipo": "recordatorio", "para": "ana@ejemplo.pe", "estado": "enviado", "clave": row.GetString("clave")})
	if err := rule.Save(o, twin); err == nil {
		t.Error("a second mail with that key is stored")
	}
}

func TestADamagedDocumentStandsFirstInTheDigest(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	staff(t, o, "mesa@ejemplo.pe", "mesa", true)
	doc := o.Documents(t, o.Filed(t, nil).Id)[0]
	path := filepath.Join(o.DataDir(), core.LocalStorageDirName, doc.BaseFilesPath(), doc.GetString("archivo"))
	if err := os.WriteFile(path, []byte("%PDF-1.4"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := o.Borrador.Sample(o.App); err != nil {
		t.Fatal(err)
	}
	o.TickAt(t, "2026-03-25T09:00:00-05:00")
	text := digests(o, "mesa@ejemplo.pe")[0].Texto
	_, after, found := strings.Cut(text, "*** DOCUMENTOS DAÑADOS: no son los que se recibieron; recupérelos de una copia (1) ***")
	if !found || !strings.Contains(after, "1-2026: el archivo guardado cambió o falta") {
		t.Errorf("it says:\n%s", text)
	}
}
