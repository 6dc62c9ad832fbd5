package pdf

import (
	"os"
	"os/exec"
	"sync"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

func executable() (string, error) { return os.Executable() }

// systemEnv keeps what a process cannot start without on Windows.
func systemEnv() []string { return inherited("SystemRoot", "TMP", "TEMP") }

// setProcess gives the child a process group of its own, so that a Ctrl-C at the
// terminal doesn't reach it while the parent uses it, and no window.
func setProcess(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: windows.CREATE_NEW_PROCESS_GROUP, HideWindow: true}
}

// job is the one Job Object of all children. Its handle is never closed: when the
// parent dies, Windows closes it and ends the children.
var job = sync.OnceValues(func() (windows.Handle, error) {
	h, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return 0, err
	}
	limits := windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION{ProcessMemoryLimit: uintptr(maxData)}
	limits.BasicLimitInformation.LimitFlags = windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE |
		windows.JOB_OBJECT_LIMIT_PROCESS_MEMORY | windows.JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION
	_, err = windows.SetInformationJobObject(h, windows.JobObjectExtendedLimitInformation,
		uintptr(unsafe.Pointer(&limits)), uint32(unsafe.Sizeof(limits)))
	return h, err
})

// confine puts a child that has read nothing yet into the Job Object.
func confine(p *os.Process) error {
	all, err := job()
	if err != nil {
		return err
	}
	child, err := windows.OpenProcess(windows.PROCESS_SET_QUOTA|windows.PROCESS_TERMINATE, false, uint32(p.Pid))
	if err != nil {
		return err
	}
	defer func() { _ = windows.CloseHandle(child) }()
	return windows.AssignProcessToJobObject(all, child)
}

// brokeLimit tells whether the file ended the child: Go's own exit code, also when
// memory ends, or an exception of Windows, which has the upper bits set. A child
// that TerminateProcess ended from outside has another code.
func brokeLimit(state *os.ProcessState) bool {
	return state.ExitCode() == exitGoFatal || uint32(state.ExitCode())>>30 == 3
}
