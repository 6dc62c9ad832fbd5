package pdf

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
)

// input is one file as a child receives it.
type input struct {
	job  task
	file io.ReaderAt
	size int64
	note []byte
	done func() error
}

// IsChild says whether this process was started as a worker. args is os.Args.
func IsChild(args []string) bool {
	return len(args) == 2 && args[1] == childCommand
}

// ChildMain runs a worker from its start to its end and returns the exit code.
// main and every TestMain call it before anything else when IsChild says so.
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
	api.DisableConfigDir() // pdfcpu panics when HOME can't be written

	if _, err := io.WriteString(out, greeting); err != nil {
		return exitOK
	}
	for in := range listen() {
		ans, made := in.work()
		_ = in.done()
		if ans.Motivo == Complejo {
			ans.Replace = true // the next file must not pay for the memory and CPU of this one
		}
		if err := json.NewEncoder(out).Encode(ans); err != nil {
			return exitOK // the parent has closed its end
		}
		if _, err := out.Write(made); err != nil {
			return exitOK
		}
		budgetCPU(cpuSeconds * time.Second) // collecting memory must not take the seconds of a file
		freeMemory()
	}
	return exitOK
}

// work does what the parent asks. A worker that has drawn photos or stamped pages takes no
// other file, which must not pay for the memory and CPU of them.
func (in input) work() (ans answer, made []byte) {
	switch in.job {
	case jobJoin:
		debug.SetMemoryLimit(photoMemory)
		budgetCPU(photoCPU)
		ans, made = join(in.file, in.size)
	case jobStamp:
		budgetCPU(stampCPU)
		ans = surviving(func() (ans answer) {
			ans, made = stampPages(in.file, in.size, in.note)
			return ans
		})
	default:
		budgetCPU(cpuBudget(in.size))
		return examine(in.file, in.size), nil
	}
	ans.Replace = true
	return ans, made
}

// listen receives files in a goroutine of its own, so that the child sees the
// parent's end, and exits, also while it inspects a file.
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

// freeMemory returns a big file's memory to the system once the answer has left,
// because two scans of 100 MB in a row must not make a worker take 300 MB.
func freeMemory() {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if m.HeapInuse > bigEnough {
		debug.FreeOSMemory()
	}
}
