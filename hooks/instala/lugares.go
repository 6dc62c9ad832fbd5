package instala

import (
	"os"
	"path/filepath"
)

// places are the files of an installation, as the machine names them. Under a root prefix the
// files stand below it, while what is written into them names the real places.
type places struct {
	raiz      string
	Programa  string // the program; beside it the one before it and the one that is tried
	Enlace    string // what people type, "" where there is none
	Datos     string
	Resguardo string // the head of the book of acts
	Entorno   string // settings, with the password of the mail server
	Unidad    string // "" where the system keeps services otherwise
	Copias    string
}

// at is where a place is for this process.
func (l places) at(path string) string {
	if l.raiz == "" || path == "" {
		return path
	}
	return filepath.Join(l.raiz, path)
}

// environment is the office's own for a child of this process, with folders below the prefix.
func (l places) environment(r Answers) []string {
	env := append(os.Environ(), r.lines()...)
	env = append(env, "MESA_RESGUARDO="+l.at(l.Resguardo))
	if l.Copias != "" {
		env = append(env, "MESA_COPIA="+l.at(l.Copias))
	}
	return env
}
