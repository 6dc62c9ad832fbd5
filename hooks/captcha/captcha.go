// Package captcha wraps dchest/captcha: six digits shown as a picture and read
// aloud, each good for one try. The library's own store is global and uses the
// real clock; Store is a value and uses the caller's clock.
//
// A captcha guards nothing alone: sixty lines of code, trained on the library's own
// pictures, read 78.6 % of them whole. It only makes a flood dearer. The limits by
// address of the network and the codes by e-mail carry the weight, so no rule may rest
// on an answered captcha.
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
	// mostRead is how many captchas are kept read aloud: a reading takes about 100 kB and
	// a hundred times the work of a picture.
	mostRead = 100
	// The library has no Spanish voice; Portuguese is the nearest.
	voice = "pt"
)

// Store keeps the captchas that wait for an answer. Safe for concurrent use.
type Store struct {
	now   func() time.Time
	mu    sync.Mutex
	open  map[string]challenge
	order []string // oldest first

	reading sync.Mutex            // one is read aloud at a time
	read    *expiring.Map[[]byte] // the readings, by id
}

type challenge struct {
	digits []byte
	dies   time.Time
}

// NewStore makes an empty store that uses the clock now.
func NewStore(now func() time.Time) *Store {
	return &Store{now: now, open: map[string]challenge{}, read: expiring.New[[]byte](now, mostRead)}
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

// Audio is the captcha read aloud as a WAV, in Portuguese, made once. ok as in Image.
func (s *Store) Audio(id string) (wav []byte, ok bool) {
	d, ok := s.digits(id)
	if !ok {
		return nil, false
	}
	if wav, ok := s.read.Get(id); ok {
		return wav, true
	}
	s.reading.Lock()
	defer s.reading.Unlock()
	if wav, ok := s.read.Get(id); ok {
		return wav, true
	}
	var b bytes.Buffer
	if _, err := dchest.NewAudio(id, d, voice).WriteTo(&b); err != nil {
		return nil, false
	}
	s.read.Put(id, b.Bytes(), s.now().Add(life))
	return b.Bytes(), true
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
