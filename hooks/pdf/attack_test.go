package pdf

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"
)

// attackers is how many addresses send costly files without a pause while citizens
// send a small one each.
const attackers = 20

// BenchmarkCitizenUnderAttack reports how long a file of 1 kB takes, its turn included,
// at the 50th and 95th of 100 places and at worst. No file of an attacker is known by
// its hash, for each differs by some bytes. The first file of each, of whom nothing is
// known then, is not counted.
func BenchmarkCitizenUnderAttack(b *testing.B) {
	for name, content := range map[string][]byte{
		"stack": selfFilter(), "rows": sameRows(200_000), "zipped": objectStreams(bomb(10 << 20)), "sections": sections(1000),
	} {
		b.Run(name, func(b *testing.B) { underAttack(b, content) })
	}
}

func underAttack(b *testing.B, content []byte) {
	i := NewInspector()
	defer i.Close()
	ctx, stop := context.WithCancel(b.Context())
	var all sync.WaitGroup
	dir := b.TempDir()
	var met sync.WaitGroup // each attacker was inspected once
	met.Add(attackers)
	for n := range attackers {
		all.Go(func() { attack(ctx, i, n, dir, content, met.Done) })
	}
	met.Wait()
	citizen := file(b, paper{pages: 1, extra: []string{stream("", bytes.Repeat([]byte("x"), 500))}}.bytes())
	var took []time.Duration
	for b.Loop() {
		begun := time.Now()
		who := fmt.Sprint("ciudadano ", len(took))
		v, err := i.InspectFrom(ctx, Sender{Address: who, Draft: who}, citizen, 0)
		if err != nil || !v.Admitido {
			b.Fatalf("%+v, %v", v, err)
		}
		took = append(took, time.Since(begun))
	}
	stop()
	all.Wait()
	slices.Sort(took)
	at := func(percent int) float64 { return took[min(len(took)-1, len(took)*percent/100)].Seconds() * 1000 }
	b.ReportMetric(at(50), "ms-p50")
	b.ReportMetric(at(95), "ms-p95")
	b.ReportMetric(at(100), "ms-max")
}

func attack(ctx context.Context, i *Inspector, n int, dir string, content []byte, met func()) {
	for try := 0; ctx.Err() == nil; try++ {
		f, err := os.Create(filepath.Join(dir, fmt.Sprint(n)))
		if err != nil {
			return
		}
		fmt.Fprintf(f, "%s%%%d %d %s", content, n, try, bytes.Repeat([]byte("a"), rand.N(1000)))
		_, _ = i.InspectFrom(ctx, Sender{Address: fmt.Sprint("ataque ", n), Draft: fmt.Sprint(n)}, f, 0)
		_ = f.Close()
		if try == 0 {
			met()
		}
	}
}

// sameRows names one object many times in a compressed table of 2 kB.
func sameRows(n int) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.5\n")
	rows := []byte{0, 0, 0, 0, 0, 0}
	row := func(at int) { rows = append(rows, 1, byte(at>>24), byte(at>>16), byte(at>>8), byte(at), 0) }
	for i, o := range (paper{pages: 1}).raw().objects {
		row(b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	for range n {
		row(len("%PDF-1.5\n"))
	}
	self, at := len(rows)/6, b.Len()
	row(at)
	fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n", self,
		stream(fmt.Sprintf("/Type/XRef/Size %d/W[1 4 1]/Root 1 0 R/Filter/FlateDecode", self+1), flate(rows)), at)
	return b.Bytes()
}

// sections is a file updated many times, in vain and without the word startxref, so
// that pdfcpu reads on to the end from each.
func sections(n int) []byte {
	content := paper{pages: 1}.bytes()
	b := bytes.NewBuffer(content)
	prev := bytes.LastIndex(content, []byte("\nxref\n")) + 1
	for range n {
		at := b.Len()
		fmt.Fprintf(b, "xref\n0 0\ntrailer\n<</Size 5/Root 1 0 R/Prev %d>>\n", prev)
		prev = at
	}
	fmt.Fprintf(b, "startxref\n%d\n%%%%EOF\n", prev)
	return b.Bytes()
}
