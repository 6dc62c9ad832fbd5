package expiring

import (
	"fmt"
	"sync"
	"testing"
	"time"
)

// clock stands still until a test moves it.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func (c *clock) in(d time.Duration) time.Time { return c.at.Add(d) }

func start() *clock { return &clock{time.Date(2026, 3, 24, 10, 0, 0, 0, time.UTC)} }

// want checks what a key holds, "" for nothing.
func want(t *testing.T, m *Map[string], key, value string) {
	t.Helper()
	if got, found := m.Get(key); got != value || found != (value != "") {
		t.Errorf("%s holds %q, %v; want %q", key, got, found, value)
	}
}

func TestAValueIsThereUntilItsInstant(t *testing.T) {
	c := start()
	m := New[string](c.now, 10)
	want(t, m, "a", "")
	m.Put("a", "uno", c.in(time.Minute))
	c.at = c.in(time.Minute - 1)
	want(t, m, "a", "uno")
	c.at = c.in(1)
	want(t, m, "a", "")
	m.Put("a", "dos", c.in(time.Minute))
	want(t, m, "a", "dos")
	m.Delete("a")
	m.Delete("nobody")
	want(t, m, "a", "")
}

func TestAValueThatIsOverWhenItComesIsNotKept(t *testing.T) {
	c := start()
	m := New[string](c.now, 10)
	m.Put("a", "uno", c.in(time.Minute))
	m.Put("a", "dos", c.at)
	m.Put("b", "tres", time.Time{})
	want(t, m, "a", "")
	if len(m.keys) != 0 || m.size() != 0 {
		t.Errorf("%d keys, %d in order", len(m.keys), m.size())
	}
}

func TestAChangeSeesOnlyWhatIsStillThere(t *testing.T) {
	c := start()
	m := New[int](c.now, 10)
	count := func() (seen int) {
		m.Change("a", func(old int, now time.Time) (int, time.Time) {
			seen = old
			return old + 1, now.Add(time.Minute)
		})
		return seen
	}
	for i := range 3 {
		if got := count(); got != i {
			t.Fatalf("it sees %d, want %d", got, i)
		}
	}
	c.at = c.in(time.Minute)
	if got := count(); got != 0 {
		t.Errorf("it sees %d after the time is over", got)
	}
}

func TestAFullMapForgetsWhatWasWrittenLongestAgo(t *testing.T) {
	c := start()
	m := New[string](c.now, 3)
	for _, key := range []string{"a", "b", "c", "a", "d"} {
		m.Put(key, key, c.in(time.Minute))
	}
	want(t, m, "b", "")
	for _, key := range []string{"a", "c", "d"} {
		want(t, m, key, key)
	}
}

func TestAFloodOfFreshKeysResetsNoCounter(t *testing.T) {
	c := start()
	m := New[int](c.now, 100)
	count := func(key string) (n int) {
		m.Change(key, func(old int, _ time.Time) (int, time.Time) { n = old + 1; return n, c.in(time.Hour) })
		return n
	}
	count("mine")
	count("mine")
	for i := range 10_000 {
		count(fmt.Sprint("fresh", i))
	}
	if n := count("mine"); n != 3 {
		t.Errorf("it counts %d after a flood of fresh keys", n)
	}
	for i := range 10_000 { // twice each is a flood of counters: the bound still holds
		count(fmt.Sprint("dear", i))
		count(fmt.Sprint("dear", i))
	}
	if m.size() > 100 || m.again.Len() > 81 {
		t.Errorf("%d keys, %d of them counters", m.size(), m.again.Len())
	}
}

func TestAFloodNeverPassesTheBound(t *testing.T) {
	c := start()
	m := New[int](c.now, 100)
	for i := range 10_000 {
		m.Put(fmt.Sprint(i), i, c.in(time.Duration(1+i%7)*time.Minute))
		if len(m.keys) > 100 || len(m.keys) != m.size() {
			t.Fatalf("%d keys, %d in order", len(m.keys), m.size())
		}
	}
	c.at = c.in(time.Hour)
	m.Put("last", 0, c.in(time.Minute))
	if len(m.keys) != 1 || m.size() != 1 {
		t.Errorf("%d keys, %d in order stay when their time is over", len(m.keys), m.size())
	}
}

func TestChangesAtOnceLoseNothing(t *testing.T) {
	c := start()
	m := New[int](c.now, 5)
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			for range 100 {
				m.Change("sum", func(old int, now time.Time) (int, time.Time) { return old + 1, now.Add(time.Minute) })
				m.Get("sum")
			}
			other := fmt.Sprint(i % 3)
			m.Put(other, i, c.in(time.Minute))
			m.Delete(other)
		})
	}
	all.Wait()
	if got, _ := m.Get("sum"); got != 5000 {
		t.Errorf("the sum is %d", got)
	}
}
