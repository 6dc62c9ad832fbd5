//go:build linux || darwin

package instala

import (
	"os"
	"os/signal"

	"golang.org/x/sys/unix"
)

func isTerminal(f *os.File) bool {
	_, err := unix.IoctlGetTermios(int(f.Fd()), getTermios)
	return err == nil
}

// withoutEcho runs read while the terminal shows nothing that is typed. An interrupt gives the
// terminal its echo back before the program ends.
func withoutEcho(f *os.File, read func() error) error {
	before, err := unix.IoctlGetTermios(int(f.Fd()), getTermios)
	if err != nil {
		return err
	}
	restore := func() { _ = unix.IoctlSetTermios(int(f.Fd()), setTermios, before) }
	stopped := make(chan os.Signal, 1)
	signal.Notify(stopped, os.Interrupt)
	defer signal.Stop(stopped)
	done := make(chan struct{})
	defer close(done)
	go func() {
		select {
		case <-stopped:
			restore()
			os.Exit(130)
		case <-done:
		}
	}()
	quiet := *before
	quiet.Lflag &^= unix.ECHO
	if err := unix.IoctlSetTermios(int(f.Fd()), setTermios, &quiet); err != nil {
		return err
	}
	defer restore()
	return read()
}
