package captcha

import (
	"bytes"
	"fmt"
	"image/png"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// clock stands still until a test moves it.
type clock struct{ at atomic.Int64 }

func (c *clock) now() time.Time      { return time.Unix(0, c.at.Load()) }
func (c *clock) add(d time.Duration) { c.at.Add(int64(d)) }

func newStore() (*Store, *clock) {
	c := &clock{}
	c.at.Store(time.Date(2026, 3, 24, 15, 0, 0, 0, time.UTC).UnixNano())
	return NewStore(c.now), c
}

// other is an answer that differs from the right one in its last digit.
func other(answer string) string {
	return answer[:len(answer)-1] + string('0'+(answer[len(answer)-1]-'0'+1)%10)
}

func TestTheRightAnswerCountsOnce(t *testing.T) {
	s, _ := newStore()
	id, answer := s.New()
	if len(answer) != 6 || strings.Trim(answer, "0123456789") != "" {
		t.Fatalf("the answer is %q", answer)
	}
	if !s.Check(id, answer) {
		t.Error("the right answer is refused")
	}
	if s.Check(id, answer) {
		t.Error("an answer counts twice")
	}
}

func TestAWrongAnswerSpendsTheCaptcha(t *testing.T) {
	for _, name := range []string{"", " ", "12345", "1234567", "abcdef", "one off", "a space after", "null"} {
		s, _ := newStore()
		id, answer := s.New()
		wrong := name
		switch name {
		case "one off":
			wrong = other(answer)
		case "a space after":
			wrong = answer + " "
		case "12345":
			wrong = answer[:5]
		case "1234567":
			wrong = answer + "0"
		}
		if s.Check(id, wrong) {
			t.Errorf("%q passes for %q", wrong, answer)
		}
		if s.Check(id, answer) {
			t.Errorf("after the wrong answer %q there is a second try", wrong)
		}
		if _, ok := s.Image(id); ok {
			t.Errorf("after the wrong answer %q the picture is still shown", wrong)
		}
	}
}

func TestACaptchaLivesTenMinutesOfTheGivenClock(t *testing.T) {
	for _, c := range []struct {
		age  time.Duration
		want bool
	}{{0, true}, {10*time.Minute - 1, true}, {10 * time.Minute, false}, {time.Hour, false}} {
		s, now := newStore()
		id, answer := s.New()
		now.add(c.age)
		if _, ok := s.Image(id); ok != c.want {
			t.Errorf("after %v there is a picture: %v", c.age, ok)
		}
		if _, ok := s.Audio(id); ok != c.want {
			t.Errorf("after %v there is sound: %v", c.age, ok)
		}
		if got := s.Check(id, answer); got != c.want {
			t.Errorf("after %v the right answer is %v", c.age, got)
		}
	}
}

func TestThePictureIsAPNGAndTheVoiceAWAV(t *testing.T) {
	s, _ := newStore()
	id, answer := s.New()
	picture, ok := s.Image(id)
	if !ok {
		t.Fatal("no picture")
	}
	img, err := png.Decode(bytes.NewReader(picture))
	if err != nil || img.Bounds().Dx() < 100 || img.Bounds().Dy() < 30 {
		t.Errorf("picture: %v", err)
	}
	sound, ok := s.Audio(id)
	if !ok || !bytes.HasPrefix(sound, []byte("RIFF")) || !bytes.Equal(sound[8:12], []byte("WAVE")) || len(sound) < 10_000 {
		t.Errorf("sound of %d bytes: %v", len(sound), ok)
	}
	for _, made := range [][]byte{picture, sound} {
		if bytes.Contains(made, []byte(answer)) {
			t.Error("the answer stands in the file")
		}
	}
	if !s.Check(id, answer) {
		t.Error("looking at a captcha spends it")
	}
}

func TestNobodyKnowsAnUnknownCaptcha(t *testing.T) {
	s, _ := newStore()
	first, answer := s.New()
	for _, id := range []string{"", "x", strings.ToLower(first), first + "x", first[:len(first)-1]} {
		if _, ok := s.Image(id); ok {
			t.Errorf("a picture of %q", id)
		}
		if _, ok := s.Audio(id); ok {
			t.Errorf("a voice of %q", id)
		}
		if s.Check(id, answer) || s.Check(id, "") {
			t.Errorf("%q is answered", id)
		}
	}
	if !s.Check(first, answer) {
		t.Error("answers to unknown captchas spend a real one")
	}
}

func TestEveryCaptchaIsAnother(t *testing.T) {
	s, _ := newStore()
	ids, answers := map[string]bool{}, map[string]bool{}
	for range 1000 {
		id, answer := s.New()
		ids[id], answers[answer] = true, true
	}
	if len(ids) != 1000 || len(answers) < 990 {
		t.Errorf("%d ids and %d answers of 1000", len(ids), len(answers))
	}
}

func TestAFloodKeepsMemoryBoundedAndTheNewestUsable(t *testing.T) {
	s, now := newStore()
	oldest, oldAnswer := s.New()
	for i := range most + 5000 {
		id, _ := s.New()
		if i%2 == 0 { // spent ones must not stay either
			s.Check(id, "")
		}
		if len(s.open) > most || len(s.order) > most {
			t.Fatalf("after %d: %d open, %d in order", i, len(s.open), len(s.order))
		}
	}
	id, answer := s.New()
	if !s.Check(id, answer) {
		t.Error("the newest captcha can't be answered")
	}
	if s.Check(oldest, oldAnswer) {
		t.Error("the oldest survived the flood: nothing was dropped")
	}
	now.add(life)
	s.New()
	if len(s.open) != 1 || len(s.order) != 1 {
		t.Errorf("after everything expired %d open, %d in order", len(s.open), len(s.order))
	}
}

func TestACaptchaAnsweredByManyAtOncePassesOnce(t *testing.T) {
	s, _ := newStore()
	for range 50 {
		id, answer := s.New()
		var passed atomic.Int32
		var all sync.WaitGroup
		for range 16 {
			all.Go(func() {
				if s.Check(id, answer) {
					passed.Add(1)
				}
			})
		}
		all.Wait()
		if passed.Load() != 1 {
			t.Fatalf("%d of 16 passed", passed.Load())
		}
	}
}

func TestManyVisitorsAtOnceEachGetTheirOwn(t *testing.T) {
	if testing.Short() {
		t.Skip("at full size in make test")
	}
	s, _ := newStore()
	faults := make(chan string, 100)
	var all sync.WaitGroup
	for n := range 20 {
		all.Go(func() {
			id, answer := s.New()
			if _, ok := s.Image(id); !ok {
				faults <- fmt.Sprintf("visitor %d sees no picture", n)
			}
			if _, ok := s.Audio(id); !ok {
				faults <- fmt.Sprintf("visitor %d hears nothing", n)
			}
			if !s.Check(id, answer) {
				faults <- fmt.Sprintf("visitor %d is refused", n)
			}
		})
	}
	all.Wait()
	close(faults)
	for f := range faults {
		t.Error(f)
	}
}
