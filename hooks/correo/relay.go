package correo

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/smtp"
	"net/textproto"
	"slices"
	"strconv"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/mailer"
)

// relay hands mails to the office's mail server. PocketBase's own client has no
// deadline and does not tell a refusal from an end without an answer; and where no
// server is set PocketBase calls the host's sendmail, which accepts what never leaves.
type relay struct {
	ctx     context.Context // its end breaks off a mail that was not handed over yet
	smtp    core.SMTPConfig
	now     func() time.Time
	connect time.Duration  // from the dial to the last address
	answer  time.Duration  // after the final dot (RFC 5321, 4.5.3.2.6)
	handing func() error   // called before the final dot; its error breaks off
	said    func(Paso)     // told of each step that went well; nil tells nobody
	at      string         // the step under way
	roots   *x509.CertPool // of a mail server with authorities of its own (MESA_SMTP_CA)
}

// Paso is a step of handing a mail over, and what came of it.
type Paso struct{ Nombre, Detalle string }

// The steps, in the words that an administrator reads.
const (
	pasoConexion     = "conexión"
	pasoSaludo       = "saludo"
	pasoCifrado      = "cifrado"
	pasoCuenta       = "cuenta"
	pasoRemitente    = "remitente"
	pasoDestinatario = "destinatario"
	pasoEntrega      = "entrega"
)

// tell notes that a step went well.
func (r *relay) tell(detail string) {
	if r.said != nil {
		r.said(Paso{r.at, detail})
	}
}

// told is an error in the words that staff read.
type told string

func (t told) Error() string { return string(t) }

const (
	errNoServer = told(mesa.TextSinServidor)
	errSilent   = told(mesa.TextServidorCallado)
)

// unanswered says that the whole mail was handed over and no answer came: it may have
// arrived or not.
type unanswered struct{ cause error }

func (u unanswered) Error() string { return mesa.TextSinConfirmar + " " + u.cause.Error() }

func isUnanswered(err error) bool { return errors.As(err, new(unanswered)) }

// refusedAddress says that the mail server will never take mails for the address.
type refusedAddress struct{ reply *textproto.Error }

func (r refusedAddress) Error() string { return mesa.TextDireccionRechazada(r.reply.Error()) }

// mute tells whether no mail server is set.
func mute(s core.SMTPConfig) bool { return !s.Enabled || s.Host == "" }

// Send implements mailer.Mailer.
func (r *relay) Send(msg *mailer.Message) error {
	if mute(r.smtp) {
		return errNoServer
	}
	text, err := compose(msg, r.now())
	if err != nil {
		return err
	}
	conn, err := r.dial()
	if err != nil {
		return r.early(err)
	}
	defer conn.Close()
	keep := context.AfterFunc(r.ctx, func() { _ = conn.Close() })
	defer keep()
	c, err := r.greet(conn)
	if err == nil {
		err = r.address(c, msg)
	}
	if err != nil {
		return r.early(err)
	}
	if !keep() {
		return r.ctx.Err()
	}
	return r.hand(c, conn, text)
}

// dial opens a connection that ends by itself.
func (r *relay) dial() (net.Conn, error) {
	r.at = pasoConexion
	until := time.Now().Add(r.connect)
	d := net.Dialer{Deadline: until}
	conn, err := d.DialContext(r.ctx, "tcp", net.JoinHostPort(r.smtp.Host, strconv.Itoa(r.smtp.Port)))
	if err != nil {
		return nil, err
	}
	r.tell(conn.RemoteAddr().String())
	if r.smtp.TLS {
		conn = tls.Client(conn, &tls.Config{ServerName: r.smtp.Host, RootCAs: r.roots})
	}
	return conn, conn.SetDeadline(until)
}

// greet opens the session, encrypted where the server offers it.
func (r *relay) greet(conn net.Conn) (*smtp.Client, error) {
	r.at = pasoSaludo
	c, err := smtp.NewClient(conn, r.smtp.Host)
	if err != nil {
		return nil, err
	}
	if r.smtp.LocalName != "" {
		if err := c.Hello(r.smtp.LocalName); err != nil {
			return nil, err
		}
	}
	offered, _ := c.Extension("STARTTLS") // says EHLO
	r.tell(r.smtp.Host)
	r.at = pasoCifrado
	if offered && !r.smtp.TLS {
		if err := c.StartTLS(&tls.Config{ServerName: r.smtp.Host, RootCAs: r.roots}); err != nil {
			return nil, err
		}
	}
	r.tell(encryption(c))
	if r.smtp.Username == "" && r.smtp.Password == "" {
		return c, nil
	}
	r.at = pasoCuenta
	if err := c.Auth(credentials(r.smtp)); err != nil {
		return nil, err
	}
	r.tell(r.smtp.Username)
	return c, nil
}

// encryption names what protects a session.
func encryption(c *smtp.Client) string {
	state, secure := c.TLSConnectionState()
	if !secure {
		return mesa.TextSinCifrar
	}
	return tls.VersionName(state.Version) + mesa.TextCertificadoHasta(state.PeerCertificates[0].NotAfter)
}

// address names sender and recipients.
func (r *relay) address(c *smtp.Client, msg *mailer.Message) error {
	r.at = pasoRemitente
	if err := c.Mail(msg.From.Address); err != nil {
		return err
	}
	r.tell(msg.From.Address)
	r.at = pasoDestinatario
	for _, to := range slices.Concat(msg.To, msg.Cc, msg.Bcc) {
		err := c.Rcpt(to.Address)
		var reply *textproto.Error
		if errors.As(err, &reply) && reply.Code >= 500 {
			return refusedAddress{reply}
		}
		if err != nil {
			return err
		}
		r.tell(to.Address)
	}
	return nil
}

// hand gives the text over. From the final dot on only an answer tells what became
// of the mail.
func (r *relay) hand(c *smtp.Client, conn net.Conn, text []byte) error {
	_ = conn.SetDeadline(time.Now().Add(r.answer)) // it fails on a closed connection only, as does the next write
	r.at = pasoEntrega
	if err := command(c, 354, "DATA"); err != nil {
		return r.early(err)
	}
	w := c.Text.DotWriter()
	if _, err := w.Write(text); err != nil {
		return r.early(err)
	}
	if r.handing != nil {
		if err := r.handing(); err != nil {
			return err
		}
	}
	_ = conn.SetDeadline(time.Now().Add(r.answer))
	err := w.Close()
	answer := ""
	if err == nil {
		_, answer, err = c.Text.ReadResponse(250)
	}
	var reply *textproto.Error
	switch {
	case err == nil:
		r.tell("250 " + answer)
		_ = c.Text.PrintfLine("QUIT") // nothing hangs on its answer
		return nil
	case errors.As(err, &reply):
		return err
	}
	return unanswered{err}
}

// command says a command and waits for its answer; smtp.Client.Data keeps the last answer,
// by which a mail is found again at the server, to itself.
func command(c *smtp.Client, want int, verb string) error {
	id, err := c.Text.Cmd("%s", verb)
	if err != nil {
		return err
	}
	c.Text.StartResponse(id)
	defer c.Text.EndResponse(id)
	_, _, err = c.Text.ReadResponse(want)
	return err
}

// early names what ended a mail before it was handed over.
func (r *relay) early(err error) error {
	var slow net.Error
	switch {
	case r.ctx.Err() != nil:
		return r.ctx.Err()
	case errors.As(err, &slow) && slow.Timeout():
		return errSilent
	}
	return err
}
