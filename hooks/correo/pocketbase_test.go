package correo_test

import (
	"bytes"
	"errors"
	"io"
	"net/mail"
	"slices"
	"testing"

	"mesadepartes/hooks/hookstest"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/mailer"
)

// letter is a mail with a calendar file.
func letter() *mailer.Message {
	return &mailer.Message{
		From: mail.Address{Address: "mesa@ejemplo.pe"}, To: []mail.Address{{Address: "juan@ejemplo.pe"}},
		Subject: "Prueba", Text: "Texto de prueba", HTML: "<p>HTML de prueba</p>",
		Headers:     map[string]string{"Auto-Submitted": "auto-generated"},
		Attachments: map[string]io.Reader{"plazo.ics": bytes.NewReader([]byte("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"))},
	}
}

// Catch in mailbox.go leans on the event of a mail: when no handler calls Next, nothing
// leaves and the program is told that the mail was sent.
func TestPocketBaseStillSendsNoMailThatAHandlerKeeps(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	server := hookstest.NewSMTP(t, app)
	caught := 0
	app.OnMailerSend().BindFunc(func(*core.MailerEvent) error {
		caught++
		return nil
	})
	if err := app.NewMailClient().Send(letter()); err != nil || caught != 1 || len(server.Mails()) != 0 {
		t.Errorf("caught %d, sent %d: %v", caught, len(server.Mails()), err)
	}
}

// post in send.go leans on what PocketBase makes of a message: both texts, our headers,
// and for each attachment a type that its first bytes tell. The calendar file of ics.go
// is opened as one because it begins as it does.
func TestPocketBaseStillSendsBothTextsAndTypesAnAttachmentByItsBytes(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	server := hookstest.NewSMTP(t, app)
	if err := app.NewMailClient().Send(letter()); err != nil || len(server.Mails()) != 1 {
		t.Fatalf("%d mails: %v", len(server.Mails()), err)
	}
	for _, want := range []string{
		"Texto de prueba", "<p>HTML de prueba</p>", "Auto-Submitted: auto-generated", "plazo.ics", "text/calendar", "BEGIN:VCALENDAR",
	} {
		if !hookstest.MailHas(server.Mails()[0], want) {
			t.Errorf("the mail lacks %q:\n%s", want, server.Mails()[0])
		}
	}
}

// openMailbox in mailer.go keeps mails on the machine under --dev because of this: with
// SMTP off PocketBase hands a mail to sendmail, which takes the HTML alone and may answer
// success for a mail that never leaves.
func TestPocketBaseStillFallsBackToSendmailWithoutSMTP(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	if client, is := app.NewMailClient().(*mailer.Sendmail); !is {
		t.Errorf("with SMTP off mails leave by a %T", client)
	}
	hookstest.NewSMTP(t, app)
	if client, is := app.NewMailClient().(*mailer.SMTPClient); !is {
		t.Errorf("with SMTP on mails leave by a %T", client)
	}
}

// committed in worker.go leans on the event after a creation: it comes when the
// transaction has ended, with an app outside of it, and never for one that was undone.
// cargaCommitted and configure in consulta lean on the same.
func TestPocketBaseStillTellsOfARecordOnlyAfterTheCommit(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	c := hookstest.Things(t, app, &core.TextField{Name: "nombre"})
	told := 0
	app.OnRecordAfterCreateSuccess("cosas").BindFunc(func(e *core.RecordEvent) error {
		told++
		if e.App.IsTransactional() {
			t.Error("told within the transaction")
		}
		if n, err := app.CountRecords("cosas"); n != 1 || err != nil {
			t.Errorf("told while the base has %d records (%v)", n, err)
		}
		return e.Next()
	})
	undone := errors.New("undone")
	for _, ends := range []error{undone, nil} {
		err := app.RunInTransaction(func(tx core.App) error {
			if err := tx.Save(core.NewRecord(c)); err != nil {
				return err
			}
			if told > 0 {
				t.Error("told before the transaction ended")
			}
			return ends
		})
		if !errors.Is(err, ends) {
			t.Fatal(err)
		}
	}
	if told != 1 {
		t.Errorf("told %d times of one record", told)
	}
}

// rewriteObservacion in observacion.go sorts by @rowid what happened in one instant:
// PocketBase's word for the order in which rows were written.
func TestPocketBaseStillSortsByTheOrderOfWriting(t *testing.T) {
	t.Parallel()
	app := hookstest.Stock(t)
	c := hookstest.Things(t, app, &core.TextField{Name: "nombre"}, &core.DateField{Name: "fecha"})
	for _, name := range []string{"c", "a", "b"} {
		hookstest.Thing(t, app, c, map[string]any{"nombre": name, "fecha": "2026-03-24 15:00:00.000Z"})
	}
	rows, err := app.FindRecordsByFilter("cosas", "nombre != ''", "-fecha,-@rowid", 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, r := range rows {
		names = append(names, r.GetString("nombre"))
	}
	if !slices.Equal(names, []string{"b", "a", "c"}) {
		t.Errorf("sorted %v", names)
	}
}
