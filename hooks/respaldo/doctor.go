package respaldo

import (
	"context"
	"crypto/x509"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"mesadepartes/hooks/correo"
	"mesadepartes/hooks/libro"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/registro"
	"mesadepartes/hooks/servidor"

	"github.com/pocketbase/pocketbase/core"
)

// Examen is what doctor needs from outside. No room of it is bound to the base that is read.
type Examen struct {
	Now       func() time.Time
	Libro     *libro.Room
	Registro  *registro.Room
	Correo    *correo.Mailer
	Copias    Lugar            // where the office's copies go
	Checks    []servidor.Check // of other rooms, those that write nothing
	TXT       func(ctx context.Context, name string) ([]string, error)
	Selector  string // MESA_DKIM_SELECTOR: under which name the mail server signs; "" when not known
	KeyEnv    string // the variable with the key of the settings
	Todo      bool   // every file, every line, every folder
	Progreso  registro.Progress
	Resguardo string
	Roots     *x509.CertPool // nil for the authorities that the machine knows
}

// Linea is what doctor found of one part.
type Linea struct {
	Nombre  string     `json:"nombre"`
	Salud   mesa.Salud `json:"-"`
	Estado  string     `json:"estado"`
	Motivo  string     `json:"motivo,omitempty"`
	Remedio string     `json:"remedio,omitempty"`
}

// examination is one look at a folder.
type examination struct {
	Examen
	dir   string
	app   core.App // nil when the base can't be opened
	lines []Linea
	tell  func(Linea)
	noS3  bool // the store of the files does not answer: the book there is not asked
}

// Examine looks at a data folder and tells each line as it is known. The base is opened to
// read alone, beside a server too. An error says that there is nothing to look at.
func Examine(ctx context.Context, dir string, with Examen, tell func(Linea)) ([]Linea, error) {
	if _, err := os.Stat(filepath.Join(dir, "data.db")); err != nil {
		return nil, fmt.Errorf("%s no tiene la base de datos de una mesa de partes: %w", dir, err)
	}
	x := &examination{Examen: with, dir: dir, tell: tell}
	x.running()
	x.permissions(ctx)
	x.integrity(ctx)
	if err := x.open(); err != nil {
		x.add("base de datos", mesa.Mal, mesa.TextDoctorNoAbre(err.Error()))
		return x.lines, nil
	}
	defer func() { _ = x.app.ClearBootstrap() }()
	for _, part := range []func(context.Context){
		x.schema, x.files, x.book, x.key, x.heads, x.aside, x.others, x.space, x.outbox, x.relay, x.sender, x.address, x.copies,
	} {
		part(ctx)
	}
	return x.lines, ctx.Err()
}

// add tells a line. What to do is known by its name.
func (x *examination) add(name string, salud mesa.Salud, motivo string) {
	l := Linea{Nombre: name, Salud: salud, Estado: [...]string{"verde", "ámbar", "rojo"}[salud], Motivo: motivo}
	if salud != mesa.Bien {
		l.Remedio = mesa.RemedioDoctor(name)
	}
	x.lines = append(x.lines, l)
	x.tell(l)
}

// verdict tells a line that is well when there is no fault. An error is amber: the part could
// not be looked at.
func (x *examination) verdict(name, fault string, err error) {
	switch {
	case err != nil:
		x.add(name, mesa.Atencion, mesa.TextDoctorNoMira(err.Error()))
	case fault != "":
		x.add(name, mesa.Mal, fault)
	default:
		x.add(name, mesa.Bien, "")
	}
}

// open opens the base; PocketBase panics over some damage.
func (x *examination) open() (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	x.app, err = servidor.OpenReading(x.dir, x.KeyEnv)
	return err
}

// running asks the server that holds the folder, which knows what no other process can see.
func (x *examination) running() {
	lines := slices.DeleteFunc(servidor.Beside(x.dir), func(line string) bool { return strings.HasPrefix(line, "versión: ") })
	switch {
	case len(lines) == 0:
		x.add("programa en marcha", mesa.Bien, mesa.TextDoctorParado)
	case lines[0] == mesa.Bien.String():
		x.add("programa en marcha", mesa.Bien, "")
	case lines[0] == mesa.Mal.String():
		x.add("programa en marcha", mesa.Mal, strings.Join(lines[1:], "; "))
	default:
		x.add("programa en marcha", mesa.Atencion, strings.Join(lines[1:], "; "))
	}
}

// colors are those of a terminal, by health.
var colors = [...]string{"\x1b[32m", "\x1b[33m", "\x1b[31m"}

// Write writes a line for people; colored for a terminal.
func (l Linea) Write(out io.Writer, colored bool) {
	state := fmt.Sprintf("%-5s", l.Estado)
	if colored {
		state = colors[l.Salud] + state + "\x1b[0m"
	}
	fmt.Fprintf(out, "%s  %s", state, l.Nombre)
	if l.Motivo != "" {
		fmt.Fprint(out, ": ", l.Motivo)
	}
	fmt.Fprintln(out)
	if l.Remedio != "" {
		fmt.Fprintln(out, "       → "+l.Remedio)
	}
}
