//go:build linux

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
)

const (
	stockEnv        = "MESA_BENCH_STOCK"
	stockCollection = "archivos"
)

// served is a server under measure, a process of its own.
type served struct {
	url   string
	cmd   *exec.Cmd
	token string // of the stock's superuser

	mu      sync.Mutex
	clients map[int]*visitor
}

// serveStock is the other side: PocketBase as it comes, with one collection.
func serveStock() int {
	core.AppMigrations = core.MigrationsList{} // ours are linked in
	app := pocketbase.NewWithConfig(pocketbase.Config{HideStartBanner: true})
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		c := core.NewBaseCollection(stockCollection)
		c.Fields.Add(&core.FileField{Name: "archivo", MaxSize: 200 << 20, MaxSelect: 1, Protected: true})
		if err := e.App.Save(c); err != nil {
			return err
		}
		admins, err := e.App.FindCollectionByNameOrId(core.CollectionNameSuperusers)
		if err != nil {
			return err
		}
		admin := core.NewRecord(admins)
		admin.SetEmail(adminMail)
		admin.SetPassword(adminKey)
		if err := e.App.Save(admin); err != nil {
			return err
		}
		return e.Next()
	})
	if err := app.Start(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// serveBeside starts the stock server and signs its superuser in.
func serveBeside(t testing.TB, dir string) *served {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	s := start(t, exe, dir, stockEnv+"=1")
	body, _ := json.Marshal(map[string]string{"identity": adminMail, "password": adminKey})
	res, err := http.Post(s.url+"/api/collections/_superusers/auth-with-password", "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var answer struct{ Token string }
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil || answer.Token == "" {
		t.Fatalf("no token: %d %v", res.StatusCode, err)
	}
	s.token = answer.Token
	return s
}

// serveHouse starts the built program on a prepared data folder.
func serveHouse(t testing.TB, dir, smtp string) *served {
	t.Helper()
	exe, err := filepath.Abs("mesadepartes")
	if err != nil {
		t.Fatal(err)
	}
	host, port, _ := net.SplitHostPort(smtp)
	return start(t, exe, dir, "MESA_SMTP_HOST="+host, "MESA_SMTP_PORT="+port, "MESA_SMTP_FROM=mesa@ejemplo.pe")
}

func start(t testing.TB, exe, dir string, env ...string) *served {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	_ = l.Close()
	s := &served{url: "http://" + address, clients: map[int]*visitor{}}
	s.cmd = exec.Command(exe, "serve", "--http="+address, "--dir="+dir)
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "MESA_") && !strings.HasPrefix(v, "GOGC=") && !strings.HasPrefix(v, "GOMEMLIMIT=") {
			s.cmd.Env = append(s.cmd.Env, v)
		}
	}
	s.cmd.Env = append(s.cmd.Env, env...)
	s.cmd.Stderr = os.Stderr
	if err := s.cmd.Start(); err != nil {
		t.Fatalf("%v (run `make build` first)", err)
	}
	t.Cleanup(s.stop)
	for range 600 {
		if res, err := http.Get(s.url + "/api/health"); err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return s
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("%s does not answer", exe)
	return nil
}

// stop ends the server as a power cut would: nothing of it is measured after.
func (s *served) stop() {
	if s.cmd.ProcessState == nil {
		_ = s.cmd.Process.Kill()
		_ = s.cmd.Wait()
	}
}

// peak is the most memory the server itself has held, in MB.
func (s *served) peak() float64 { return memory(s.cmd.Process.Pid, "VmHWM") }

// watchChildren notes the peak of every child until it is asked for their sum.
func (s *served) watchChildren() (sum func() float64) {
	peaks := map[int]float64{}
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			for _, pid := range childrenOf(s.cmd.Process.Pid) {
				peaks[pid] = max(peaks[pid], memory(pid, "VmHWM"))
			}
			select {
			case <-done:
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	return func() (total float64) {
		close(done)
		<-ended
		for _, p := range peaks {
			total += p
		}
		return total
	}
}

// cpu is the time the server and its children have spent on a processor.
func (s *served) cpu() (d time.Duration) {
	for _, pid := range append(childrenOf(s.cmd.Process.Pid), s.cmd.Process.Pid) {
		d += cpuOf(pid)
	}
	return d
}

func cpuOf(pid int) (d time.Duration) {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	_, rest, _ := strings.Cut(string(text), ") ")
	for i, f := range strings.Fields(rest) {
		if i >= 11 && i <= 14 { // utime, stime, and those of children that are gone
			ticks, _ := strconv.Atoi(f)
			d += time.Duration(ticks) * 10 * time.Millisecond
		}
	}
	return d
}

func childrenOf(parent int) (pids []int) {
	tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", parent))
	for _, task := range tasks {
		text, _ := os.ReadFile(task)
		for _, f := range strings.Fields(string(text)) {
			if pid, err := strconv.Atoi(f); err == nil {
				pids = append(pids, pid)
			}
		}
	}
	return pids
}

// memory reads a line of /proc/PID/status, in MB of a million bytes.
func memory(pid int, key string) float64 {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, key+":"); ok {
			kB, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kB * 1024 / 1e6
		}
	}
	return 0
}

// quietSMTP is a mail server that takes everything: an office has one, and
// every filing sends a mail.
func quietSMTP(t testing.TB) string {
	settings := &mailSettings{App: nil, s: &core.Settings{}}
	hookstest.NewSMTP(t, settings)
	return fmt.Sprintf("127.0.0.1:%d", settings.s.SMTP.Port)
}

// mailSettings lets hookstest's mail server tell its port.
type mailSettings struct {
	core.App
	s *core.Settings
}

func (m *mailSettings) Settings() *core.Settings { return m.s }
