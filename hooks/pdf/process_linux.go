package pdf

import (
	"os"
	"os/exec"
	"syscall"
)

// executable names our own binary through /proc: it stays the same program
// when an update replaces the file under a running server.
func executable() (string, error) {
	const self = "/proc/self/exe"
	if _, err := os.Stat(self); err == nil {
		return self, nil
	}
	return os.Executable()
}

func systemEnv() []string { return nil }

// setProcess ties the child's life to ours, keeps a Ctrl-C at the terminal
// from reaching it before we have finished with it, and holds no folder.
func setProcess(cmd *exec.Cmd) {
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
}

// brokeLimit tells a child that died of its file from one that someone killed.
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
