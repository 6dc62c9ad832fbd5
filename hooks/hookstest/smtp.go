package hookstest

import (
	"bufio"
	"net"
	"strings"
	"sync"
	"testing"

	"github.com/pocketbase/pocketbase/core"
)

// SMTP is a mail server on loopback that keeps the mails it gets, or refuses them.
type SMTP struct {
	mu     sync.Mutex
	down   bool
	mails  []string
	listen net.Listener
}

// NewSMTP starts a mail server and points the app at it.
func NewSMTP(t testing.TB, app core.App) *SMTP {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &SMTP{listen: l}
	t.Cleanup(func() { l.Close() })
	go s.accept()
	settings := app.Settings()
	settings.SMTP.Enabled = true
	settings.SMTP.Host = "127.0.0.1"
	settings.SMTP.Port = l.Addr().(*net.TCPAddr).Port
	settings.Meta.SenderAddress = "mesa@ejemplo.pe"
	return s
}

// Down makes the server refuse mails, or take them again.
func (s *SMTP) Down(down bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = down
}

// Mails are the messages taken so far, headers included.
func (s *SMTP) Mails() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.mails...)
}

func (s *SMTP) accept() {
	for {
		c, err := s.listen.Accept()
		if err != nil {
			return
		}
		go s.serve(c)
	}
}

func (s *SMTP) serve(c net.Conn) {
	defer c.Close()
	in := bufio.NewReader(c)
	say := func(line string) { _, _ = c.Write([]byte(line + "\r\n")) }
	say("220 prueba")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		switch verb := strings.ToUpper(strings.TrimSpace(line)); {
		case strings.HasPrefix(verb, "EHLO"), strings.HasPrefix(verb, "HELO"):
			say("250 prueba")
		case strings.HasPrefix(verb, "DATA"):
			say("354 adelante")
			s.data(in, say)
		case strings.HasPrefix(verb, "QUIT"):
			say("221 adios")
			return
		default:
			say("250 ok")
		}
	}
}

func (s *SMTP) data(in *bufio.Reader, say func(string)) {
	var b strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		if line == ".\r\n" {
			break
		}
		b.WriteString(line)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down {
		say("451 vuelva luego")
		return
	}
	s.mails = append(s.mails, b.String())
	say("250 guardado")
}
