package instala

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

const account = "mesadepartes" // the user, its group and the service

func placesOf(raiz string) (places, error) {
	if raiz == "" && os.Geteuid() != 0 {
		return places{}, errors.New("esto lo hace root: repita la orden con sudo")
	}
	l := usual()
	l.raiz = raiz
	return l, nil
}

// usual is where the service stands on every Linux.
func usual() places {
	return places{
		Programa: "/opt/mesadepartes/mesadepartes", Enlace: "/usr/local/bin/mesadepartes",
		Datos: "/var/lib/mesadepartes", Resguardo: "/var/lib/mesadepartes-resguardo",
		Entorno: "/etc/mesadepartes/mesadepartes.env", Unidad: "/etc/systemd/system/mesadepartes.service",
		Copias: "/var/backups/mesadepartes",
	}
}

// makeAccount makes the user of the service. Under a root prefix there is none, and every file
// is this user's.
func (i *installation) makeAccount() error {
	if i.raiz != "" {
		return nil
	}
	if _, err := user.Lookup(account); err == nil {
		return nil
	}
	cmd := exec.Command("useradd", "--system", "--user-group", "--no-create-home", "--home-dir", i.Datos,
		"--shell", "/usr/sbin/nologin", "--comment", "Mesa de Partes Digital", account)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("no se pudo crear el usuario %s: %w: %s", account, err, bytes.TrimSpace(out))
	}
	return nil
}

// ids are the user and group of the service; ok is false where there is no such user.
func (l places) ids() (uid, gid int, ok bool) {
	u, err := user.Lookup(account)
	if l.raiz != "" || err != nil {
		return 0, 0, false
	}
	uid, errU := strconv.Atoi(u.Uid)
	gid, errG := strconv.Atoi(u.Gid)
	return uid, gid, errU == nil && errG == nil
}

// ownFolder makes a folder that the service alone enters, and gives it what root left in there.
func (l places) ownFolder(path string) error {
	if err := errors.Join(os.MkdirAll(path, 0o700), os.Chmod(path, 0o700)); err != nil {
		return err
	}
	uid, gid, ok := l.ids()
	if !ok {
		return nil
	}
	return errors.Join(os.Lchown(path, uid, gid), giveFromRoot(path, uid, gid))
}

// giveFromRoot gives a user what belongs to root in its folder: a copy that root restored there.
// Nothing outside the folder changes its owner, whatever the user does meanwhile (os.Root).
func giveFromRoot(path string, uid, gid int) (err error) {
	folder, err := os.OpenRoot(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, folder.Close()) }()
	return fs.WalkDir(folder.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // a running service removes files
		}
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil || owner(info) != 0 {
			return ignoreGone(err)
		}
		return ignoreGone(folder.Lchown(name, uid, gid))
	})
}

func ignoreGone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// asService makes a command run as the user of the service, and end with this process.
func (l places) asService(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if uid, gid, ok := l.ids(); ok && os.Geteuid() == 0 {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
}

func stopChild(p *os.Process) { _ = p.Signal(syscall.SIGTERM) }

// systemdRuns is how sd_booted(3) looks.
func (l places) systemdRuns() bool {
	_, err := os.Stat("/run/systemd/system")
	return err == nil && l.raiz == ""
}

func (i *installation) writeService() error {
	if _, err := putChanged(i.at(i.Unidad), []byte(unit(i.places, i.r)), 0o644); err != nil || !i.systemdRuns() {
		return err
	}
	return systemctl("daemon-reload")
}

// startService starts the service now and at each boot; one that runs begins anew, since it reads
// its settings at a start alone. Without systemd it says how.
func (i *installation) startService() (started bool, err error) {
	if !i.systemdRuns() {
		say(i.out, "systemd no está en marcha aquí. En la máquina, inicie con:\n  systemctl daemon-reload && systemctl enable --now %s", account)
		return false, nil
	}
	if err := systemctl("enable", account); err != nil {
		return false, err
	}
	return true, systemctl("restart", account)
}

// restartService ends the service and starts it. Its ExecStartPre does the step of an update. ok
// is false where no system keeps it.
func (l places) restartService(func() error) (ok bool, err error) {
	if !l.systemdRuns() {
		return false, nil
	}
	return true, systemctl("restart", account)
}

func (i *installation) removeService() error {
	if i.systemdRuns() {
		if _, err := os.Stat(i.Unidad); err == nil {
			if err := systemctl("disable", "--now", account); err != nil {
				return err
			}
		}
	}
	if err := remove(i.at(i.Unidad)); err != nil || !i.systemdRuns() {
		return err
	}
	return systemctl("daemon-reload")
}

func systemctl(args ...string) error {
	out, err := exec.Command("systemctl", args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("systemctl %s: %w: %s (mire: journalctl -u %s -n 30)", strings.Join(args, " "), err, bytes.TrimSpace(out), account)
	}
	return nil
}

// link lets people type the program's name. What stands there and is not ours stays.
func (i *installation) link() error {
	path, target := i.at(i.Enlace), i.Programa
	if at, err := os.Readlink(path); err == nil && at == target {
		return nil
	}
	if _, err := os.Lstat(path); err == nil {
		say(i.out, "%s ya existe y no se toca: escriba %s", i.Enlace, i.Programa)
		return nil
	}
	if err := openFolder(filepath.Dir(path)); err != nil {
		return err
	}
	return os.Symlink(target, path)
}

func (i *installation) unlink() error {
	if at, err := os.Readlink(i.at(i.Enlace)); err == nil && at == i.Programa {
		return remove(i.at(i.Enlace))
	}
	return nil
}
