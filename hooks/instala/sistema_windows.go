package instala

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/svc"
	"golang.org/x/sys/windows/svc/mgr"
)

const (
	account = "mesadepartes" // the service
	virtual = `NT SERVICE\` + account
)

func placesOf(raiz string) (places, error) {
	if raiz == "" && !windows.GetCurrentProcessToken().IsElevated() {
		return places{}, errors.New("abra la consola como administrador y repita la orden")
	}
	l := usual()
	if l.Programa == "" {
		return places{}, errors.New("faltan las variables ProgramFiles y ProgramData de Windows")
	}
	l.raiz = raiz
	if raiz != "" { // a path with a drive does not stand below another one
		for _, p := range []*string{&l.Programa, &l.Datos, &l.Resguardo, &l.Entorno, &l.Copias} {
			*p = (*p)[len(filepath.VolumeName(*p)):]
		}
	}
	return l, nil
}

// usual is where the service stands on this Windows; nowhere where it does not say.
func usual() places {
	files, data := os.Getenv("ProgramFiles"), os.Getenv("ProgramData")
	if files == "" || data == "" {
		return places{}
	}
	data = filepath.Join(data, "mesadepartes")
	return places{
		Programa: filepath.Join(files, "mesadepartes", "mesadepartes.exe"),
		Datos:    filepath.Join(data, "datos"), Resguardo: filepath.Join(data, "datos-resguardo"),
		Entorno: filepath.Join(data, "mesadepartes.env"), Copias: filepath.Join(data, "copias"),
	}
}

// makeAccount does nothing: Windows keeps an account for each service.
func (i *installation) makeAccount() error { return nil }

// ownFolder makes a folder that administrators alone enter; the service joins them once it is there.
func (l places) ownFolder(path string) error {
	if err := os.MkdirAll(path, 0o700); err != nil || l.raiz != "" {
		return err
	}
	return grant(path, "/inheritance:r", "/grant:r", "*S-1-5-18:(OI)(CI)F", "/grant:r", "*S-1-5-32-544:(OI)(CI)F")
}

func grant(path string, args ...string) error {
	if out, err := exec.Command("icacls", append([]string{path}, args...)...).CombinedOutput(); err != nil {
		return fmt.Errorf("icacls %s: %w: %s", path, err, bytes.TrimSpace(out))
	}
	return nil
}

// asService leaves the command to this user: an administrator enters all folders.
func (l places) asService(*exec.Cmd) {}

func stopChild(p *os.Process) { _ = p.Kill() }

func (i *installation) writeService() error {
	if i.raiz != "" {
		return nil
	}
	err := withService(func(s *mgr.Service) error { return nil })
	if errors.Is(err, windows.ERROR_SERVICE_DOES_NOT_EXIST) {
		err = i.createService()
	}
	if err != nil {
		return err
	}
	for _, dir := range []string{i.Datos, i.Resguardo, i.Copias} {
		if dir == "" {
			continue
		}
		if err := grant(dir, "/grant:r", virtual+":(OI)(CI)M"); err != nil {
			return err
		}
	}
	err = grant(i.Entorno, "/inheritance:r", "/grant:r", "*S-1-5-18:F", "/grant:r", "*S-1-5-32-544:F", "/grant:r", virtual+":R")
	if err != nil {
		return err
	}
	return i.openFirewall()
}

func (i *installation) createService() error {
	m, err := mgr.Connect()
	if err != nil {
		return err
	}
	defer func() { _ = m.Disconnect() }()
	s, err := m.CreateService(account, i.Programa, mgr.Config{
		DisplayName: "Mesa de Partes Digital", Description: "Recibe solicitudes por internet.", StartType: mgr.StartAutomatic,
		ServiceStartName: virtual, SidType: windows.SERVICE_SID_TYPE_UNRESTRICTED,
	}, "servicio")
	if err != nil {
		return err
	}
	defer s.Close()
	again := mgr.RecoveryAction{Type: mgr.ServiceRestart, Delay: 2 * time.Second}
	return s.SetRecoveryActions([]mgr.RecoveryAction{again, again, again}, 3600)
}

const rule = "Mesa de Partes Digital"

// openFirewall lets citizens in where the program serves its domain itself.
func (i *installation) openFirewall() error {
	_ = exec.Command("netsh", "advfirewall", "firewall", "delete", "rule", "name="+rule).Run() // none at first
	if i.r.Domain() == "" {
		return nil
	}
	out, err := exec.Command("netsh", "advfirewall", "firewall", "add", "rule", "name="+rule, "dir=in", "action=allow",
		"protocol=TCP", "localport=80,443", "program="+i.Programa).CombinedOutput()
	if err != nil {
		return fmt.Errorf("no se pudo abrir el cortafuegos: %w: %s", err, bytes.TrimSpace(out))
	}
	return nil
}

func withService(do func(*mgr.Service) error) error {
	m, err := mgr.Connect()
	if err != nil {
		return err
	}
	defer func() { _ = m.Disconnect() }()
	s, err := m.OpenService(account)
	if err != nil {
		return err
	}
	defer s.Close()
	return do(s)
}

// startService starts the service; one that runs begins anew, since it reads its settings at a
// start alone.
func (i *installation) startService() (started bool, err error) {
	if i.raiz != "" {
		say(i.out, "Con --raiz no se inicia ningún servicio.")
		return false, nil
	}
	return true, withService(func(s *mgr.Service) error {
		if err := stopService(s); err != nil {
			return err
		}
		return s.Start()
	})
}

// restartService does a step while the service is stopped: the service's own account may not
// change the program.
func (l places) restartService(step func() error) (ok bool, err error) {
	if l.raiz != "" {
		return false, nil
	}
	return true, withService(func(s *mgr.Service) error {
		if err := stopService(s); err != nil {
			return err
		}
		return errors.Join(step(), s.Start())
	})
}

func stopService(s *mgr.Service) error {
	status, err := s.Control(svc.Stop)
	for end := time.Now().Add(time.Minute); err == nil && status.State != svc.Stopped; status, err = s.Query() {
		if time.Now().After(end) {
			return errors.New("el servicio no se detiene")
		}
		time.Sleep(200 * time.Millisecond)
	}
	if errors.Is(err, windows.ERROR_SERVICE_NOT_ACTIVE) {
		return nil
	}
	return err
}

func (i *installation) removeService() error {
	if i.raiz != "" {
		return nil
	}
	_ = exec.Command("netsh", "advfirewall", "firewall", "delete", "rule", "name="+rule).Run() // none behind a proxy
	err := withService(func(s *mgr.Service) error { return errors.Join(stopService(s), s.Delete()) })
	if errors.Is(err, windows.ERROR_SERVICE_DOES_NOT_EXIST) {
		return nil
	}
	return err
}

func (i *installation) link() error   { return nil }
func (i *installation) unlink() error { return nil }
