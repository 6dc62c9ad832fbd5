package hookstest

import (
	"net"
	"net/http"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"mesadepartes/hooks/disco"
)

// Server is a server in a process of its own, on one address and one data
// folder. It may be killed at any moment and started again where it was.
type Server struct {
	Exe   string // the built program, unless a test sets another
	URL   string
	Dir   string   // the data folder
	Flags []string // of serve, beside address and folder
	Env   []string // the environment: the test's own without copies, unless it sets another
	Out   Output   // everything printed since the first start

	t       testing.TB
	address string
	cmd     *exec.Cmd
}

// NewServer prepares the built program on a data folder and a free address, to
// be started. It ends with the test.
func NewServer(t testing.TB, dir string, flags ...string) *Server {
	t.Helper()
	address := freePort(t, "127.0.0.1")
	s := &Server{Exe: Program(t), URL: "http://" + address, Dir: dir, Flags: flags, t: t, address: address}
	s.Env = append(os.Environ(), "MESA_COPIA=no")
	t.Cleanup(func() {
		s.Kill()
		if t.Failed() {
			t.Logf("the server at %s printed:\n%s", s.URL, s.Out.String())
			sayFull(t, dir)
		}
	})
	return s
}

// usualReserve is what an office that was just set up wants free on its disk: below it the
// program takes no file, and below twice as much its health asks for attention.
const usualReserve = 1 << 30

// sayFull tells whoever reads a failure that a full disk explains it. The reserve is a
// setting of the office, so a program on a folder of its own has the usual one.
func sayFull(t testing.TB, dir string) {
	t.Helper()
	if free, err := disco.Free(dir); err == nil && free < 2*usualReserve {
		t.Logf("THE DISK IS TOO FULL FOR THIS TEST: %d MB are free at %s, and the program wants %d", free>>20, dir, 2*usualReserve>>20)
	}
}

func freePort(t testing.TB, host string) string {
	t.Helper()
	listener, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// At moves the server to another address of this machine. One that starts slowly needs
// one of its own: another test's server takes its free port meanwhile.
func (s *Server) At(host string) {
	s.t.Helper()
	s.address = freePort(s.t, host)
	s.URL = "http://" + s.address
}

// Start starts the server and waits until it answers.
func (s *Server) Start() {
	s.t.Helper()
	s.Begin()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); <-tick.C {
		if s.Well() {
			return
		}
	}
	s.t.Fatalf("%s does not answer", s.Exe)
}

// Begin starts the server and waits for nothing: one that waits for its turn answers 503.
func (s *Server) Begin() {
	s.t.Helper()
	s.cmd = exec.Command(s.Exe, append([]string{"serve", "--http=" + s.address, "--dir=" + s.Dir}, s.Flags...)...)
	s.cmd.Env, s.cmd.Stdout, s.cmd.Stderr = s.Env, &s.Out, &s.Out
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
}

// Ended waits for a server that ends by itself, and tells its exit code.
func (s *Server) Ended() int {
	_ = s.cmd.Wait()
	return s.cmd.ProcessState.ExitCode()
}

// Well tells whether the server answers.
func (s *Server) Well() bool {
	res, err := http.Get(s.URL + "/api/health")
	if err != nil {
		return false
	}
	_ = res.Body.Close()
	return res.StatusCode == http.StatusOK
}

// Running tells whether the server was started and not killed since.
func (s *Server) Running() bool {
	return s.cmd != nil && s.cmd.Process != nil && s.cmd.ProcessState == nil
}

// Kill ends the server as a power cut does. One that does not run stays so.
func (s *Server) Kill() {
	if s.Running() {
		_ = s.cmd.Process.Kill()
		_ = s.cmd.Wait()
	}
}

// Stop ends the server as the system does, and waits: the base is closed.
func (s *Server) Stop() {
	if s.Running() {
		_ = s.cmd.Process.Signal(syscall.SIGTERM)
		_ = s.cmd.Wait()
	}
}

// Pid is the number of the server's process.
func (s *Server) Pid() int { return s.cmd.Process.Pid }

// FreeAddress is an address of this machine that nobody uses yet.
func FreeAddress(t testing.TB) string { return freePort(t, "127.0.0.1") }
