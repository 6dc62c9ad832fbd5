package pdf

import "time"

// What parent and child agree on. The request is transport-specific (see
// transport_linux.go); the answer is one line of JSON on standard output.

const (
	childCommand = "inspeccionar-hijo" // the hidden command, alone in the arguments
	childEnv     = "MESA_PDF_CHILD"    // set in every child: a child never starts another
	greeting     = "pdf worker\n"      // a child's first line
	maxWorkers   = 2                   // at most two files are parsed at a time
	filesPerLife = 50                  // then a worker is replaced, whatever it leaked is gone
	askTimeout   = 20 * time.Second    // of wall clock for one file
	cpuSeconds   = 10                  // of CPU for one file
	maxAnswer    = 64 << 10            // bytes of one answer
	maxStackSize = 32 << 20            // a Go stack beyond it kills the child
	softMemory   = int64(200) << 20    // the collector works harder from here
	maxData      = uint64(768) << 20   // RLIMIT_DATA: beyond it the child dies
	bigEnough    = uint64(16) << 20    // heap worth giving back to the system between files
)

// Exit codes of a child. Go itself uses 2 for what cannot be recovered: stack
// overflow, out of memory, unrecovered panic.
const (
	exitOK      = 0
	exitGoFatal = 2
	exitSetup   = 3 // limits or pipes could not be set up: ours, not the file's
	exitCPU     = 4 // RLIMIT_CPU
)

// answer is what a child says about one file.
type answer struct {
	Motivo  Motivo  `json:"motivo,omitempty"`
	Folios  int     `json:"folios,omitempty"`
	Avisos  []Aviso `json:"avisos,omitempty"`
	Firmas  int     `json:"firmas,omitempty"`
	Fault   string  `json:"fault,omitempty"`   // reading the file failed: not the file's fault
	Replace bool    `json:"replace,omitempty"` // this worker must not take another file
}
