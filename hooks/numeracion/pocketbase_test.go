package numeracion_test

import (
	"runtime"
	"testing"

	"mesadepartes/hooks/hookstest"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Assign leans on PocketBase running one transaction at a time: a second one must
// not read the highest number before the first has ended.
func TestPocketBaseStillRunsOneTransactionAtATime(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	db, ok := o.NonconcurrentDB().(*dbx.DB)
	if !ok {
		t.Fatalf("the writer is a %T", o.NonconcurrentDB())
	}
	numbers := make(chan string, 2)
	file := func(tx core.App) error {
		s := assign(t, tx, workday)
		numbers <- s.GetString("numero")
		return keep(tx, s)
	}
	second := make(chan error, 1)
	err := o.RunInTransaction(func(tx core.App) error {
		waiting := db.DB().Stats().WaitCount
		go func() { second <- o.RunInTransaction(file) }()
		for db.DB().Stats().WaitCount == waiting && len(numbers)+len(second) == 0 {
			runtime.Gosched() // until the second transaction waits, or runs beside this one
		}
		if len(numbers) > 0 {
			t.Error("a second transaction has read the highest number")
		}
		return file(tx)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := <-second; err != nil {
		t.Fatal(err)
	}
	if a, b := <-numbers, <-numbers; a != "1-2026" || b != "2-2026" {
		t.Errorf("numbers %s and %s", a, b)
	}
}
