package instala

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"mesadepartes/hooks/disco"
	"mesadepartes/hooks/libro"
	"mesadepartes/hooks/mesa"

	"github.com/spf13/cobra"
)

func updateCommand(exit *int) *cobra.Command {
	var raiz string
	var step bool
	c := &cobra.Command{
		Use: "actualizar ARCHIVO", SilenceUsage: true, Args: cobra.MaximumNArgs(1),
		Short: "Cambia el programa instalado por uno más nuevo; si no está bien, vuelve solo al anterior",
		Long: "Comprueba la firma del programa nuevo (ARCHIVO.firma), copia la entidad, detiene el servicio, guarda la base, prueba el\n" +
			"programa nuevo sobre ella sin atender a nadie, y solo si está bien lo pone en lugar del anterior e inicia el servicio.\n" +
			"Termina con 1 si volvió al anterior. Interrumpida en cualquier momento, el servicio la termina o la deshace al iniciarse.",
		RunE: func(cmd *cobra.Command, args []string) error {
			i, err := newInstallation(cmd.InOrStdin(), cmd.OutOrStdout(), raiz, "")
			if err != nil {
				return err
			}
			i.Copias = i.r[keyCopies]
			if step {
				return i.step()
			}
			if len(args) == 0 {
				return errors.New("escriba el archivo del programa nuevo")
			}
			good, err := i.update(args[0])
			if err == nil && !good {
				*exit = 1
			}
			return err
		},
	}
	c.Flags().BoolVar(&step, "paso", false, "")
	_ = c.Flags().MarkHidden("paso") // for the service, before it starts
	rootFlag(c, &raiz)
	return c
}

// Beside the program stand the one that is tried and the one before.
const nextSuffix, beforeSuffix = ".nuevo", ".anterior"

func (l places) updateLock() string { return l.at(l.Programa) + ".actualizando" }

// update prepares the new program and has the service carry the update out.
func (i *installation) update(file string) (good bool, err error) {
	if !i.hasBase() {
		return false, fmt.Errorf("no hay nada instalado en %s: use «mesadepartes instalar»", i.Datos)
	}
	held, err := disco.Hold(i.updateLock())
	if errors.Is(err, disco.ErrHeld) {
		return false, errors.New("otra actualización está en curso")
	}
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, held.Release()) }()
	if err := i.unfinished(); err != nil {
		return false, err
	}
	if same, err := i.receive(file); err != nil || same {
		return true, err
	}
	if err := i.copyFirst(); err != nil {
		return false, err
	}
	book, err := i.bookMark()
	if err != nil {
		return false, err
	}
	before := mesa.Version()
	if err := i.note(update{Fase: waiting, Antes: before, Libro: book}); err != nil {
		return false, err
	}
	return i.carryOut(book)
}

// unfinished ends an update that was broken off, where no service did it.
func (i *installation) unfinished() error {
	u, err := i.state()
	if err != nil || u.Fase == "" || u.Fase == done || u.Fase == failed {
		return err
	}
	say(i.out, "Había una actualización a medias: se resuelve primero.")
	if kept, err := i.restartService(i.step); kept {
		return err
	}
	return i.step()
}

// receive puts the new program beside the installed one, once its signature is good and it says
// that it opens the base. What is checked is what was read, whatever becomes of the file.
func (i *installation) receive(file string) (same bool, err error) {
	program, err := os.ReadFile(file)
	if err != nil {
		return false, err
	}
	if err := verify(file, program); err != nil {
		return false, err
	}
	say(i.out, "Firma comprobada.")
	if there, err := os.ReadFile(i.at(i.Programa)); err == nil && bytes.Equal(there, program) {
		say(i.out, "Ese programa ya es el instalado.")
		return true, nil
	}
	if err := putFile(i.at(i.Programa)+nextSuffix, program, 0o755); err != nil {
		return false, err
	}
	cmd := i.childOf(nextSuffix, "base", "admite", "--dir="+i.at(i.Datos))
	if out, err := cmd.CombinedOutput(); err != nil {
		return false, errors.Join(fmt.Errorf("el programa nuevo no sirve aquí: %s", cmp.Or(string(lastLine(out)), err.Error())),
			remove(i.at(i.Programa)+nextSuffix))
	}
	return false, nil
}

// copyFirst makes a copy of the office while it still serves.
func (i *installation) copyFirst() error {
	if i.Copias == "" {
		say(i.out, "Sin carpeta de copias (MESA_COPIA): se guarda la base en la carpeta de datos y nada más.")
		return nil
	}
	out, err := i.child("copia", "hacer", i.at(i.Copias), "--dir="+i.at(i.Datos)).CombinedOutput()
	if err != nil {
		return fmt.Errorf("no se actualizó, porque no se pudo hacer la copia: %s", cmp.Or(string(lastLine(out)), err.Error()))
	}
	say(i.out, "%s", lastLine(out))
	return nil
}

// carryOut restarts the service, which does the step before it serves. Where no system keeps
// the service, the step is done here, and a server that runs is in its way.
func (i *installation) carryOut(book string) (good bool, err error) {
	kept, err := i.restartService(i.step)
	if !kept {
		err = i.step()
	}
	if err != nil {
		return false, fmt.Errorf("%w\nLa actualización sigue a medias: al iniciar el servicio se termina o se deshace", err)
	}
	u, err := i.state()
	if err != nil || u.Fase != done {
		return false, errors.Join(err, i.tellFailed(u))
	}
	if kept {
		if sick := i.waitUntilWell(patience); sick != nil {
			return false, i.goBack(u, book, sick)
		}
		if out, err := i.child("base", "olvidar", "--dir="+i.at(i.Datos)).CombinedOutput(); err != nil {
			return true, fmt.Errorf("actualizado; la base guardada no se borró: %w: %s", err, lastLine(out))
		}
	}
	say(i.out, "Actualizado: de %s a %s.", u.Antes, u.Ahora)
	return true, nil
}

func (i *installation) tellFailed(u update) error {
	say(i.out, "NO se actualizó: %s\nSigue el programa anterior (%s) con su base, sin cambios.", u.Motivo, u.Antes)
	return nil
}

// goBack undoes an update that was well when it was tried and is not well as a service, unless
// an act was acknowledged since: the kept base does not hold it.
func (i *installation) goBack(u update, book string, sick error) error {
	now, err := i.bookMark()
	if err != nil || now != book {
		return errors.Join(fmt.Errorf("el programa nuevo está en marcha y no está bien (%w); no se volvió al anterior "+
			"porque ya se registraron actos con el nuevo", sick), err)
	}
	u.Fase, u.Motivo = back, sick.Error()
	if err := i.note(u); err != nil {
		return err
	}
	if _, err := i.restartService(i.step); err != nil {
		return err
	}
	if u, err = i.state(); err != nil {
		return err
	}
	return errors.Join(i.tellFailed(u), i.waitUntilWell(patience))
}

// bookMark changes with every act that the book of acts holds.
func (l places) bookMark() (string, error) {
	b := &strings.Builder{}
	root := filepath.Join(l.at(l.Datos), libro.Folder)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) || err == nil && d.IsDir() {
			return nil
		}
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil {
			fmt.Fprintln(b, path, info.Size(), info.ModTime().UnixNano())
		}
		return err
	})
	return fmt.Sprintf("%x", sha256.Sum256([]byte(b.String()))), err
}
