//go:build linux

package bench

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/servidor"

	"github.com/pocketbase/pocketbase/core"
)

// replicas measures the second machine: what waiting for the replica costs, and what a killed
// primary leaves. MESA_KILLS is how often it is killed.
func (b *bench) replicas() {
	b.small = scan(10, smallFile/10)
	b.waiting("file://"+filepath.Join(b.TempDir(), "replica"), "a folder")
	b.waiting("s3://mesa/oficina?endpoint="+hookstest.NewStore().URL(b), "a bucket")
	b.killed()
}

// replicated is the built program on a prepared folder, with a replica or none.
func (b *bench) replicated(dir, dest string, flags ...string) *served {
	server := hookstest.NewServer(b, dir, flags...)
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "MESA_") && !strings.HasPrefix(v, "GOGC=") {
			server.Env = append(server.Env, v)
		}
	}
	server.Env = slices.DeleteFunc(server.Env, func(v string) bool { return strings.HasPrefix(v, "MESA_") })
	host, port, _ := strings.Cut(b.smtp, ":")
	server.Env = append(server.Env, "MESA_SMTP_HOST="+host, "MESA_SMTP_PORT="+port, "MESA_SMTP_FROM=mesa@ejemplo.pe")
	if dest != "" {
		server.Env = append(server.Env, "MESA_REPLICA="+dest, "MESA_REPLICA_USUARIO=mesa", "MESA_REPLICA_CLAVE=secreto-de-prueba")
	}
	return &served{Server: server, url: server.URL, clients: map[int]*visitor{}}
}

// waiting is ENVIAR with a replica beside ENVIAR without one, in turns.
func (b *bench) waiting(dest, name string) {
	const n = 150
	var servers [2]*served
	var drafts [2][]draft
	for k, to := range []string{"", dest} {
		office := hookstest.NewProduction(b, time.Now().Format(time.RFC3339))
		drafts[k] = ready(b, office, n)
		servers[k] = b.replicated(leave(office), to)
		servers[k].Start()
	}
	b.caughtUp(servers[1])
	settle()
	var took [2][]time.Duration
	for i := range n {
		for k, s := range servers {
			v := s.client(0)
			v.upload(b, drafts[k][i], b.small)
			began := time.Now()
			v.enviar(b, drafts[k][i])
			if i >= 5 { // warm
				took[k] = append(took[k], time.Since(began))
			}
		}
	}
	for k := range took {
		slices.Sort(took[k])
	}
	at := func(k int, q float64) float64 { return 1000 * took[k][int(q*float64(len(took[k])-1))].Seconds() }
	b.row("ENVIAR with a replica in "+name+" / without, p50 · p99", quantiles(took[1]), quantiles(took[0]), 0, "", 0)
	b.atMost("  waiting for it, p99 / 25 ms more", 1, "ms", at(1, 0.99)-at(0, 0.99), 25)
	for _, s := range servers {
		s.Kill()
	}
}

// caughtUp waits until the health names no replica any more.
func (b *bench) caughtUp(s *served) {
	b.until("the replica is complete", func() bool {
		out, _ := exec.Command(s.Exe, "salud", "--dir="+s.Dir).CombinedOutput()
		return !strings.Contains(string(out), "réplica (")
	})
}

func (b *bench) until(what string, done func() bool) {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(time.Minute); !done(); <-tick.C {
		if time.Now().After(end) {
			b.Fatalf("in vain: %s", what)
		}
	}
}

// killed kills the primary under load, promotes the second machine, and makes it the next
// primary, again and again.
func (b *bench) killed() {
	kills := 10
	if n, err := strconv.Atoi(os.Getenv("MESA_KILLS")); err == nil {
		kills = n
	}
	const each = 24
	dest := "file://" + filepath.Join(b.TempDir(), "replica")
	office := hookstest.NewProduction(b, time.Now().Format(time.RFC3339))
	drafts := ready(b, office, kills*each)
	now := b.replicated(leave(office), dest)
	now.Start()
	b.caughtUp(now)
	acknowledged := map[string]bool{}
	var rto []float64
	for i := range kills {
		next := b.replicated(filepath.Join(b.TempDir(), "datos"), dest, "--espera")
		key, err := os.ReadFile(filepath.Join(now.Dir+"-resguardo", "registro.clave"))
		if err == nil {
			err = os.MkdirAll(next.Dir+"-resguardo", 0o700)
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(next.Dir+"-resguardo", "registro.clave"), key, 0o600)
		}
		if err != nil {
			b.Fatal(err)
		}
		next.Begin()
		b.until("the second machine follows", func() bool {
			res, err := http.Get(next.URL + "/salud")
			if err != nil {
				return false
			}
			defer res.Body.Close()
			word := make([]byte, 4)
			_, _ = res.Body.Read(word)
			return string(word) == "bien"
		})
		b.fileAndKill(now, drafts[i*each:(i+1)*each], acknowledged)
		began := time.Now()
		promote := exec.Command(next.Exe, "promover", "--dir="+next.Dir)
		promote.Env = next.Env
		if out, err := promote.CombinedOutput(); err != nil {
			b.Fatalf("promover: %v\n%s", err, out)
		}
		rto = append(rto, time.Since(began).Seconds())
		next.Flags = nil
		now = next
		b.caughtUp(now)
	}
	now.Stop()
	missing, twice := b.kept(now.Dir, acknowledged)
	b.row(fmt.Sprintf("%d SIGKILLs of the primary under load: acknowledged", kills), strconv.Itoa(len(acknowledged)), "", 0, "", 0)
	b.atMost("  of these missing on the promoted standby / 0", 0, "", float64(missing), 0)
	b.atMost("  numbers given twice / 0", 0, "", float64(twice), 0)
	b.atMost("  RTO, the longest, from the order to the first answer / 60 s", 1, "s", slices.Max(rto), 60)
	b.note("RTO median %.1f s, five seconds of which listen for the other heart.", median(rto))
}

// fileAndKill files with several clients and kills the server in the middle.
func (b *bench) fileAndKill(s *served, drafts []draft, acknowledged map[string]bool) {
	var mu sync.Mutex
	var all sync.WaitGroup
	third := make(chan struct{})
	n := 0
	const clients = 4
	for c := range clients {
		all.Go(func() {
			for i := c; i < len(drafts); i += clients {
				if !s.client(c).files(b, drafts[i], b.small) {
					return
				}
				mu.Lock()
				acknowledged[drafts[i].id] = true
				if n++; n == len(drafts)/3 {
					close(third)
				}
				mu.Unlock()
			}
		})
	}
	<-third
	s.Kill()
	all.Wait()
}

// unlucky notes a request that failed: one that the kill cuts off is no failure of the test.
type unlucky struct {
	testing.TB
	failed bool
}

func (u *unlucky) Error(...any)          { u.failed = true }
func (u *unlucky) Errorf(string, ...any) { u.failed = true }

// files tells whether a filing was acknowledged.
func (v *visitor) files(t testing.TB, d draft, data []byte) bool {
	u := &unlucky{TB: t}
	if v.upload(u, d, data); !u.failed {
		v.enviar(u, d)
	}
	return !u.failed
}

// kept compares the base of the last machine with what was acknowledged.
func (b *bench) kept(dir string, acknowledged map[string]bool) (missing, twice int) {
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: dir, DBConnect: servidor.OpenDatabase})
	if err := app.Bootstrap(); err != nil {
		b.Fatal(err)
	}
	defer func() { _ = app.ClearBootstrap() }()
	filed, err := app.FindRecordsByFilter(mesa.ColSolicitudes, "id != ''", "", 0, 0)
	if err != nil {
		b.Fatal(err)
	}
	there, numbers := map[string]bool{}, map[string]bool{}
	for _, s := range filed {
		there[s.GetString("borrador")] = true
		if numbers[s.GetString("numero")] {
			twice++
		}
		numbers[s.GetString("numero")] = true
	}
	for id := range acknowledged {
		if !there[id] {
			missing++
		}
	}
	return missing, twice
}
