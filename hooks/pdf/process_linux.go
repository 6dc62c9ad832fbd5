package pdf

import (
	"os"
	"os/exec"
	"syscall"
)

// executable names the program's own binary through /proc, which stays the same
// when an update replaces the file while the server runs.
func executable() (string, error) {
	const self = "/proc/self/exe"
	if _, err := os.Stat(self); err == nil {
		return self, nil
	}
	return os.Executable()
}

func systemEnv() []string { return nil }

// setProcess has the kernel kill the child when the parent dies, gives the child
// a process group of its own, so that a Ctrl-C at the terminal doesn't reach it
// while the parent uses it, and starts it in /, so that it keeps no folder in use.
func setProcess(cmd *exec.Cmd) {
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
}

// confine has nothing to add: the child limits itself before it reads a byte.
func confine(*os.Process) error { return nil }

// brokeLimit tells whether the file ended the child, not a signal from outside.
func brokeLimit(state *os.ProcessState) bool {
	status, ok := state.Sys().(syscall.WaitStatus)
	if !ok {
		return true
	}
	if status.Signaled() {
		switch status.Signal() {
		case syscall.SIGKILL, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP, syscall.SIGQUIT:
			return false
		}
		return true // SIGSEGV, SIGBUS, SIGXCPU, SIGXFSZ, SIGSYS…
	}
	return status.ExitStatus() != exitOK
}
