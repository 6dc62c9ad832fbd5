package pdf

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"

	"github.com/pdfcpu/pdfcpu/pkg/api"
)

// input is one file as a child receives it.
type input struct {
	file io.ReaderAt
	size int64
	done func() error
}

// IsChild says whether this process was started as a worker. args is os.Args.
func IsChild(args []string) bool {
	return len(args) == 2 && args[1] == childCommand
}

// ChildMain is the whole life of a worker; it returns the exit code. main and
// every TestMain call it before anything else when IsChild.
func ChildMain() int {
	out := os.Stdout
	if null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0); err == nil {
		os.Stdout = null // a stray print in a library must not look like an answer
	}
	if err := setLimits(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return exitSetup
	}
	debug.SetMaxStack(maxStackSize)
	debug.SetMemoryLimit(softMemory)
	api.DisableConfigDir() // else an unwritable HOME panics

	if _, err := io.WriteString(out, greeting); err != nil {
		return exitOK
	}
	for in := range listen() {
		budgetCPU()
		ans := examine(in.file, in.size)
		_ = in.done()
		if ans.Motivo == Complejo {
			ans.Replace = true // whatever it spent, the next file must not pay for
		}
		if err := json.NewEncoder(out).Encode(ans); err != nil {
			return exitOK // nobody is listening any more
		}
		budgetCPU() // tidying up is nobody's file
		breathe()
	}
	return exitOK
}

// listen receives files in a goroutine of its own, so that the end of the
// parent is seen, and ends us, also in the middle of a file.
func listen() <-chan input {
	files := make(chan input)
	go func() {
		for {
			in, ok, err := receive()
			if err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(exitSetup)
			}
			if !ok {
				os.Exit(exitOK)
			}
			files <- in
		}
	}()
	return files
}

// breathe gives a big file's memory back before the next one, after the
// answer has left: two scans of 100 MB must not cost a worker 300.
func breathe() {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if m.HeapInuse > bigEnough {
		debug.FreeOSMemory()
	}
}
