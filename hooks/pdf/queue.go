package pdf

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"mesadepartes/hooks/expiring"
)

// Sender says who sends a file, as far as the program knows. The zero value is a
// sender like any other.
type Sender struct {
	Address string // one customer: an IPv4 address or a /64
	Draft   string // the draft or correction that the file belongs to
}

// Busy is the error of an inspection that can't have its turn soon.
type Busy struct{ Wait time.Duration }

// Error implements error.
func (b Busy) Error() string { return fmt.Sprintf("pdf: too many files wait, come back in %s", b.Wait) }

const (
	patience     = 20 * time.Second // longest wait for a turn
	comeBack     = 30 * time.Second // when to try again after it
	mostWaiting  = 200              // of all senders
	mostAddress  = 20               // waiting of one address, behind which a whole office may sit
	mostDraft    = 3                // waiting of one draft, one for each of its places
	mostSenders  = 10_000           // addresses remembered
	heavy        = time.Second      // of debt, from which an address leaves one worker to the others
	debtStep     = heavy / 20       // debts that differ by less are equal
	complexDebt  = 5 * time.Second  // more for a file that broke its budget
	forgiveness  = 60               // a second of debt is forgotten after so many seconds
	debtsExpires = time.Hour
)

// debt is the time that an address lately took from the others.
type debt struct {
	spent time.Duration
	at    time.Time
}

func (d debt) now(now time.Time) time.Duration {
	return max(0, d.spent-now.Sub(d.at)/forgiveness)
}

// queue gives turns: one file a draft at a time, and of the addresses that wait first
// the one with fewest files at work, then the one that took least time lately. So
// who sends a file now and then passes those who send costly ones without end.
type queue struct {
	clock func() time.Time
	debts *expiring.Map[debt]

	mu      sync.Mutex
	idle    *sync.Cond // signalled when a turn ends
	waiting []*ticket  // in the order of arrival
	drafts  map[string]int
	atWork  map[string]int // files by address
	running int
	heavies int // of running, those of addresses with a heavy debt
}

// ticket is one file in the queue.
type ticket struct {
	Sender
	turn  chan struct{} // closed when the turn comes
	heavy bool
}

func newQueue(clock func() time.Time) *queue {
	q := &queue{clock: clock, debts: expiring.New[debt](clock, mostSenders), drafts: map[string]int{}, atWork: map[string]int{}}
	q.idle = sync.NewCond(&q.mu)
	return q
}

// enter waits for a turn, which ends with leave.
func (q *queue) enter(ctx context.Context, from Sender) (*ticket, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	t := &ticket{Sender: from, turn: make(chan struct{})}
	q.mu.Lock()
	if q.full(from) {
		q.mu.Unlock()
		return nil, Busy{comeBack}
	}
	q.waiting = append(q.waiting, t)
	q.next()
	q.mu.Unlock()
	ctx, cancel := context.WithTimeoutCause(ctx, patience, Busy{comeBack})
	defer cancel()
	select {
	case <-t.turn:
		return t, nil
	case <-ctx.Done():
		q.giveUp(t)
		return nil, context.Cause(ctx)
	}
}

func (q *queue) full(from Sender) bool {
	address, draft := 0, 0
	for _, w := range q.waiting {
		if w.Address == from.Address {
			address++
		}
		if from.Draft != "" && w.Draft == from.Draft {
			draft++
		}
	}
	return len(q.waiting) >= mostWaiting || address >= mostAddress || draft >= mostDraft
}

// giveUp takes a ticket out of the queue, or ends its turn if that has just come.
func (q *queue) giveUp(t *ticket) {
	q.mu.Lock()
	i := slices.Index(q.waiting, t)
	if i >= 0 {
		q.waiting = slices.Delete(q.waiting, i, i+1)
	}
	q.mu.Unlock()
	if i < 0 {
		q.leave(t, 0)
	}
}

// leave ends a turn and charges what it cost.
func (q *queue) leave(t *ticket, cost time.Duration) {
	q.debts.Change(t.Address, func(old debt, now time.Time) (debt, time.Time) {
		return debt{old.now(now) + cost, now}, now.Add(debtsExpires)
	})
	q.mu.Lock()
	defer q.mu.Unlock()
	q.running--
	count(q.drafts, t.Draft, -1)
	count(q.atWork, t.Address, -1)
	if t.heavy {
		q.heavies--
	}
	q.next()
	q.idle.Broadcast()
}

// next gives turns while a worker is free and somebody may use it.
func (q *queue) next() {
	for q.running < maxWorkers {
		t := q.choose()
		if t == nil {
			return
		}
		q.waiting = slices.Delete(q.waiting, slices.Index(q.waiting, t), slices.Index(q.waiting, t)+1)
		t.heavy = q.owes(t) >= heavy
		q.running++
		count(q.drafts, t.Draft, 1)
		count(q.atWork, t.Address, 1)
		if t.heavy {
			q.heavies++
		}
		close(t.turn)
	}
}

// choose is the ticket whose turn it is, nil when none may go.
func (q *queue) choose() (best *ticket) {
	for _, t := range q.waiting {
		switch {
		case t.Draft != "" && q.drafts[t.Draft] > 0:
		case q.heavies >= maxWorkers-1 && q.owes(t) >= heavy:
		case best == nil || q.before(t, best) < 0:
			best = t
		}
	}
	return best
}

// before compares what two addresses have at work and what they owe.
func (q *queue) before(a, b *ticket) int {
	return cmp.Or(
		cmp.Compare(q.atWork[a.Address], q.atWork[b.Address]),
		cmp.Compare(q.owes(a)/debtStep, q.owes(b)/debtStep))
}

func (q *queue) owes(t *ticket) time.Duration {
	d, _ := q.debts.Get(t.Address)
	return d.now(q.clock())
}

// empty waits until no turn is left.
func (q *queue) empty() {
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.running > 0 {
		q.idle.Wait()
	}
}

// count keeps no key whose number is 0, because addresses come without end.
func count(m map[string]int, key string, by int) {
	if m[key] += by; m[key] == 0 {
		delete(m, key)
	}
}
