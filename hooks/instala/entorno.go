package instala

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"mesadepartes/hooks/disco"
)

// Answers are what an office says of itself, by the names of the environment. The file of
// answers, the file of the service and the questions speak of the same names.
type Answers map[string]string

// What is asked beside the variables that the program reads anyway.
const (
	keyName   = "MESA_NOMBRE"
	keyDomain = "MESA_DOMINIO"
	keyListen = "MESA_ESCUCHA"
	keyURL    = "MESA_URL"
	keyHeader = "MESA_PROXY_HEADER"
	keyHost   = "MESA_SMTP_HOST"
	keyPort   = "MESA_SMTP_PORT"
	keyUser   = "MESA_SMTP_USER"
	keyPass   = "MESA_SMTP_PASSWORD"
	keyTLS    = "MESA_SMTP_TLS"
	keyFrom   = "MESA_SMTP_FROM"
	keyCopies = "MESA_COPIA"
	keyAdmin  = "MESA_SUPERUSER_EMAIL"
	keyWord   = "MESA_SUPERUSER_PASSWORD"
)

// never are kept in no file: a password is told once, to the base.
var never = []string{keyAdmin, keyWord}

// Domain is the name under which the program serves HTTPS itself, "" behind a proxy.
func (r Answers) Domain() string { return r[keyDomain] }

// Listen is where the program listens for a proxy.
func (r Answers) Listen() string {
	if a := r[keyListen]; a != "" {
		return a
	}
	return "127.0.0.1:8090"
}

// lines are the answers as the environment of a process.
func (r Answers) lines() (env []string) {
	for _, name := range slices.Sorted(maps.Keys(r)) {
		if !slices.Contains(never, name) && r[name] != "" {
			env = append(env, name+"="+r[name])
		}
	}
	return env
}

// text is the file of the service, which systemd and a shell read alike.
func (r Answers) text(l places) string {
	b := &strings.Builder{}
	fmt.Fprintln(b, "# Ajustes de la Mesa de Partes. Guarda la contraseña del correo: solo lo lee root.")
	quote := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "`", "\\`", "$", `\$`)
	all := maps.Clone(r)
	all["MESA_RESGUARDO"] = l.Resguardo
	for _, line := range all.lines() {
		name, value, _ := strings.Cut(line, "=")
		fmt.Fprintf(b, "%s=\"%s\"\n", name, quote.Replace(value))
	}
	return b.String()
}

// readAnswers reads a file of answers or of the service; one that is not there has none.
func readAnswers(path string) (Answers, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Answers{}, nil
	}
	if err != nil {
		return nil, err
	}
	return parseAnswers(path, data)
}

func parseAnswers(path string, data []byte) (Answers, error) {
	r := Answers{}
	lines := bufio.NewScanner(bytes.NewReader(data))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if line == "" || line[0] == '#' {
			continue
		}
		name, value, found := strings.Cut(line, "=")
		if !found {
			return nil, fmt.Errorf("%s, línea %d: escriba NOMBRE=VALOR", path, n)
		}
		name = strings.TrimSpace(name)
		r[name] = unquote(strings.TrimSpace(value))
	}
	return r, lines.Err()
}

// unquote undoes what text writes; a value without quotes is taken as it is.
func unquote(value string) string {
	if len(value) < 2 || value[0] != '"' || value[len(value)-1] != '"' {
		return value
	}
	b := &strings.Builder{}
	escaped := false
	for _, c := range value[1 : len(value)-1] {
		if escaped = c == '\\' && !escaped; !escaped {
			b.WriteRune(c)
		}
	}
	return b.String()
}

// putFile writes a file whole or not at all, and brings it to the disk. Beside the program a file
// named .nuevo is the next program, so that disco.Replace is not for here.
func putFile(path string, data []byte, mode fs.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".nuevo-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // gone already when all went well
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
	if err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return disco.Sync(filepath.Dir(path))
}
