// Package expiring is a map whose values end: each one has an instant after which
// it is not there any more, and the whole has a size that it never passes. It has
// no goroutine and no clock of its own: what is over goes when something is written.
package expiring

import (
	"container/list"
	"sync"
	"time"
)

// Map keeps values by key, each until its instant. Safe for concurrent use.
type Map[V any] struct {
	now  func() time.Time
	most int
	mu   sync.Mutex
	keys map[string]*list.Element
	// Lists of entry[V]; what was written last is at the back.
	once, again *list.List
}

type entry[V any] struct {
	key   string
	value V
	until time.Time
	in    *list.List // once, or again when it was written more than once
}

// New makes an empty map for at most so many keys. When it is full, of the keys written
// once the one written longest ago makes room for a new one. Keys written again have
// four fifths of the map to themselves: what counts something (misses, requests) is not
// pushed out by a flood of fresh keys, each of which counts nothing.
func New[V any](now func() time.Time, most int) *Map[V] {
	return &Map[V]{now: now, most: most, keys: map[string]*list.Element{}, once: list.New(), again: list.New()}
}

// Get gives the value of a key; false when there is none or its time is over.
func (m *Map[V]) Get(key string) (V, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.live(key, m.now())
}

// Put keeps a value until an instant, in place of the one before.
func (m *Map[V]) Put(key string, value V, until time.Time) {
	m.Change(key, func(V, time.Time) (V, time.Time) { return value, until })
}

// Delete forgets a key.
func (m *Map[V]) Delete(key string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.drop(m.keys[key])
}

// Change reads and writes a key in one step, so that of two callers at once none
// misses what the other wrote. change is given the value, or the zero one when
// there is none, and the instant; it says what to keep and until when. It must not
// use the map.
func (m *Map[V]) Change(key string, change func(old V, now time.Time) (value V, until time.Time)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.now()
	old, found := m.live(key, now)
	value, until := change(old, now)
	m.drop(m.keys[key])
	in := m.once
	if found {
		in = m.again
	}
	if now.Before(until) {
		m.keys[key] = in.PushBack(entry[V]{key, value, until, in})
	}
	m.trim(now)
}

func (m *Map[V]) live(key string, now time.Time) (none V, found bool) {
	at := m.keys[key]
	if at == nil {
		return none, false
	}
	if kept := at.Value.(entry[V]); now.Before(kept.until) {
		return kept.value, true
	}
	return none, false
}

// trim drops from the fronts what is over, and what is too much. A value that ends
// before one in front of it waits there, so the bound on the size has the last word.
func (m *Map[V]) trim(now time.Time) {
	for _, in := range []*list.List{m.once, m.again} {
		for at := in.Front(); at != nil && !now.Before(at.Value.(entry[V]).until); at = in.Front() {
			m.drop(at)
		}
	}
	for m.size() > m.most {
		in := m.once
		if in.Len() == 0 || m.again.Len() > m.most*4/5 {
			in = m.again
		}
		m.drop(in.Front())
	}
}

func (m *Map[V]) size() int { return m.once.Len() + m.again.Len() }

func (m *Map[V]) drop(at *list.Element) {
	if at != nil {
		gone := at.Value.(entry[V])
		gone.in.Remove(at)
		delete(m.keys, gone.key)
	}
}
