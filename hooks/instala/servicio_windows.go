package instala

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"unsafe"

	"github.com/spf13/cobra"
	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/svc"
)

// serviceCommands are what the system itself calls: `servicio` is the service of Windows, which
// serves in a process of its own with the office's settings.
func serviceCommands() []*cobra.Command {
	return []*cobra.Command{{
		Use: "servicio", Hidden: true, Args: cobra.NoArgs, SilenceUsage: true, Short: "El servicio de Windows: lo inicia el sistema",
		RunE: func(cmd *cobra.Command, _ []string) error {
			in, err := svc.IsWindowsService()
			if err != nil || !in {
				return cmp.Or(err, fmt.Errorf("«servicio» lo inicia Windows: use «mesadepartes serve»"))
			}
			return svc.Run(account, service{})
		},
	}}
}

// service answers Windows. A child that ends by itself ends the service with an error, so that
// Windows starts it again.
type service struct{}

// Execute implements svc.Handler.
func (service) Execute(_ []string, asked <-chan svc.ChangeRequest, tell chan<- svc.Status) (specific bool, code uint32) {
	tell <- svc.Status{State: svc.StartPending}
	cmd, err := serveChild()
	if err != nil {
		return true, 1
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	tell <- svc.Status{State: svc.Running, Accepts: svc.AcceptStop | svc.AcceptShutdown}
	for {
		select {
		case <-ended:
			return true, 2
		case c := <-asked:
			switch c.Cmd {
			case svc.Interrogate:
				tell <- c.CurrentStatus
			case svc.Stop, svc.Shutdown:
				tell <- svc.Status{State: svc.StopPending}
				_ = cmd.Process.Kill() // every commit is on the disk: it survives a power cut too
				<-ended
				return false, 0
			}
		}
	}
}

func serveChild() (*exec.Cmd, error) {
	data := os.Getenv("ProgramData")
	l := places{Datos: data + `\mesadepartes\datos`, Entorno: data + `\mesadepartes\mesadepartes.env`}
	r, err := readAnswers(l.Entorno)
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	args := append([]string{"serve"}, strings.Fields(r.Domain())...)
	if r.Domain() == "" {
		args = append(args, "--http="+r.Listen())
	}
	cmd := exec.Command(self, append(args, "--dir="+l.Datos)...)
	cmd.Env, cmd.Dir = append(os.Environ(), r.lines()...), l.Datos
	if journal, err := os.OpenFile(l.Datos+`\servicio.log`, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600); err == nil {
		cmd.Stdout, cmd.Stderr = journal, journal
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return cmd, endTogether(cmd.Process)
}

// endTogether has Windows end the child when this process ends, however it does.
func endTogether(p *os.Process) error {
	job, err := windows.CreateJobObject(nil, nil) // never closed: the end of this process closes it
	if err != nil {
		return err
	}
	limits := windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION{}
	limits.BasicLimitInformation.LimitFlags = windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
	if _, err := windows.SetInformationJobObject(job, windows.JobObjectExtendedLimitInformation,
		uintptr(unsafe.Pointer(&limits)), uint32(unsafe.Sizeof(limits))); err != nil {
		return err
	}
	child, err := windows.OpenProcess(windows.PROCESS_SET_QUOTA|windows.PROCESS_TERMINATE, false, uint32(p.Pid))
	if err != nil {
		return err
	}
	defer func() { _ = windows.CloseHandle(child) }()
	return windows.AssignProcessToJobObject(job, child)
}
