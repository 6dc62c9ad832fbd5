package instala

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/servidor"
)

// installation is one run of the installer.
type installation struct {
	places
	r   Answers
	ask *asker
	out io.Writer
	// now is what the base said of itself last.
	now state
}

// newInstallation reads what is settled already: the file of the service, and over it the file
// of answers.
func newInstallation(in io.Reader, out io.Writer, raiz, file string) (*installation, error) {
	if raiz != "" {
		full, err := filepath.Abs(raiz)
		if err != nil {
			return nil, err
		}
		raiz = full
	}
	l, err := placesOf(raiz)
	if err != nil {
		return nil, err
	}
	i := &installation{places: l, ask: newAsker(in, out), out: out}
	if i.r, err = readAnswers(i.at(i.Entorno)); err != nil {
		return nil, err
	}
	if file != "" {
		told, err := readTold(file)
		if err != nil {
			return nil, err
		}
		for name, value := range told {
			i.r[name] = value
		}
	}
	if _, told := i.r[keyDomain]; !told && i.r[keyListen] != "" {
		i.r[keyDomain] = "" // there is a proxy
	}
	i.Resguardo = cmp.Or(i.r["MESA_RESGUARDO"], i.Resguardo)
	return i, nil
}

// readTold reads a file of answers, which holds passwords.
func readTold(file string) (Answers, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	if filepath.Separator == '/' && info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%s guarda contraseñas y otros usuarios pueden leerlo: ejecute primero chmod 600 %s", file, file)
	}
	r, err := readAnswers(file)
	if err != nil {
		return nil, err
	}
	for name := range r {
		if !strings.HasPrefix(name, "MESA_") {
			return nil, fmt.Errorf("%s: no se conoce %q; los nombres empiezan con MESA_", file, name)
		}
	}
	return r, nil
}

// install does each step that is not done yet. Whatever ends it midway, the next run goes on.
func (i *installation) install() error {
	if err := i.ask.settings(i.r, i.Copias); err != nil {
		return err
	}
	i.Copias = i.r[keyCopies]
	for _, step := range []struct {
		says string
		do   func() error
	}{
		{"Programa", i.putProgram},
		{"Usuario del servicio", i.makeAccount},
		{"Carpetas", i.makeFolders},
		{"Base y administrador", i.prepareBase},
		{"Primera copia, restaurada de prueba", i.firstCopy},
		{"Servicio", i.runService},
	} {
		say(i.out, "— %s", step.says)
		if err := step.do(); err != nil {
			return fmt.Errorf("%s: %w\nCorrija y repita la orden: continúa donde quedó", step.says, err)
		}
	}
	i.tellNext()
	return nil
}

// putProgram copies this program to its place. Over another version that has data it would be
// an update without its safeguards.
func (i *installation) putProgram() error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	data, err := os.ReadFile(self)
	if err != nil {
		return err
	}
	target := i.at(i.Programa)
	there, err := os.ReadFile(target)
	switch {
	case err == nil && bytes.Equal(there, data):
		return i.link()
	case err == nil && i.hasBase():
		return fmt.Errorf("%s es otra versión y ya tiene datos: use «mesadepartes actualizar ARCHIVO»", i.Programa)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if err := openFolder(filepath.Dir(target)); err != nil {
		return err
	}
	if err := putFile(target, data, 0o755); err != nil {
		return err
	}
	return i.link()
}

// openFolder makes a folder that everybody enters, whatever this process keeps to itself.
func openFolder(path string) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	if err := openFolder(filepath.Dir(path)); err != nil {
		return err
	}
	return errors.Join(os.Mkdir(path, 0o755), os.Chmod(path, 0o755))
}

func (l places) hasBase() bool {
	_, err := os.Stat(filepath.Join(l.at(l.Datos), "data.db"))
	return err == nil
}

func (i *installation) makeFolders() error {
	for _, path := range []string{i.Datos, i.Resguardo, i.Copias} {
		if path == "" {
			continue
		}
		if err := openFolder(filepath.Dir(i.at(path))); err != nil {
			return err
		}
		if err := i.ownFolder(i.at(path)); err != nil {
			return err
		}
	}
	return nil
}

// putChanged writes a file unless it holds that already.
func putChanged(path string, data []byte, mode fs.FileMode) (changed bool, err error) {
	there, err := os.ReadFile(path)
	if err == nil && bytes.Equal(there, data) {
		return false, os.Chmod(path, mode)
	}
	if err := openFolder(filepath.Dir(path)); err != nil {
		return false, err
	}
	return true, putFile(path, data, mode)
}

// prepareBase asks for the administrator when there is none, and sends the trial.
func (i *installation) prepareBase() error {
	if _, err := putChanged(i.at(i.Entorno), []byte(i.r.text(i.places)), 0o600); err != nil {
		return err // the answers are kept before anything that may take long
	}
	if err := i.do(task{Nombre: i.r[keyName]}); err != nil {
		return err
	}
	t := task{Prueba: i.r[keyHost] != ""}
	if i.now.Administradores > 0 {
		say(i.out, "  Ya hay administrador.")
	} else {
		if err := i.ask.administrator(i.r); err != nil {
			return err
		}
		t.Correo, t.Clave = i.r[keyAdmin], i.r[keyWord]
	}
	if err := i.do(t); err != nil {
		return err
	}
	switch {
	case !t.Prueba:
		say(i.out, "  Sin servidor de correo no sale ningún correo: escríbalo en el panel.")
	case i.now.Prueba != "":
		say(i.out, "  ATENCIÓN: %s\n  Corríjalo en MESA_SMTP_… de %s y repita la orden: la prueba se envía otra vez.", i.now.Prueba, i.Entorno)
	default:
		say(i.out, "  Correo de prueba enviado a %s.", i.now.Administrador)
	}
	return nil
}

// do has the installed program do a task.
func (i *installation) do(t task) error {
	in, err := json.Marshal(t)
	if err != nil {
		return err
	}
	var out, errs bytes.Buffer
	cmd := i.child("preparar", "--dir="+i.at(i.Datos))
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(in), &out, &errs
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%w: %s", err, strings.TrimSpace(errs.String()))
	}
	i.now = state{}
	if err := json.Unmarshal(lastLine(out.Bytes()), &i.now); err != nil {
		return fmt.Errorf("%w: %s", errNoAnswer, out.String())
	}
	if i.now.Error != "" {
		return errors.New(i.now.Error)
	}
	return nil
}

// lastLine leaves out what the program says at its start.
func lastLine(b []byte) []byte {
	b = bytes.TrimSpace(b)
	return bytes.TrimPrefix(b[bytes.LastIndexByte(b, '\n')+1:], []byte("mesadepartes: "))
}

// child is the installed program as the user of the service.
func (i *installation) child(args ...string) *exec.Cmd {
	cmd := exec.Command(i.at(i.Programa), args...)
	cmd.Env, cmd.Dir = i.environment(i.r), i.at(i.Datos)
	i.asService(cmd)
	return cmd
}

// firstCopy copies the office and restores the copy to try it. A service that runs shows that
// this was done.
func (i *installation) firstCopy() error {
	if i.Copias == "" {
		say(i.out, "  Sin carpeta de copias: ponga MESA_COPIA en %s.", i.Entorno)
		return nil
	}
	if servidor.Salud("", i.at(i.Datos), io.Discard, io.Discard) == 0 {
		say(i.out, "  El servicio ya atiende y copia cada día.")
		return nil
	}
	for _, verb := range []string{"hacer", "ensayar"} {
		args := []string{"copia", verb, i.at(i.Copias)}
		if verb == "hacer" {
			args = append(args, "--dir="+i.at(i.Datos))
		}
		out, err := i.child(args...).CombinedOutput()
		if err != nil {
			return fmt.Errorf("copia %s: %w: %s", verb, err, lastLine(out))
		}
		say(i.out, "  %s", lastLine(out))
	}
	return nil
}

// patience is how long a service may take until it is well.
const patience = 90 * time.Second

func (i *installation) runService() error {
	if err := i.writeService(); err != nil {
		return err
	}
	started, err := i.startService()
	if err != nil || !started {
		return err
	}
	say(i.out, "  Iniciado. Se espera a que responda bien, %d segundos como máximo.", int(patience.Seconds()))
	err = i.waitUntilWell(patience)
	if err != nil && i.r.Domain() != "" && servidor.Answers("127.0.0.1:443") {
		say(i.out, "  ATENCIÓN: atiende, y todavía sin certificado: %v", err)
		return nil
	}
	return err
}

func (l places) waitUntilWell(limit time.Duration) error {
	var said bytes.Buffer
	tick := time.NewTicker(300 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(limit); ; <-tick.C {
		said.Reset()
		if servidor.Salud("", l.at(l.Datos), &said, &said) == 0 {
			return nil
		}
		if time.Now().After(end) {
			return fmt.Errorf("el servicio no está bien: %s", bytes.TrimSpace(said.Bytes()))
		}
	}
}

func (i *installation) tellNext() {
	url := strings.TrimSuffix(i.r[keyURL], "/")
	say(i.out, "\nInstalado: mesadepartes %s.\n\nQué sigue", mesa.Version())
	if i.r.Domain() == "" {
		say(i.out, "  · Haga que el proxy lleve %s a http://%s, con la cabecera %s y cuerpos de hasta 120 MB.", url, i.r.Listen(), i.r[keyHeader])
	} else {
		say(i.out, "  · El dominio %s debe llegar a esta máquina por los puertos 80 y 443: el certificado llega solo.", i.r.Domain())
	}
	if !i.now.Confirmada {
		say(i.out, "  · Ingrese en %s/bandeja, abra «Puesta en marcha» y confirme «Estos datos son de mi entidad».", url)
		say(i.out, "    Antes de eso no se recibe ninguna solicitud.")
	}
	say(i.out, "  · La guía de diez minutos está en %s/bandeja/guia/puesta-en-marcha.", url)
	say(i.out, "  · Guarde en papel las palabras de la llave: %s clave mostrar", i.order())
	if i.Copias != "" {
		say(i.out, "  · Copias: una al día en %s. Llévelas a otro disco con MESA_COPIA.", i.Copias)
	}
	say(i.out, "  · Para cambiar un ajuste, corríjalo en %s y repita: %s instalar", i.Entorno, i.order())
}

// order is how an administrator calls the installed program.
func (l places) order() string {
	if l.Enlace != "" {
		return "sudo " + filepath.Base(l.Enlace)
	}
	return `"` + l.Programa + `"`
}

// uninstall takes the service and the program off. A second run finds nothing and says the same.
func (i *installation) uninstall() error {
	if err := i.removeService(); err != nil {
		return err
	}
	if err := i.unlink(); err != nil {
		return err
	}
	program := i.at(i.Programa)
	for _, name := range []string{program, program + nextSuffix, program + beforeSuffix, i.statePath(), i.updateLock()} {
		if err := remove(name); err != nil {
			return err
		}
	}
	_ = os.Remove(filepath.Dir(program)) // stays when somebody put something else into it
	say(i.out, "El servicio y el programa ya no están. Quedan los datos (%s), el resguardo (%s), los ajustes (%s) y las copias.",
		i.Datos, i.Resguardo, i.Entorno)
	say(i.out, "Para borrarlos también, con copias guardadas aparte, bórrelos usted.")
	return nil
}
