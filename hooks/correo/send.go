package correo

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/mail"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/mailer"
	"github.com/pocketbase/pocketbase/tools/types"
)

// Deliver sends every mail that is due, oldest first and one after the other, and
// tells how many left. A mail that fails waits longer each time and never holds up
// the others.
func (m *Mailer) Deliver(app core.App) (sent int, err error) {
	m.busy.Lock()
	defer m.busy.Unlock()
	rows, err := m.due(app)
	if err != nil {
		return 0, err
	}
	for _, row := range rows {
		if !m.flights.take(row) {
			continue
		}
		if m.attempt(context.Background(), app, row.ID) {
			sent++
		}
		m.flights.land(row)
	}
	return sent, nil
}

// dueSQL asks in the words of the two indexes, which hold only what still waits.
const dueSQL = `SELECT id, para, creado_en FROM correos WHERE estado = 'pendiente' AND proximo_en <= {:now}
	UNION ALL SELECT id, para, creado_en FROM correos
		WHERE estado = 'incierto' AND cedula_en = '' AND proximo_en != '' AND proximo_en <= {:now}
	ORDER BY creado_en`

// due lists the mails whose time came, oldest first.
func (m *Mailer) due(app core.App) ([]waiting, error) {
	if m.Hold != nil && m.Hold(app) {
		return nil, nil
	}
	now, err := types.ParseDateTime(m.now())
	if err != nil {
		return nil, err
	}
	var rows []waiting
	err = app.DB().NewQuery(dueSQL).Bind(dbx.Params{"now": now.String()}).All(&rows)
	return rows, err
}

// attempt sends one mail, if it is still due, and writes down what came of it.
func (m *Mailer) attempt(ctx context.Context, app core.App, id string) (ok bool) {
	row, err := app.FindRecordById(mesa.ColCorreos, id)
	if err != nil {
		app.Logger().Error("mail not read", "correo", id, "error", err)
		return false
	}
	c := mesa.AsCorreo(row)
	if !c.Waits() || c.ProximoEn().After(m.now()) {
		return false // it left, or staff settled it, since the list was read
	}
	before := standing{c.Estado(), c.InciertoEn()}
	if err = m.refresh(app, c); err == nil {
		err = m.post(ctx, app, c)
	}
	switch {
	case errors.Is(err, context.Canceled): // the program ends: the mail waits as it did
		return false
	case errors.Is(err, errNoServer) && row.GetString("error") == errNoServer.Error():
		return false // said already
	}
	m.settle(c, before, err)
	if err != nil {
		app.Logger().Warn("mail not sent", "correo", row.Id, "error", err)
	}
	if saveErr := rule.Save(app, row); saveErr != nil {
		app.Logger().Error("mail state not stored", "correo", row.Id, "error", saveErr)
	}
	return err == nil
}

// refresh looks again at a mail that could not leave when it was written and whose
// text speaks of a day. One that staff put back was written long before.
func (m *Mailer) refresh(app core.App, c *mesa.Correo) error {
	untried := c.GetString("intentado_en") == "" && c.GetString("error") == ""
	if untried && m.now().Sub(c.CreadoEn()) < time.Second {
		return nil
	}
	switch c.Tipo() {
	case mesa.CorreoObservacion:
		return m.rewriteObservacion(app, c)
	case mesa.CorreoReapertura:
		return m.rewriteReapertura(app, c)
	case mesa.CorreoRecordatorio:
		return m.stillReminds(app, c)
	case mesa.CorreoPorEnviar:
		return m.stillUnsent(app, c)
	case mesa.CorreoInicioPlazo:
		return m.stillAwaits(app, c)
	case mesa.CorreoBorrador:
		return m.stillWaits(app, c)
	}
	return nil
}

func (m *Mailer) post(ctx context.Context, app core.App, c *mesa.Correo) error {
	msg, err := m.message(app, c.GetString("para"), Texts{c.GetString("asunto"), c.GetString("texto"), c.GetString("html")})
	if err != nil {
		return err
	}
	msg.Headers["Message-ID"] = "<" + c.GetString("mensaje_id") + ">"
	if err := attach(ctx, app, msg, c.GetString("adjunto")); err != nil {
		return err
	}
	if err := m.attachCargo(app, msg, c); err != nil {
		return err
	}
	if err := m.enclose(app, msg, c); err != nil {
		return err
	}
	return m.send(ctx, app, msg, func() error {
		m.markUncertain(c)
		return rule.Save(app, c.Record)
	})
}

func (m *Mailer) message(app core.App, para string, r Texts) (*mailer.Message, error) {
	meta := app.Settings().Meta
	msg := &mailer.Message{
		From:    mail.Address{Name: meta.SenderName, Address: meta.SenderAddress},
		To:      []mail.Address{{Address: para}},
		Subject: r.Asunto, Text: r.Texto, HTML: r.HTML,
		// RFC 3834: vacation answers and the like stay quiet.
		Headers:     map[string]string{"Auto-Submitted": "auto-generated", "X-Mesa-Version": mesa.Version()},
		Attachments: map[string]io.Reader{},
	}
	entidad, err := mesa.FindEntidad(app)
	if err != nil {
		return nil, err
	}
	if office, err := mail.ParseAddress(entidad.GetString("correo")); err == nil { // empty in a new office
		msg.Headers["Reply-To"] = office.Address
	}
	return msg, nil
}

// send hands a mail to the mail server, unless a handler of the event catches it.
func (m *Mailer) send(ctx context.Context, app core.App, msg *mailer.Message, handing func() error) error {
	return sendBy(app, m.relay(ctx, app, handing), msg)
}

func sendBy(app core.App, way *relay, msg *mailer.Message) error {
	e := &core.MailerEvent{App: app, Mailer: way, Message: msg}
	return app.OnMailerSend().Trigger(e, func(e *core.MailerEvent) error { return e.Mailer.Send(e.Message) })
}

func (m *Mailer) relay(ctx context.Context, app core.App, handing func() error) *relay {
	return &relay{ctx: ctx, smtp: app.Settings().SMTP, now: m.now, connect: m.ConnectTime, answer: m.AnswerTime,
		handing: handing, roots: m.Roots}
}

// replaceClient gives PocketBase's own mails (second factor, alerts) the same way out.
func (m *Mailer) replaceClient(e *core.MailerEvent) error {
	if _, ours := e.Mailer.(*relay); !ours {
		e.Mailer = m.relay(context.Background(), e.App, nil)
	}
	return e.Next()
}

// attach adds a stored document to a mail under the name people know it by. It is
// read whole: the file closes before the mail has left.
func attach(ctx context.Context, app core.App, msg *mailer.Message, documento string) error {
	if documento == "" {
		return nil
	}
	doc, err := app.FindRecordById(mesa.ColDocumentos, documento)
	if err != nil {
		return err
	}
	file, err := mesa.PapelOf(doc, "archivo").Open(ctx, app)
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
	if !c.Tipo().Calls() && c.Tipo() != mesa.CorreoInicioPlazo {
		return nil
	}
	files, err := m.enclosePlazo(app, c)
	for name, data := range files {
		msg.Attachments[name] = bytes.NewReader(data)
	}
	return err
}
