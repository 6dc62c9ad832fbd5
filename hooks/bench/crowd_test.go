//go:build linux

package bench

import (
	"fmt"
	"slices"
	"sync"

	"mesadepartes/hooks/hookstest"
)

const (
	crowdCitizens = 200
	crowdWaves    = 6
	crowdTurns    = 3 // filings of a citizen in a wave
)

// crowd is two hundred citizens at once, each from an address of their own, who file
// from the home page to the number, again and again: memory settles.
func (b *bench) crowd() {
	s := b.developing(hookstest.Program(b))
	data := scan(1, wholeFile)
	var held []float64
	for wave := range crowdWaves {
		var wait sync.WaitGroup
		for i := range crowdCitizens {
			wait.Go(func() {
				for turn := range crowdTurns {
					s.fileWhole(b, s.client(i), fmt.Sprintf("persona%d.%d.%d@ejemplo.pe", wave, i, turn), data)
				}
			})
		}
		wait.Wait()
		if b.Failed() {
			b.Fatal("a request failed")
		}
		held = append(held, memory(s.Pid(), "VmRSS"))
	}
	first, last := slices.Max(held[:crowdWaves/2]), slices.Max(held[crowdWaves/2:])
	b.row(fmt.Sprintf("%d citizens at once: memory, second half / first", crowdCitizens), fmt.Sprintf("%.0f MB", last),
		fmt.Sprintf("%.0f MB", first), last/first, "≤ 1.15", 1.15)
	b.note("%d citizens: memory after each %d filings %.0f MB", crowdCitizens, crowdCitizens*crowdTurns, held)
	s.Kill()
}
