//go:build !linux

package pdf

import (
	"os"
	"os/exec"
)

func executable() (string, error) { return os.Executable() }

// systemEnv keeps what a process cannot start without on Windows.
func systemEnv() []string {
	var env []string
	for _, name := range []string{"SystemRoot", "TMPDIR", "TMP", "TEMP"} {
		if v, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+v)
		}
	}
	return env
}

// setProcess has nothing to add: elsewhere the child leaves when its input ends.
func setProcess(*exec.Cmd) {}

// brokeLimit tells whether the file ended the child (by Go's exit code or that of
// the CPU limit), not a signal from outside.
func brokeLimit(state *os.ProcessState) bool {
	return state.ExitCode() == exitGoFatal || state.ExitCode() == exitCPU
}
