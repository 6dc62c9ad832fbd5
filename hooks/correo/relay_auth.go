package correo

import (
	"errors"
	"net/smtp"
	"strings"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/mailer"
)

// credentials is how the office proves itself to its mail server, as the dashboard
// has it.
func credentials(s core.SMTPConfig) smtp.Auth {
	plain := smtp.PlainAuth("", s.Username, s.Password, s.Host)
	if s.AuthMethod == mailer.SMTPAuthLogin {
		return &login{plain, s.Username, s.Password}
	}
	return plain
}

// login is the method LOGIN, the only one of some servers, which the standard library
// lacks. It gives the password under the same condition as PLAIN: encrypted, or to
// this machine.
type login struct {
	plain              smtp.Auth
	username, password string
}

// Start implements smtp.Auth.
func (l *login) Start(server *smtp.ServerInfo) (string, []byte, error) {
	_, _, err := l.plain.Start(server)
	return mailer.SMTPAuthLogin, nil, err
}

// Next implements smtp.Auth.
func (l *login) Next(asked []byte, more bool) ([]byte, error) {
	if !more {
		return nil, nil
	}
	switch strings.ToLower(strings.TrimSpace(string(asked))) {
	case "username:", "user name":
		return []byte(l.username), nil
	case "password:", "password":
		return []byte(l.password), nil
	}
	return nil, errors.New("the mail server asks for something else than name and password")
}
