//go:build linux

package bench

import (
	"bytes"
	"compress/zlib"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"mesadepartes/hooks/pdf"
)

const (
	attackers  = 20
	benchCalls = 300 // small files of citizens, each of an address of its own
)

// onePage is a document of one page with one more object and some words at its end.
// It has no table, so it is read twice.
func onePage(object []byte, words string) []byte {
	return fmt.Appendf(nil, "%%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"+
		"2 0 obj\n<</Type/Pages/Count 1/Kids[3 0 R]>>\nendobj\n"+
		"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>\nendobj\n%s\ntrailer\n<</Size 6/Root 1 0 R>>\n%%%s\n", object, words)
}

// costly is an object stream of 10 MB in 10.5 kB, one object that is mostly spaces.
func costly() []byte {
	var b bytes.Buffer
	z, _ := zlib.NewWriterLevel(&b, zlib.BestSpeed)
	fmt.Fprintf(z, "9 0 <</A%s1>>", strings.Repeat(" ", 10<<20))
	_ = z.Close()
	return fmt.Appendf(nil, "4 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%s\nendstream\nendobj",
		b.Len(), b.Bytes())
}

// attacked is a citizen's file of 1 kB while twenty addresses send costly ones without
// a pause, no two alike, each of whom was met once before.
func (b *bench) attacked() {
	small := filepath.Join(b.TempDir(), "carta.pdf")
	if err := os.WriteFile(small, onePage(nil, strings.Repeat("x", 700)), 0o600); err != nil {
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
	name, object := filepath.Join(b.TempDir(), "costoso.pdf"), costly()
	for try := 0; ctx.Err() == nil; try++ {
		if os.WriteFile(name, onePage(object, fmt.Sprint(n, " ", try)), 0o600) != nil {
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
