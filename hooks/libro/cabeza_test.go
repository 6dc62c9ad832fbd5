package libro

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestAWritingNeverTouchesTheNewestHalf moves a head by one and by several entries, as
// acts of several lines and a start in between do: a power cut in a writing leaves the
// head before it.
func TestAWritingNeverTouchesTheNewestHalf(t *testing.T) {
	t.Parallel()
	f := file{filepath.Join(t.TempDir(), "libro.cabeza")}
	var before []byte
	for _, n := range []int{1, 2, 4, 5, 8, 10, 11} {
		if err := f.write(&Cabeza{Posicion: Posicion{Epoca: 1, Asiento: n}}); err != nil {
			t.Fatal(err)
		}
		after, err := os.ReadFile(f.path)
		if err != nil {
			t.Fatal(err)
		}
		if newest, other := newestOf(after); newest == nil || newest.Asiento != n {
			t.Fatalf("after %d the head is %+v", n, newest)
		} else if last, _ := newestOf(before); last != nil {
			if kept := readTramo(after[other:][:tramo]); kept == nil || kept.Asiento != last.Asiento ||
				!bytes.Equal(after[other:][:tramo], before[other:][:tramo]) {
				t.Errorf("writing %d lost %d", n, last.Asiento)
			}
		}
		before = after
	}
}
