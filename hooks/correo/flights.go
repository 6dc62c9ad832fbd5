package correo

import (
	"strings"
	"sync"
)

// waiting is a mail that is due.
type waiting struct {
	ID   string `db:"id"`
	Para string `db:"para"`
}

// domain is where the mail goes.
func (w waiting) domain() string {
	return strings.ToLower(w.Para[strings.LastIndex(w.Para, "@")+1:])
}

// flights are the mails under way: no mail leaves twice at once, and a domain whose
// server hangs takes the connections of no other.
type flights struct {
	mu      sync.Mutex
	mails   map[string]bool
	domains map[string]int
}

// The connections at most: to the mail server, and for one domain of addresses.
const (
	inFlight  = 8
	perDomain = 2
)

// take claims a mail for its delivery; false while it is under way already.
func (f *flights) take(w waiting) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.claim(w)
}

// takeRoom is take, false too while there is no room for another connection.
func (f *flights) takeRoom(w waiting) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.mails) < inFlight && f.domains[w.domain()] < perDomain && f.claim(w)
}

func (f *flights) claim(w waiting) bool {
	if f.mails[w.ID] {
		return false
	}
	if f.mails == nil {
		f.mails, f.domains = map[string]bool{}, map[string]int{}
	}
	f.mails[w.ID] = true
	f.domains[w.domain()]++
	return true
}

// land ends a claim.
func (f *flights) land(w waiting) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.mails, w.ID)
	if f.domains[w.domain()]--; f.domains[w.domain()] == 0 {
		delete(f.domains, w.domain())
	}
}
