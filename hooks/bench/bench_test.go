//go:build linux

package bench

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/pdf"

	"golang.org/x/sys/unix"
)

// `make bench` sets this program beside a stock PocketBase: the same machine,
// disk, files and client, in turns, medians. Both are processes of their own.

const (
	benchRounds  = 3
	benchClients = 8
	benchTurns   = 40 // 1 MB filings of a client in a round
	benchSingles = 80 // filings one after another, for their own time
	smallFile    = 1_000_000
	largeFile    = 100_000_000
)

// TestMain turns the test binary into the stock server that it starts.
func TestMain(m *testing.M) {
	if os.Getenv(stockEnv) != "" {
		os.Exit(serveStock())
	}
	hookstest.Main(m)
}

func TestBench(t *testing.T) {
	if os.Getenv("MESA_BENCH") == "" {
		t.Log("only with MESA_BENCH=1: run `make bench`")
		return
	}
	began := time.Now()
	b := &bench{T: t, small: scan(10, smallFile), large: scan(400, largeFile)}
	b.letters, b.smtp = quietSMTP(t)
	for _, part := range []struct {
		name string
		run  func()
	}{
		{"filings", b.filings}, {"whole", b.whole}, {"crowd", b.crowd}, {"parts", b.parts}, {"large", b.hundredMegabytes},
		{"admission", b.admission}, {"attack", b.attacked}, {"grown", b.grown}, {"registry", b.registry}, {"receipts", b.receipts},
		{"inbox", b.inbox}, {"recount", b.recount}, {"doctor", b.doctor}, {"weight", b.weight},
	} {
		if which := os.Getenv("MESA_BENCH"); which == "1" || strings.Contains(which, part.name) {
			part.run()
		}
	}
	b.print(time.Since(began))
}

// bench collects the lines of the table.
type bench struct {
	*testing.T
	small, large []byte
	smtp         string
	letters      *hookstest.SMTP // what went there
	table        []string
	notes        []string
}

// row adds a line. A target such as "≥ 0.50" is checked against the ratio.
func (b *bench) row(what, ours, other string, ratio float64, target string, limit float64) {
	met := ""
	switch {
	case strings.HasPrefix(target, "≥") && ratio >= limit, strings.HasPrefix(target, "≤") && ratio <= limit:
		met = "reached"
	case target != "":
		met = "MISSED"
	}
	shown := ""
	if ratio != 0 {
		shown = fmt.Sprintf("%.2f", ratio)
	}
	b.table = append(b.table, strings.Join([]string{what, ours, other, shown, target, met}, "\t"))
	b.Log(strings.ReplaceAll(b.table[len(b.table)-1], "\t", " | "))
}

// versus adds a line of two medians and their ratio.
func (b *bench) versus(what, format string, ours, theirs []float64, target string, limit float64) {
	us, them := median(ours), median(theirs)
	b.row(what, fmt.Sprintf(format, us), fmt.Sprintf(format, them), us/them, target, limit)
}

// atMost adds a line of one figure and the most it may be.
func (b *bench) atMost(what string, digits int, unit string, ours, limit float64) {
	b.row(what, fmt.Sprintf("%.*f %s", digits, ours, unit), fmt.Sprintf("%.0f %s", limit, unit), ours/limit, "≤ 1.00", 1)
}

func (b *bench) note(format string, args ...any) {
	b.notes = append(b.notes, fmt.Sprintf(format, args...))
	b.Log(b.notes[len(b.notes)-1])
}

func (b *bench) print(took time.Duration) {
	fmt.Printf("\n%s\n\n", machine(b.TempDir()))
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "what\tthis program\tbeside it\tratio\ttarget\t")
	for _, line := range b.table {
		fmt.Fprintln(w, line)
	}
	_ = w.Flush()
	fmt.Println()
	for _, n := range b.notes {
		fmt.Println(n)
	}
	fmt.Printf("\nMedians of %d rounds, in turns; %.0f s in all. Beside it stands stock PocketBase 0.40.4 with its own"+
		" connection (no fsync), unless\nthe line names something else; ours is checked, hashed, synced and, with"+
		" ENVIAR, numbered and mailed. Client, mail server and both\nservers share the cores, so other work on the"+
		" machine shows: look at the load.\n", benchRounds, took.Seconds())
}

// filings is upload + ENVIAR of 1 MB beside the bare creation of a record.
func (b *bench) filings() {
	office := hookstest.NewProduction(b, time.Now().Format(time.RFC3339))
	drafts := ready(b, office, benchClients*(benchRounds*benchTurns+2))
	house := serveHouse(b, leave(office), b.smtp)
	stock := serveBeside(b, b.TempDir())
	next := func(n int) []draft {
		d := drafts[:n]
		drafts = drafts[n:]
		return d
	}
	house.filings(b, next(benchClients*2), b.small) // both warm
	stock.creations(b, 2, b.small)

	var ours, theirs, ourCPU, theirCPU []float64
	var upload, enviar []time.Duration
	for range benchRounds {
		settle()
		cpu := house.cpu()
		r := house.filings(b, next(benchClients*benchTurns), b.small)
		ours = append(ours, r.perSecond())
		ourCPU = append(ourCPU, 1000*(house.cpu()-cpu).Seconds()/float64(r.n))
		upload, enviar = append(upload, r.first...), append(enviar, r.second...)

		settle()
		cpu = stock.cpu()
		s := stock.creations(b, benchTurns, b.small)
		theirs = append(theirs, s.perSecond())
		theirCPU = append(theirCPU, 1000*(stock.cpu()-cpu).Seconds()/float64(s.n))
	}
	b.versus("1 MB, 8 clients: upload + ENVIAR / record creation", "%.0f/s", ours, theirs, "≥ 0.50", 0.5)
	b.versus("  processor time of each, children included", "%.1f ms", ourCPU, theirCPU, "", 0)
	b.row("  upload, p50 · p99 with 8 clients", quantiles(upload), "", 0, "", 0)
	b.row("  ENVIAR, p50 · p99 with 8 clients", quantiles(enviar), "", 0, "", 0)
	house.Kill()
	stock.Kill()
}

// hundredMegabytes is eight uploads of 100 MB at once, by fresh servers each round.
func (b *bench) hundredMegabytes() {
	office := hookstest.NewProduction(b, time.Now().Format(time.RFC3339))
	office.Set(b, map[string]any{"limite_mb": 100})
	drafts := ready(b, office, benchClients*benchRounds)
	dir := leave(office)
	var ours, theirs, copied, ourPeak, theirPeak, children, filed []float64
	for range benchRounds {
		settle()
		house := serveHouse(b, dir, b.smtp)
		watch := house.watchChildren()
		r := house.uploads(b, drafts[:benchClients], b.large)
		began := time.Now()
		for _, d := range drafts[:benchClients] {
			house.client(0).enviar(b, d)
		}
		filed = append(filed, time.Since(began).Seconds())
		drafts = drafts[benchClients:]
		ours = append(ours, r.megabytesPerSecond(len(b.large)))
		ourPeak = append(ourPeak, house.peak())
		children = append(children, watch())
		house.Kill()
		_ = os.RemoveAll(filepath.Join(dir, "storage")) // room for the next round

		settle()
		beside := b.TempDir()
		stock := serveBeside(b, beside)
		s := stock.creations(b, 1, b.large)
		theirs = append(theirs, s.megabytesPerSecond(len(b.large)))
		theirPeak = append(theirPeak, stock.peak())
		stock.Kill()
		_ = os.RemoveAll(filepath.Join(beside, "storage"))

		settle()
		copied = append(copied, b.copying())
	}
	b.versus("8 × 100 MB at once: throughput", "%.0f MB/s", ours, theirs, "≥ 2.50", 2.5)
	b.versus("  the same / cp and sync of the same files", "%.0f MB/s", ours, copied, "≥ 0.90", 0.9)
	b.versus("  peak memory of the server", "%.0f MB", ourPeak, theirPeak, "≤ 0.17", 1.0/6)
	b.atMost("  the same / 80 MB, worst round", 0, "MB", slices.Max(ourPeak), 80)
	b.atMost("  its children together / 512 MB, worst round", 0, "MB", slices.Max(children), 512)
	b.row("  ENVIAR of one of them (100 MB read back)", fmt.Sprintf("%.0f ms", 1000*median(filed)/benchClients), "", 0, "", 0)
	b.note("8 × 100 MB, each round: %.0f against %.0f MB/s; peak %.0f against %.0f MB; children %.0f MB",
		ours, theirs, ourPeak, theirPeak, children)
}

// copying is how many MB a second `cp` and `sync` of the same files bring to the disk.
// Nothing that keeps a file can be faster.
func (b *bench) copying() float64 {
	dir := b.TempDir()
	from := filepath.Join(dir, "escaneo.pdf")
	if err := os.WriteFile(from, b.large, 0o600); err != nil {
		b.Fatal(err)
	}
	settle()
	began := time.Now()
	for i := range benchClients {
		if out, err := exec.Command("cp", from, filepath.Join(dir, fmt.Sprintf("%d.pdf", i))).CombinedOutput(); err != nil {
			b.Fatal(err, string(out))
		}
	}
	if out, err := exec.Command("sync", "-f", dir).CombinedOutput(); err != nil {
		b.Fatal(err, string(out))
	}
	took := time.Since(began).Seconds()
	_ = os.RemoveAll(dir)
	return float64(benchClients*len(b.large)) / 1e6 / took
}

// admission is a scan inspected by a warm worker beside its hash.
func (b *bench) admission() {
	name := filepath.Join(b.TempDir(), "escaneo.pdf")
	if err := os.WriteFile(name, b.large, 0o600); err != nil {
		b.Fatal(err)
	}
	settle()
	inspector := pdf.NewInspector()
	defer inspector.Close()
	var admitted, hashed []float64
	for i := range 3*benchRounds + 1 {
		f, err := os.Open(name)
		if err != nil {
			b.Fatal(err)
		}
		began := time.Now()
		if _, err := io.Copy(sha256.New(), f); err != nil {
			b.Fatal(err)
		}
		alone := time.Since(began)
		began = time.Now()
		v, err := inspector.Inspect(context.Background(), f, 100<<20)
		took := time.Since(began)
		f.Close()
		if err != nil || !v.Admitido || v.Folios != 400 {
			b.Fatalf("%+v %v", v, err)
		}
		if i > 0 { // the first starts the worker
			admitted, hashed = append(admitted, 1000*took.Seconds()), append(hashed, 1000*alone.Seconds())
		}
	}
	b.versus("admission of a 100 MB scan / its sha256", "%.0f ms", admitted, hashed, "≤ 3.00", 3)
}

// grown is one more filing with 1,000 and with 200,000 in the base, in turns.
func (b *bench) grown() {
	var servers []*served
	var drafts [][]draft
	for _, n := range []int{1_000, 200_000} {
		office := hookstest.NewProduction(b, time.Now().Format(time.RFC3339))
		s := office.Filed(b, nil)
		drafts = append(drafts, ready(b, office, benchSingles+5))
		dir := leave(office)
		began := time.Now()
		bytes := fill(b, dir, s.Id, n)
		b.note("%d filings seeded in %.0f s: data.db %.0f MB", n, time.Since(began).Seconds(), float64(bytes)/1e6)
		servers = append(servers, serveHouse(b, dir, b.smtp))
	}
	settle()
	quiet(servers)
	var filed, whole [2][]float64
	var alone []time.Duration
	for i := range benchSingles + 5 {
		for k := range servers {
			k = (k + i) % 2
			c := servers[k].client(i % 4)
			began := time.Now()
			c.upload(b, drafts[k][i], b.small)
			arrived := time.Now()
			c.enviar(b, drafts[k][i])
			if i >= 5 {
				filed[k] = append(filed[k], 1000*time.Since(arrived).Seconds())
				whole[k] = append(whole[k], 1000*time.Since(began).Seconds())
				if k == 0 {
					alone = append(alone, time.Since(arrived))
				}
			}
		}
	}
	b.versus("ENVIAR at 200,000 filings / at 1,000", "%.2f ms", filed[1], filed[0], "≤ 1.20", 1.2)
	b.versus("upload + ENVIAR at 200,000 / at 1,000", "%.2f ms", whole[1], whole[0], "≤ 1.20", 1.2)
	b.row("  ENVIAR alone, one client, p50 · p99", quantiles(alone), "", 0, "", 0)
	for _, s := range servers {
		s.Kill()
	}
}

// settle lets what earlier parts wrote reach the disk first.
func settle() { unix.Sync() }

func median(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	if len(v)%2 == 0 {
		return (v[len(v)/2-1] + v[len(v)/2]) / 2
	}
	return v[len(v)/2]
}

func quantiles(d []time.Duration) string {
	slices.Sort(d)
	at := func(q float64) float64 { return 1000 * d[int(q*float64(len(d)-1))].Seconds() }
	return fmt.Sprintf("%.1f · %.1f ms", at(0.5), at(0.99))
}

// machine names where the bench ran.
func machine(dir string) string {
	field := func(file, key string) string {
		text, _ := os.ReadFile(file)
		for line := range strings.Lines(string(text)) {
			if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == key {
				return strings.TrimSpace(value)
			}
		}
		return "?"
	}
	var kB float64
	fmt.Sscan(field("/proc/meminfo", "MemTotal"), &kB)
	var disk unix.Statfs_t
	_ = unix.Statfs(dir, &disk)
	kind := map[int64]string{
		0xEF53: "ext4", 0x58465342: "xfs", 0x9123683E: "btrfs", 0x794C7630: "overlayfs",
		0x01021994: "tmpfs (its fsync costs nothing!)",
	}[int64(disk.Type)]
	load, _ := os.ReadFile("/proc/loadavg")
	return fmt.Sprintf("%s, %d cores, %.0f GB, %s; %s %s/%s; %s; load at the end %.4s",
		field("/proc/cpuinfo", "model name"), runtime.NumCPU(), kB/1e6, kind, runtime.Version(), runtime.GOOS, runtime.GOARCH,
		time.Now().Format("2006-01-02"), load)
}

// scan makes a PDF as a scanner does: each page one image that fills it.
func scan(pages, size int) []byte {
	var b strings.Builder
	b.Grow(size + 1<<20)
	var at []int
	object := func(format string, args ...any) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n"+format+"\nendobj\n", append([]any{len(at)}, args...)...)
	}
	b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	kids := ""
	for i := range pages {
		kids += fmt.Sprintf("%d 0 R ", 3+3*i)
	}
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object("<< /Type /Pages /Kids [%s] /Count %d >>", kids, pages)
	image := make([]byte, size/pages-400)
	seed := uint64(88172645463325252)
	for i := range image { // xorshift: as incompressible as a JPEG
		seed ^= seed << 13
		seed ^= seed >> 7
		seed ^= seed << 17
		image[i] = byte(seed)
	}
	for range pages {
		n := len(at) + 1
		object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /XObject << /I %d 0 R >> >> >>", n+1, n+2)
		draw := "595 0 0 842 0 0 cm /I Do"
		object("<< /Length %d >>\nstream\n%s\nendstream", len(draw), draw)
		object("<< /Type /XObject /Subtype /Image /Width 1240 /Height 1754 /BitsPerComponent 8 /ColorSpace /DeviceGray"+
			" /Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream", len(image), image)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, xref)
	return []byte(b.String())
}
