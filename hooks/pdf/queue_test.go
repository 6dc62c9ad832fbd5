package pdf

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// desk is a queue with a clock that a test moves, and the order of its turns.
type desk struct {
	t *testing.T
	*queue
	now time.Time
}

func newDesk(t *testing.T) *desk {
	d := &desk{t: t, now: time.Date(2026, 3, 24, 10, 0, 0, 0, time.UTC)}
	d.queue = newQueue(func() time.Time { return d.now })
	return d
}

// take is a turn that comes at once.
func (d *desk) take(from Sender) *ticket {
	d.t.Helper()
	turn, err := d.enter(d.t.Context(), from)
	if err != nil {
		d.t.Fatal(err)
	}
	return turn
}

// wait puts a sender into the queue and returns once the sender stands there.
func (d *desk) wait(ctx context.Context, from Sender, order chan<- *ticket) {
	d.t.Helper()
	d.mu.Lock()
	before := len(d.waiting)
	d.mu.Unlock()
	go func() {
		if turn, err := d.enter(ctx, from); err == nil {
			order <- turn
		}
	}()
	for {
		d.mu.Lock()
		n := len(d.waiting)
		d.mu.Unlock()
		if n > before {
			return
		}
	}
}

func TestAttackersWaitForEachOtherAndNotTheCitizen(t *testing.T) {
	t.Parallel()
	d, order := newDesk(t), make(chan *ticket, 100)
	first := []*ticket{d.take(Sender{Address: "ataque 0"}), d.take(Sender{Address: "ataque 1"})}
	for n := range 20 {
		from := Sender{Address: fmt.Sprint("ataque ", n)}
		d.leave(&ticket{Sender: from}, complexDebt) // each was refused before
		d.running, d.atWork[from.Address] = d.running+1, d.atWork[from.Address]+1
	}
	for n := range 60 {
		d.wait(t.Context(), Sender{Address: fmt.Sprint("ataque ", n%20)}, order)
	}
	d.wait(t.Context(), Sender{Address: "ciudadana"}, order)
	d.leave(first[0], complexDebt)
	if turn := <-order; turn.Address != "ciudadana" {
		t.Errorf("%s came before a citizen who has sent nothing yet", turn.Address)
	} else {
		d.leave(turn, 10*time.Millisecond)
	}
	// The other worker stays for who owes nothing, while one serves the attackers.
	turn := <-order
	d.wait(t.Context(), Sender{Address: "ciudadana"}, order)
	d.leave(first[1], complexDebt)
	if next := <-order; next.Address != "ciudadana" || !strings.HasPrefix(turn.Address, "ataque") {
		t.Errorf("%s, then %s", turn.Address, next.Address)
	}
}

func TestTurnsGoRoundTheAddresses(t *testing.T) {
	t.Parallel()
	d, order := newDesk(t), make(chan *ticket, 100)
	first := []*ticket{d.take(Sender{}), d.take(Sender{})}
	for _, address := range []string{"a", "a", "a", "b", "b", "c"} {
		d.wait(t.Context(), Sender{Address: address}, order)
	}
	d.leave(first[0], 0)
	var came strings.Builder
	for range 6 {
		turn := <-order
		came.WriteString(turn.Address)
		d.leave(turn, debtStep)
	}
	if came.String() != "abcaba" {
		t.Errorf("the turns went %s", came.String())
	}
	d.leave(first[1], 0)
}

func TestADraftHasOneFileInspectedAtATime(t *testing.T) {
	t.Parallel()
	d, order := newDesk(t), make(chan *ticket, 100)
	mine := Sender{"a", "borrador"}
	turn := d.take(mine)
	d.wait(t.Context(), mine, order)
	other := d.take(Sender{"a", "otro"}) // passes it
	d.leave(other, 0)
	select {
	case <-order:
		t.Error("two files of a draft were at work")
	default:
	}
	d.leave(turn, 0)
	d.leave(<-order, 0)
}

func TestDebtsAreForgiven(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	from := Sender{Address: "a"}
	d.leave(d.take(from), 4*time.Second)
	if owes := d.owes(&ticket{Sender: from}); owes != 4*time.Second {
		t.Errorf("owes %v", owes)
	}
	d.now = d.now.Add(3 * time.Minute)
	if owes := d.owes(&ticket{Sender: from}); owes != time.Second {
		t.Errorf("owes %v after three minutes", owes)
	}
	d.now = d.now.Add(time.Minute)
	if owes := d.owes(&ticket{Sender: from}); owes != 0 {
		t.Errorf("owes %v after four minutes", owes)
	}
}

func TestAQueueWithoutEndIsRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		most int
		from func(n int) Sender
	}{
		"a draft":    {mostDraft, func(n int) Sender { return Sender{fmt.Sprint(n), "borrador"} }},
		"an address": {mostAddress, func(n int) Sender { return Sender{"a", fmt.Sprint(n)} }},
		"everybody":  {mostWaiting, func(n int) Sender { return Sender{fmt.Sprint(n), fmt.Sprint(n)} }},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		d := newDesk(t)
		for range maxWorkers {
			d.take(Sender{Address: "larga"})
		}
		for n := range c.most {
			d.wait(ctx, c.from(n), nil)
		}
		var busy Busy
		if _, err := d.enter(ctx, c.from(c.most)); !errors.As(err, &busy) || busy.Wait <= 0 || busy.Error() == "" {
			t.Errorf("%s: got %v", name, err)
		}
		cancel()
	}
}

func TestAFileThatBrokeItsBudgetIsKnown(t *testing.T) {
	t.Parallel()
	i := NewInspector()
	defer i.Close()
	content := aliases(2000, 4<<20)
	first, err := i.Inspect(t.Context(), file(t, content), 0)
	if err != nil || first.Motivo != Complejo {
		t.Fatalf("%+v, %v", first, err)
	}
	for range maxWorkers { // whoever knows it needs no turn
		if _, err := i.queue.enter(t.Context(), Sender{Address: "larga"}); err != nil {
			t.Fatal(err)
		}
	}
	again, err := i.Inspect(t.Context(), file(t, content), 0)
	if err != nil || again.Motivo != Complejo || again.SHA256 != first.SHA256 || again.Admitido {
		t.Errorf("%+v, %v", again, err)
	}
	i.queue.mu.Lock()
	i.queue.running = 0
	i.queue.mu.Unlock()
}

func TestASmallFileHasASmallBudget(t *testing.T) {
	t.Parallel()
	for size, want := range map[int64]time.Duration{
		0: cpuBase, 10_500: 211 * time.Millisecond, 1 << 20: 1200 * time.Millisecond, 100 << 20: cpuSeconds * time.Second,
	} {
		if got := budgetBySize(size); got > want || got < want-2*time.Millisecond {
			t.Errorf("%d bytes: %v of CPU, want %v", size, got, want)
		}
		if got := cpuBudget(size); got != budgetBySize(size) && !raceBuild {
			t.Errorf("%d bytes: a child gets %v of CPU", size, got)
		}
		if got := wallBudget(size); got > askTimeout || got < cpuBudget(size) {
			t.Errorf("%d bytes: %v by the clock", size, got)
		}
	}
}
