//go:build linux

package bench

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
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
	stockMail       = "jefa@ejemplo.pe"
	stockKey        = "clave-de-prueba-1"
)

// served is a server under measure, a process of its own.
type served struct {
	*hookstest.Server
	url   string
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
		admin.SetEmail(stockMail)
		admin.SetPassword(stockKey)
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
	body, _ := json.Marshal(map[string]string{"identity": stockMail, "password": stockKey})
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
	host, port, _ := net.SplitHostPort(smtp)
	return start(t, hookstest.Program(t), dir, "MESA_SMTP_HOST="+host, "MESA_SMTP_PORT="+port, "MESA_SMTP_FROM=mesa@ejemplo.pe")
}

// start starts a server that no setting of this shell changes. It is stopped by
// Kill, as by a power cut: nothing of it is measured after.
func start(t testing.TB, exe, dir string, env ...string) *served {
	t.Helper()
	server := hookstest.NewServer(t, dir)
	server.Exe, server.Env = exe, append([]string{"MESA_COPIA=no"}, env...)
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "MESA_") && !strings.HasPrefix(v, "GOGC=") && !strings.HasPrefix(v, "GOMEMLIMIT=") {
			server.Env = append(server.Env, v)
		}
	}
	server.Start()
	return &served{Server: server, url: server.URL, clients: map[int]*visitor{}}
}

// peak is the most memory the server itself has held, in MB.
func (s *served) peak() float64 { return memory(s.Pid(), "VmHWM") }

// watchChildren notes the peak of every child until it is asked for their sum.
func (s *served) watchChildren() (sum func() float64) {
	peaks := map[int]float64{}
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			for _, pid := range childrenOf(s.Pid()) {
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
	for _, pid := range append(childrenOf(s.Pid()), s.Pid()) {
		d += cpuOf(pid)
	}
	return d
}

// quiet waits until the jobs of the servers' start are over: for a second no
// processor is used.
func quiet(servers []*served) {
	used := func() (d time.Duration) {
		for _, s := range servers {
			d += s.cpu()
		}
		return d
	}
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for before, now := time.Duration(-1), used(); before != now; before, now = now, used() {
		<-tick.C
	}
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
func quietSMTP(t testing.TB) (letters *hookstest.SMTP, address string) {
	settings := &mailSettings{App: nil, s: &core.Settings{}}
	letters = hookstest.NewSMTP(t, settings)
	return letters, fmt.Sprintf("127.0.0.1:%d", settings.s.SMTP.Port)
}

// mailSettings lets hookstest's mail server tell its port.
type mailSettings struct {
	core.App
	s *core.Settings
}

func (m *mailSettings) Settings() *core.Settings { return m.s }
