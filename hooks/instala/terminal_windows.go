package instala

import (
	"os"

	"golang.org/x/sys/windows"
)

func isTerminal(f *os.File) bool {
	var mode uint32
	return windows.GetConsoleMode(windows.Handle(f.Fd()), &mode) == nil
}

// withoutEcho runs read while the console shows nothing that is typed.
func withoutEcho(f *os.File, read func() error) error {
	var before uint32
	console := windows.Handle(f.Fd())
	if err := windows.GetConsoleMode(console, &before); err != nil {
		return err
	}
	if err := windows.SetConsoleMode(console, before&^windows.ENABLE_ECHO_INPUT); err != nil {
		return err
	}
	defer func() { _ = windows.SetConsoleMode(console, before) }()
	return read()
}
