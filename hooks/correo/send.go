package correo

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/mail"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/mailer"
	"github.com/pocketbase/pocketbase/tools/types"
)

// giveUp is how long a mail is retried before staff must notify otherwise. A
// notice of observation is never given up: the citizen's term hangs on it.
const giveUp = 72 * time.Hour

// ErrStale says that a mail came too late to be of use: it is given up at once.
var ErrStale = errors.New("the mail's day has passed")

var errSlow = errors.New("the mail server did not answer in time")

// Deliver sends every mail that is due, oldest first, and tells how many left.
// A mail that fails waits longer each time and never holds up the others.
func (m *Mailer) Deliver(app core.App) (sent int, err error) {
	return m.deliver(context.Background(), app)
}

// deliver is Deliver until ctx ends.
func (m *Mailer) deliver(ctx context.Context, app core.App) (sent int, err error) {
	m.busy.Lock()
	defer m.busy.Unlock()
	now, err := types.ParseDateTime(m.now())
	if err != nil {
		return 0, err
	}
	// As SQL: the index holds only waiting mails, and a filter would bind the
	// state as a parameter, from which SQLite can't tell.
	var rows []*core.Record
	err = app.RecordQuery(mesa.ColCorreos).
		AndWhere(dbx.NewExp("estado = 'pendiente' AND proximo_en <= {:now}", dbx.Params{"now": now.String()})).
		OrderBy("creado_en").Limit(500).All(&rows)
	if err != nil {
		return 0, err
	}
	for _, row := range rows {
		if ctx.Err() != nil {
			return sent, nil
		}
		if m.attempt(app, row) {
			sent++
		}
	}
	return sent, nil
}

// attempt sends one mail and writes down what came of it.
func (m *Mailer) attempt(app core.App, row *core.Record) (ok bool) {
	c := mesa.AsCorreo(row)
	err := m.refresh(app, c)
	if err == nil {
		err = m.post(app, row)
	}
	now := m.now()
	row.Set("intentos", row.GetInt("intentos")+1)
	switch {
	case err == nil:
		c.SetEstado(mesa.CorreoEnviado)
		row.Set("enviado_en", now)
		row.Set("error", "")
	case errors.Is(err, ErrStale), c.Tipo() != mesa.CorreoObservacion && now.Sub(c.CreadoEn()) > giveUp:
		c.SetEstado(mesa.CorreoFallido)
		row.Set("error", cut(err))
	default:
		row.Set("proximo_en", now.Add(backoff(row.GetInt("intentos"))))
		row.Set("error", cut(err))
	}
	if err != nil {
		app.Logger().Warn("mail not sent", "correo", row.Id, "error", err)
	}
	if saveErr := rule.Save(app, row); saveErr != nil {
		app.Logger().Error("mail state not stored", "correo", row.Id, "error", saveErr)
	}
	return err == nil
}

// refresh looks again at a mail that could not leave when it was written and whose
// text speaks of a day.
func (m *Mailer) refresh(app core.App, c *mesa.Correo) error {
	if m.now().Sub(c.CreadoEn()) < time.Second {
		return nil
	}
	switch c.Tipo() {
	case mesa.CorreoObservacion:
		return m.rewriteObservacion(app, c)
	case mesa.CorreoRecordatorio:
		return m.stillReminds(app, c)
	}
	return nil
}

func (m *Mailer) post(app core.App, row *core.Record) error {
	msg := m.message(app, row.GetString("para"), Rendered{row.GetString("asunto"), row.GetString("texto"), row.GetString("html")})
	if err := attach(app, msg, row.GetString("adjunto")); err != nil {
		return err
	}
	if err := m.enclose(app, msg, mesa.AsCorreo(row)); err != nil {
		return err
	}
	return m.within(app, msg)
}

func (m *Mailer) message(app core.App, para string, r Rendered) *mailer.Message {
	meta := app.Settings().Meta
	return &mailer.Message{
		From:    mail.Address{Name: meta.SenderName, Address: meta.SenderAddress},
		To:      []mail.Address{{Address: para}},
		Subject: r.Asunto, Text: r.Texto, HTML: r.HTML,
		// RFC 3834: vacation answers and the like stay quiet.
		Headers:     map[string]string{"Auto-Submitted": "auto-generated"},
		Attachments: map[string]io.Reader{},
	}
}

// within gives a mail a bounded time: Go's SMTP client has no time-out of its own.
func (m *Mailer) within(app core.App, msg *mailer.Message) error {
	done := make(chan error, 1)
	client := app.NewMailClient()
	go func() { done <- client.Send(msg) }()
	timeout := time.NewTimer(m.sendTime)
	defer timeout.Stop()
	select {
	case err := <-done:
		return err
	case <-timeout.C:
		return errSlow
	}
}

// attach adds a stored document to a mail under the name people know it by. It is
// read whole: a send that is given up may go on reading in the background.
func attach(app core.App, msg *mailer.Message, documento string) error {
	if documento == "" {
		return nil
	}
	doc, err := app.FindRecordById(mesa.ColDocumentos, documento)
	if err != nil {
		return err
	}
	fsys, err := app.NewFilesystem()
	if err != nil {
		return err
	}
	defer fsys.Close()
	file, err := fsys.GetReader(doc.BaseFilesPath() + "/" + doc.GetString("archivo"))
	if err != nil {
		return err
	}
	defer file.Close()
	data, err := io.ReadAll(file)
	if err != nil {
		return err
	}
	msg.Attachments[mesa.CleanFileName(doc.GetString("nombre"))] = bytes.NewReader(data)
	return nil
}

// enclose adds the files that are made for this mail as it leaves.
func (m *Mailer) enclose(app core.App, msg *mailer.Message, c *mesa.Correo) error {
	if c.Tipo() != mesa.CorreoObservacion {
		return nil
	}
	files, err := m.encloseObservacion(app, c)
	for name, data := range files {
		msg.Attachments[name] = bytes.NewReader(data)
	}
	return err
}

// backoff doubles from one minute to two hours.
func backoff(tries int) time.Duration {
	return min(time.Minute<<min(tries-1, 10), 2*time.Hour)
}

func cut(err error) string {
	s := strings.ToValidUTF8(err.Error(), "")
	if len(s) > 500 {
		s = strings.ToValidUTF8(s[:500], "")
	}
	return s
}
