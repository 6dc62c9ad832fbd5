package instala

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"net"
	"net/mail"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// asker asks on a terminal; without one every missing answer is an error.
type asker struct {
	in    *bufio.Reader
	out   io.Writer
	quiet func(read func() error) error // switches the echo off meanwhile; nil without a terminal
}

func newAsker(in io.Reader, out io.Writer) *asker {
	a := &asker{in: bufio.NewReader(in), out: out}
	if f, ok := in.(*os.File); ok && isTerminal(f) {
		a.quiet = func(read func() error) error { return withoutEcho(f, read) }
	}
	return a
}

// question is one line of the conversation.
type question struct {
	key, asks, usual string
	secret           bool
	check            func(string) error
}

// ask fills in what is not answered yet. An empty line takes what is usual.
func (a *asker) ask(r Answers, q question) error {
	if value, given := r[q.key]; given {
		if err := q.check(value); err != nil {
			return fmt.Errorf("%s: %w", q.key, err)
		}
		return nil
	}
	if a.quiet == nil { // nobody is there to answer
		if err := q.check(q.usual); err != nil {
			return fmt.Errorf("falta %s (%s): %w", q.key, q.asks, err)
		}
		r[q.key] = q.usual
		return nil
	}
	for {
		value, err := a.line(q)
		if err != nil {
			return err
		}
		if err := q.check(value); err != nil {
			fmt.Fprintln(a.out, " ", err)
			continue
		}
		r[q.key] = value
		return nil
	}
}

func (a *asker) line(q question) (value string, err error) {
	read := func() (err error) { // asked once the echo is off, because some type fast
		fmt.Fprint(a.out, q.asks)
		if q.usual != "" {
			fmt.Fprintf(a.out, " [%s]", q.usual)
		}
		fmt.Fprint(a.out, ": ")
		value, err = a.in.ReadString('\n')
		return err
	}
	if q.secret {
		err = a.quiet(read)
		fmt.Fprintln(a.out)
	} else {
		err = read()
	}
	if err != nil {
		return "", fmt.Errorf("no se leyó la respuesta: %w", err)
	}
	value = strings.TrimRight(value, "\r\n")
	if !q.secret {
		value = strings.TrimSpace(value)
	}
	return cmp.Or(value, q.usual), nil
}

// settings asks what the service needs. Answers that are empty on purpose stay so.
func (a *asker) settings(r Answers, copies string) error {
	fmt.Fprintln(a.out, "Enter acepta lo que está entre corchetes.")
	questions := []question{
		{key: keyName, asks: "Nombre de la entidad", check: filled},
		{key: keyDomain, asks: "Dominio, si el programa atiende HTTPS él mismo (vacío: hay un proxy delante)", check: domains},
	}
	for _, q := range questions {
		if err := a.ask(r, q); err != nil {
			return err
		}
	}
	if r.Domain() == "" {
		questions = []question{
			{key: keyListen, asks: "Dónde escucha para el proxy", usual: r.Listen(), check: listens},
			{key: keyURL, asks: "Dirección pública, con https://", check: publicAddress},
			{key: keyHeader, asks: "Cabecera en que el proxy escribe la IP del visitante", usual: "X-Real-IP", check: oneWord},
		}
	} else {
		questions = []question{{key: keyURL, asks: "Dirección pública", usual: "https://" + strings.Fields(r.Domain())[0], check: publicAddress}}
	}
	questions = append(questions, question{key: keyHost, asks: "Servidor de correo (vacío: se escribe después en el panel)", check: oneWord})
	for _, q := range questions {
		if err := a.ask(r, q); err != nil {
			return err
		}
	}
	if r[keyHost] != "" {
		if err := a.mail(r); err != nil {
			return err
		}
	}
	return a.ask(r, question{key: keyCopies, asks: "Carpeta de las copias, mejor en otro disco", usual: copies, check: folder})
}

func (a *asker) mail(r Answers) error {
	for _, q := range []question{
		{key: keyPort, asks: "Puerto del servidor de correo", usual: "587", check: port},
		{key: keyTLS, asks: "¿Cifrado desde el primer byte, como en el puerto 465? (true o false)",
			usual: strconv.FormatBool(r[keyPort] == "465"), check: yesOrNo},
		{key: keyUser, asks: "Usuario del servidor de correo (vacío: sin usuario)", check: oneLine},
		{key: keyPass, asks: "Contraseña del servidor de correo (no se muestra)", secret: true, check: oneLine},
		{key: keyFrom, asks: "Correo del remitente", check: address},
	} {
		if q.key == keyPass && r[keyUser] == "" {
			continue
		}
		if err := a.ask(r, q); err != nil {
			return err
		}
	}
	return nil
}

// administrator asks for the first account.
func (a *asker) administrator(r Answers) error {
	if err := a.ask(r, question{key: keyAdmin, asks: "Correo del administrador", check: address}); err != nil {
		return err
	}
	_, given := r[keyWord]
	q := question{key: keyWord, asks: "Contraseña del administrador (no se muestra)", secret: true, check: password}
	if err := a.ask(r, q); err != nil || given {
		return err
	}
	first := r[keyWord]
	delete(r, keyWord)
	q.asks = "Otra vez la misma"
	q.check = func(again string) error {
		if again != first {
			return errors.New("no es la misma")
		}
		return nil
	}
	return a.ask(r, q)
}

// What an answer must be. A line of a settings file holds none of what these refuse.

func oneLine(s string) error {
	if strings.ContainsAny(s, "\r\n\x00") {
		return errors.New("escriba una sola línea")
	}
	return nil
}

func filled(s string) error {
	if strings.TrimSpace(s) == "" {
		return errors.New("no puede quedar vacío")
	}
	return oneLine(s)
}

func oneWord(s string) error {
	if strings.ContainsAny(s, " \t\"'\\%$") {
		return errors.New("escriba una sola palabra")
	}
	return oneLine(s)
}

// domains are names that stand in the command of the service.
func domains(s string) error {
	for _, name := range strings.Fields(s) {
		if strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") != "" ||
			!strings.Contains(name, ".") || strings.HasPrefix(name, "-") {
			return fmt.Errorf("%q no es un dominio: escriba por ejemplo mesa.entidad.gob.pe", name)
		}
	}
	return nil
}

func listens(s string) error {
	host, p, err := net.SplitHostPort(s)
	if err != nil || port(p) != nil || host != "" && host != "localhost" && net.ParseIP(host) == nil {
		return errors.New("escriba dirección y puerto, por ejemplo 127.0.0.1:8090")
	}
	return nil
}

func publicAddress(s string) error {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || oneWord(s) != nil {
		return errors.New("escriba la dirección completa, por ejemplo https://mesa.entidad.gob.pe")
	}
	return nil
}

func address(s string) error {
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s {
		return errors.New("escriba un correo, por ejemplo mesa@entidad.gob.pe")
	}
	return nil
}

func password(s string) error {
	if len(s) < 10 || len(s) > 70 { // bcrypt reads 72 bytes
		return errors.New("escriba de 10 a 70 caracteres")
	}
	return oneLine(s)
}

func port(s string) error {
	if n, err := strconv.Atoi(s); err != nil || n < 1 || n > 65535 {
		return errors.New("escriba un número de puerto")
	}
	return nil
}

// folder is a whole path, which stands in the unit too, or none.
func folder(s string) error {
	if s != "" && (!filepath.IsAbs(s) || oneWord(strings.ReplaceAll(s, `\\`, "")) != nil) {
		return errors.New("escriba la ruta completa de una carpeta, sin espacios")
	}
	for _, hidden := range []string{"/home/", "/root/", "/tmp/", "/run/user/"} {
		if strings.HasPrefix(filepath.ToSlash(s)+"/", hidden) {
			return errors.New("el servicio no entra en " + hidden + ": elija otra carpeta, por ejemplo en /srv o en otro disco")
		}
	}
	return nil
}

func yesOrNo(s string) error {
	_, err := strconv.ParseBool(s)
	return err
}
