package hookstest

import (
	"bufio"
	"crypto/tls"
	"encoding/base64"
	"strings"
)

// Secure makes the server encrypt, from the first word on or when it is asked to. Call
// it before anybody connects.
func (s *SMTP) Secure(cert tls.Certificate, atOnce bool) { s.cert, s.atOnce = &cert, atOnce }

// Logins lists who proved themselves: method, name and password.
func (s *SMTP) Logins() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.logins...)
}

// encrypted tells whether the session is.
func (c *session) encrypted() bool {
	_, is := c.conn.(*tls.Conn)
	return is
}

func (c *session) encrypt(cert *tls.Certificate) {
	c.conn = tls.Server(c.conn, &tls.Config{Certificates: []tls.Certificate{*cert}})
	c.in = bufio.NewReader(c.conn)
}

// offers is the answer to EHLO.
func (s *SMTP) offers(c *session) string {
	if s.cert != nil && !c.encrypted() {
		return "250-prueba\r\n250 STARTTLS"
	}
	return "250-prueba\r\n250 AUTH PLAIN LOGIN"
}

// login takes AUTH PLAIN, or AUTH LOGIN with its two questions.
func (s *SMTP) login(c *session, words []string) bool {
	read := func(coded string) string {
		raw, _ := base64.StdEncoding.DecodeString(strings.TrimSpace(coded)) // a wrong one shows in the test
		return strings.Trim(string(raw), "\x00")
	}
	who := strings.ReplaceAll(read(words[len(words)-1]), "\x00", " ")
	if strings.EqualFold(words[1], "LOGIN") {
		var answers []string
		for _, question := range []string{"Username:", "Password:"} {
			c.say("", "334 "+base64.StdEncoding.EncodeToString([]byte(question)))
			line, err := c.in.ReadString('\n')
			if err != nil {
				return false
			}
			answers = append(answers, read(line))
		}
		who = strings.Join(answers, " ")
	}
	s.mu.Lock()
	s.logins = append(s.logins, strings.ToUpper(words[1])+" "+who)
	s.mu.Unlock()
	return c.say("", "235 bienvenido")
}
