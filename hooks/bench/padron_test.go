//go:build linux

package bench

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/padron"
)

const (
	padronRows    = 5_000_000
	padronWhole   = 14_000_000 // about SUNAT's
	padronLookUps = 50_000
)

// registry is the import of SUNAT's registry beside the sqlite3 shell's own
// .import of the same text into an indexed table, and look-ups in a whole one.
func (b *bench) registry() {
	dir := b.TempDir()
	src, data := hookstest.PadronFile(b, padronRows), filepath.Join(dir, "datos")
	shell, err := exec.LookPath("sqlite3")
	if err != nil {
		b.note("no sqlite3 shell on this machine (apt install sqlite3): the import stands alone")
	}
	var ours, theirs, peak []float64
	for range benchRounds {
		settle()
		took, mb := importPadron(b, src, data)
		ours, peak = append(ours, took), append(peak, mb)
		if shell != "" {
			settle()
			theirs = append(theirs, importByShell(b, shell, src, filepath.Join(dir, "shell.db")))
		}
	}
	if shell != "" {
		us, them := median(ours), median(theirs)
		b.row("5 million RUCs: sqlite3's .import / ours", fmt.Sprintf("%.1f s", us), fmt.Sprintf("%.1f s", them), them/us, "≥ 1.00", 1)
	} else {
		b.row("5 million RUCs: import", fmt.Sprintf("%.1f s", median(ours)), "no sqlite3 here", 0, "", 0)
	}
	b.atMost("  peak memory / 256 MB, worst round", 0, "MB", slices.Max(peak), 256)
	info, err := os.Stat(filepath.Join(data, "padron.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.atMost("  file, a row / 100 bytes", 0, "bytes", float64(info.Size())/padronRows, 100)
	b.note("5 million RUCs, each round: %.1f s against %.1f s; peak %.0f MB", ours, theirs, peak)
	_ = os.Remove(src) // room for the whole one
	b.lookUps(data)
}

// lookUps asks a whole registry for taxpayers all over it, half of them missing.
func (b *bench) lookUps(data string) {
	took, mb := importPadron(b, hookstest.PadronFile(b, padronWhole), data)
	b.note("14 million RUCs: imported in %.0f s with %.0f MB", took, mb)
	reg := padron.Open(data)
	defer reg.Close()
	var times []time.Duration
	found := 0
	r := rand.New(rand.NewPCG(1, 2))
	rows := uint64(padronWhole) * 72 / 100 // persons: 10 and a DNI that hookstest spreads evenly
	for range padronLookUps {
		middle := r.Uint64N(rows) * 100_000_000 / rows
		if r.IntN(2) == 0 {
			middle++
		}
		began := time.Now()
		_, is, err := reg.Lookup(context.Background(), fmt.Sprint(hookstest.PadronRUC(10, middle)))
		times = append(times, time.Since(began))
		if err != nil {
			b.Fatal(err)
		}
		if is {
			found++
		}
	}
	if found < padronLookUps/3 || found > padronLookUps*2/3 {
		b.Fatalf("%d of %d found", found, padronLookUps)
	}
	slices.Sort(times)
	p99 := 1000 * times[len(times)*99/100].Seconds()
	b.atMost("look-up among 14 million, p99 / 1 ms", 3, "ms", p99, 1)
	b.note("look-ups among 14 million: p50 · p99 %s, worst %.2f ms, in process, after one of its start",
		quantiles(times), 1000*times[len(times)-1].Seconds())
}

// importPadron runs the command and gives its seconds and peak memory in MB. The
// kernel's own peak of an ended child would count this process, which it began as.
func importPadron(t testing.TB, src, data string) (took, peak float64) {
	t.Helper()
	cmd := exec.Command(hookstest.Program(t), "padron", "importar", src, "--dir="+data)
	cmd.Stderr = io.Discard
	began := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case err := <-ended:
			if err != nil {
				t.Fatal(err)
			}
			return time.Since(began).Seconds(), peak
		case <-time.After(20 * time.Millisecond):
			if name, _ := os.ReadFile(fmt.Sprintf("/proc/%d/comm", cmd.Process.Pid)); strings.HasPrefix(string(name), "mesadepartes") {
				peak = max(peak, memory(cmd.Process.Pid, "VmHWM"))
			}
		}
	}
}

// importByShell gives the shell what speeds it up: no journal, no fsync, the
// cheapest index there is, and a table of all the columns so that it warns of none.
func importByShell(t testing.TB, shell, src, base string) float64 {
	t.Helper()
	_ = os.Remove(base)
	cmd := exec.Command(shell, base)
	cmd.Stdin = strings.NewReader("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;\n" +
		"CREATE TABLE padron(ruc INTEGER PRIMARY KEY, nombre, estado, condicion, ubigeo, a, b, c, d, e, f, g, h, i, j, k);\n" +
		".mode list\n.separator |\n.import --skip 1 " + src + " padron\n")
	began := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil || strings.Contains(string(out), "rror") {
		t.Fatalf("%v\n%.500s", err, out)
	}
	return time.Since(began).Seconds()
}
