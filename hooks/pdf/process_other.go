//go:build !linux && !windows

package pdf

import (
	"os"
	"os/exec"
)

func executable() (string, error) { return os.Executable() }

func systemEnv() []string { return inherited("TMPDIR") }

// setProcess has nothing to add: elsewhere the child leaves when its input ends.
func setProcess(*exec.Cmd) {}

func confine(*os.Process) error { return nil }

// brokeLimit tells whether the file ended the child (by Go's exit code or that of
// the CPU limit), not a signal from outside.
func brokeLimit(state *os.ProcessState) bool {
	return state.ExitCode() == exitGoFatal || state.ExitCode() == exitCPU
}
