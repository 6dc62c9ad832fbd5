//go:build linux

package bench

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"mesadepartes/hooks/pdf"
)

const (
	attackers  = 20
	benchCalls = 300 // small files of citizens, each of an address of its own
)

// costly is a stream whose filter refers to itself: 414 bytes that overflow the stack
// of the child. Padding makes 10.5 kB of it, and each one another file.
const costly = "%%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Count 1/Kids[3 0 R]>>\nendobj\n" +
	"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R>>\nendobj\n" +
	"4 0 obj\n<</Length 4/Filter 4 0 R>>stream\nq Q\n\nendstream\nendobj\n" +
	"%% %0*d\ntrailer\n<</Size 5/Root 1 0 R>>\n"

// attacked is a citizen's file of 1 kB while twenty addresses send costly ones without
// a pause, each of whom was refused once before.
func (b *bench) attacked() {
	small := filepath.Join(b.TempDir(), "carta.pdf")
	letter := bytes.Replace([]byte(fmt.Sprintf(costly, 600, 0)), []byte("/Filter 4 0 R"), nil, 1)
	if err := os.WriteFile(small, letter, 0o600); err != nil {
		b.Fatal(err)
	}
	f, err := os.Open(small)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	settle()
	inspector := pdf.NewInspector()
	defer inspector.Close()
	ctx, stop := context.WithCancel(context.Background())
	var all, met sync.WaitGroup
	met.Add(attackers)
	for n := range attackers {
		all.Go(func() { b.attack(ctx, inspector, n, met.Done) })
	}
	met.Wait()
	var took []float64
	for n := range benchCalls {
		began := time.Now()
		who := pdf.Sender{Address: fmt.Sprint("citizen ", n), Draft: fmt.Sprint(n)}
		if v, err := inspector.InspectFrom(ctx, who, f, 0); err != nil || !v.Admitido {
			b.Fatalf("%+v %v", v, err)
		}
		took = append(took, time.Since(began).Seconds())
	}
	stop()
	all.Wait()
	slices.Sort(took)
	p95 := took[len(took)*95/100]
	b.row("1 kB admitted beside 20 attackers, p95 in s", fmt.Sprintf("%.0f ms", 1000*p95),
		fmt.Sprintf("p50 %.0f ms", 1000*took[len(took)/2]), p95, "≤ 1.00", 1)
}

func (b *bench) attack(ctx context.Context, inspector *pdf.Inspector, n int, met func()) {
	name := filepath.Join(b.TempDir(), "costoso.pdf")
	for try := 0; ctx.Err() == nil; try++ {
		if os.WriteFile(name, fmt.Appendf(nil, costly, 10_000, 1_000_000*n+try), 0o600) != nil {
			return
		}
		if f, err := os.Open(name); err == nil {
			_, _ = inspector.InspectFrom(ctx, pdf.Sender{Address: fmt.Sprint("attacker ", n), Draft: fmt.Sprint(n)}, f, 0)
			_ = f.Close()
		}
		if try == 0 {
			met()
		}
	}
}
