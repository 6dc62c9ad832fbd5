// Package captcha has six digits drawn by dchest/captcha and read aloud in Spanish from
// recordings of our own, each good for one try. The library's own store is global and uses
// the real clock; Store is a value and uses the caller's clock.
//
// A captcha guards nothing alone. Sixty lines of code, trained on the library's own
// pictures, read 78.6 % of them whole; and whoever compares the sound with the recordings,
// which stand in the open beside this code, tells the figures apart too (17 of 18 at the
// first attempt). It only makes a flood dearer: it stands before a search by number and document,
// and before codes past the thirtieth an hour of one address. The limits by neighbourhood
// and the codes by e-mail carry the weight, so no rule may rest on an answered captcha.
package captcha

import (
	"bytes"
	"crypto/rand"
	"crypto/subtle"
	"sync"
	"time"

	"mesadepartes/hooks/expiring"

	dchest "github.com/dchest/captcha"
)

const (
	digits = 6
	life   = 10 * time.Minute
	// most is how many captchas may wait, so that a flood of requests takes no
	// more than about 5 MB.
	most = 20_000
	// A browser fetches a sound in pieces, which must be of one reading (Safari always does).
	// So a reading stays for these seconds; of mostRead at once, each of about 70 kB.
	readingLife = 30 * time.Second
	mostRead    = 100
)

// Store keeps the captchas that wait for an answer. Safe for concurrent use.
type Store struct {
	now   func() time.Time
	mu    sync.Mutex
	open  map[string]challenge
	order []string // oldest first

	vary func(figures int) reading // newReading; a test gives one it knows
	read *expiring.Map[[]byte]     // the newest readings, by id
}

type challenge struct {
	digits []byte
	dies   time.Time
}

// NewStore makes an empty store that uses the clock now.
func NewStore(now func() time.Time) *Store {
	return &Store{now: now, open: map[string]challenge{}, vary: newReading, read: expiring.New[[]byte](now, mostRead)}
}

// New makes a captcha, which lives ten minutes, and gives its id and the digits.
// Only a development server may print the digits.
func (s *Store) New() (id, answer string) {
	id = rand.Text()
	d := dchest.RandomDigits(digits)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forget()
	s.open[id] = challenge{digits: d, dies: s.now().Add(life)}
	s.order = append(s.order, id)
	return id, text(d)
}

// forget drops the captchas that expired, and the oldest when there are too many.
func (s *Store) forget() {
	now, n := s.now(), 0
	for _, id := range s.order {
		c, here := s.open[id]
		if here && now.Before(c.dies) && len(s.order)-n < most {
			break
		}
		delete(s.open, id)
		n++
	}
	s.order = s.order[n:]
}

// Check tells whether answer is right. It spends the captcha, whatever the answer:
// a second try needs a new one.
func (s *Store) Check(id, answer string) bool {
	s.mu.Lock()
	c, ok := s.open[id]
	delete(s.open, id)
	s.mu.Unlock()
	return ok && s.now().Before(c.dies) &&
		subtle.ConstantTimeCompare([]byte(text(c.digits)), []byte(answer)) == 1
}

// Image is the captcha as a PNG, twice as large as pages show it, because phones
// have two pixels for each of the page's. ok is false for an id that is unknown,
// spent or expired.
func (s *Store) Image(id string) (png []byte, ok bool) {
	d, ok := s.digits(id)
	if !ok {
		return nil, false
	}
	var b bytes.Buffer
	if _, err := dchest.NewImage(id, d, 2*dchest.StdWidth, 2*dchest.StdHeight).WriteTo(&b); err != nil {
		return nil, false
	}
	return b.Bytes(), true
}

// Audio is the captcha read aloud as a WAV, anew at each call. ok as in Image.
func (s *Store) Audio(id string) (wav []byte, ok bool) {
	d, ok := s.digits(id)
	if !ok {
		return nil, false
	}
	wav = s.vary(len(d)).speak(d)
	s.read.Put(id, wav, s.now().Add(readingLife))
	return wav, true
}

// SameAudio is the reading that Audio gave last, for whoever fetches the rest of it; a new
// one when that is gone.
func (s *Store) SameAudio(id string) (wav []byte, ok bool) {
	if _, ok := s.digits(id); !ok {
		return nil, false
	}
	if wav, ok := s.read.Get(id); ok {
		return wav, true
	}
	return s.Audio(id)
}

func (s *Store) digits(id string) ([]byte, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.open[id]
	return c.digits, ok && s.now().Before(c.dies)
}

func text(d []byte) string {
	out := make([]byte, len(d))
	for i, n := range d {
		out[i] = '0' + n
	}
	return string(out)
}
