package pdf

import (
	"os"
	"time"
)

// What parent and child agree on. The request is transport-specific (see
// transport_linux.go); the answer is one line of JSON on standard output, and after it the
// bytes that were made: a PDF of photos, or what stamps a PDF.

const (
	childCommand = "inspeccionar-hijo" // the hidden command, alone in the arguments
	childEnv     = "MESA_PDF_CHILD"    // set in every child: a child never starts another
	greeting     = "pdf worker\n"      // a child's first line
	maxWorkers   = 2                   // at most two files are parsed at a time
	filesPerLife = 50                  // files after which a worker is replaced, which frees what it leaked
	askTimeout   = 20 * time.Second    // of wall clock for the largest file
	cpuSeconds   = 10                  // of CPU for the largest file
	maxAnswer    = 64 << 10            // bytes of one answer
	maxNote      = 8 << 10             // bytes of what a request says besides its file
	maxStackSize = 32 << 20            // bytes; a larger Go stack ends the child
	softMemory   = int64(200) << 20    // bytes from which Go collects more often
	maxData      = uint64(768) << 20   // bytes; RLIMIT_DATA, beyond which the child dies
	bigEnough    = uint64(16) << 20    // bytes of heap that are returned to the system between files
)

// Exit codes of a child. Go itself uses 2 for what cannot be recovered: stack
// overflow, out of memory, unrecovered panic.
const (
	exitOK      = 0
	exitGoFatal = 2
	exitSetup   = 3 // limits or pipes could not be set up, which is no fault of the file
	exitCPU     = 4 // RLIMIT_CPU
)

// task is what a child is asked to do with a file.
type task byte

const (
	jobInspect task = 'i' // judge a PDF
	jobJoin    task = 'j' // make a PDF of photos
	jobStamp   task = 's' // write what puts a stamp on each page of a PDF
)

// request is one file as the parent hands it over.
type request struct {
	job  task
	file *os.File
	size int64
	note []byte   // what the job needs to know besides, at most maxNote bytes
	out  *os.File // where the bytes go that a child makes
}

// answer is what a child says about one file.
type answer struct {
	Motivo  Motivo  `json:"motivo,omitempty"`
	Folios  int     `json:"folios,omitempty"`
	Avisos  []Aviso `json:"avisos,omitempty"`
	Blancas []int   `json:"blancas,omitempty"`
	Firmas  int     `json:"firmas,omitempty"`
	Foto    int     `json:"foto,omitempty"`    // the photo that is to blame, from 1
	Es      Kind    `json:"es,omitempty"`      // what that file is
	Bytes   int64   `json:"bytes,omitempty"`   // of what follows the answer's line
	Fault   string  `json:"fault,omitempty"`   // why the disk could not be read; then there is no verdict
	Replace bool    `json:"replace,omitempty"` // this worker must not take another file

	slow bool // the machine may be to blame, not the file
}
