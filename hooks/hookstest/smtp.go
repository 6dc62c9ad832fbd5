package hookstest

import (
	"bufio"
	"crypto/tls"
	"io"
	"net"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// SMTP is a mail server on loopback that keeps the mails it gets, or treats them as
// the test says.
type SMTP struct {
	mu      sync.Mutex
	manners []Manner
	mails   []string
	open    []net.Conn
	listen  net.Listener
	cert    *tls.Certificate // see Secure
	atOnce  bool
	logins  []string
}

// Manner is how the server treats the mails to some addresses. The zero value takes
// them all.
type Manner struct {
	To     string        // how the addresses end
	Banner string        // what it says when somebody connects, whatever To
	Rcpt   string        // its answer to an address
	Dot    string        // its answer to the final dot
	Wait   time.Duration // how long that answer takes
}

// What a server may do in place of an answer.
const (
	Silence = "silence" // it keeps the line and says no more
	Drop    = "drop"    // it drops the line
)

// NewSMTP starts a mail server and points the app at it.
func NewSMTP(t testing.TB, app core.App) *SMTP {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &SMTP{listen: l}
	t.Cleanup(s.close)
	go s.accept()
	settings := app.Settings()
	settings.SMTP.Enabled = true
	settings.SMTP.Host = "127.0.0.1"
	settings.SMTP.Port = s.Port()
	settings.Meta.SenderAddress = "mesa@ejemplo.pe"
	return s
}

// Port is where the server listens.
func (s *SMTP) Port() int { return s.listen.Addr().(*net.TCPAddr).Port }

// Down makes the server refuse mails, or take them again.
func (s *SMTP) Down(down bool) {
	if down {
		s.Behave(Manner{Dot: "451 vuelva luego"})
	} else {
		s.Behave()
	}
}

// Behave sets how mails are treated from now on; the first manner that fits an address
// counts.
func (s *SMTP) Behave(manners ...Manner) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.manners = manners
}

// Mails are the messages taken so far, headers included.
func (s *SMTP) Mails() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.mails...)
}

var sixDigits = regexp.MustCompile(`\b\d{6}\b`)

// Code is the newest code that was mailed, "" when none was: notices of the outbox may
// arrive after it.
func (s *SMTP) Code() string {
	for _, m := range slices.Backward(s.Mails()) {
		_, text, _ := strings.Cut(m, "text/plain")
		if strings.Contains(text, "admite cinco intentos") {
			return sixDigits.FindString(text)
		}
	}
	return ""
}

func (s *SMTP) close() {
	s.listen.Close()
	s.HangUp()
}

// HangUp drops every line.
func (s *SMTP) HangUp() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.open {
		c.Close()
	}
}

func (s *SMTP) manner(to string) Manner {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.manners {
		if strings.HasSuffix(to, m.To) {
			return m
		}
	}
	return Manner{}
}

func (s *SMTP) accept() {
	for {
		c, err := s.listen.Accept()
		if err != nil {
			return
		}
		s.mu.Lock()
		s.open = append(s.open, c)
		s.mu.Unlock()
		go s.serve(c)
	}
}

// session is one connection of a sender.
type session struct {
	conn  net.Conn
	in    *bufio.Reader
	treat Manner
}

// say answers; false when that was the end of the session.
func (c *session) say(answer, standard string) bool {
	switch answer {
	case "":
		answer = standard
	case Silence:
		_, _ = io.Copy(io.Discard, c.in)
		return false
	case Drop:
		return false
	}
	_, err := io.WriteString(c.conn, answer+"\r\n")
	return err == nil
}

func (s *SMTP) serve(conn net.Conn) {
	defer conn.Close()
	c := &session{conn: conn, in: bufio.NewReader(conn), treat: s.manner("")}
	if s.cert != nil && s.atOnce {
		c.encrypt(s.cert)
	}
	for goes := c.say(c.treat.Banner, "220 prueba"); goes; {
		line, err := c.in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimSpace(line)
		switch verb := strings.ToUpper(line); {
		case strings.HasPrefix(verb, "EHLO"):
			goes = c.say("", s.offers(c))
		case strings.HasPrefix(verb, "STARTTLS"):
			goes = c.say("", "220 adelante")
			c.encrypt(s.cert)
		case strings.HasPrefix(verb, "AUTH"):
			goes = s.login(c, strings.Fields(line))
		case strings.HasPrefix(verb, "RCPT"):
			c.treat = s.manner(strings.TrimSuffix(line, ">"))
			goes = c.say(c.treat.Rcpt, "250 ok")
		case strings.HasPrefix(verb, "DATA"):
			goes = c.say("", "354 adelante") && s.data(c)
		case strings.HasPrefix(verb, "QUIT"):
			c.say("", "221 adios")
			return
		default:
			goes = c.say("", "250 prueba")
		}
	}
}

// data takes a mail. One that is not answered was taken all the same.
func (s *SMTP) data(c *session) bool {
	var b strings.Builder
	for {
		line, err := c.in.ReadString('\n')
		if err != nil {
			return false
		}
		if line == ".\r\n" {
			break
		}
		b.WriteString(line)
	}
	if dot := c.treat.Dot; dot == "" || dot == Silence || dot == Drop {
		s.mu.Lock()
		s.mails = append(s.mails, b.String())
		s.mu.Unlock()
	}
	time.Sleep(c.treat.Wait)
	return c.say(c.treat.Dot, "250 guardado")
}
