package captcha

import (
	"bytes"
	"encoding/binary"
	"math"
	"testing"
)

// samples checks that a WAV is one that every browser plays, and gives what it holds.
func samples(t *testing.T, wav []byte) []byte {
	t.Helper()
	little := binary.LittleEndian
	if len(wav) < header || string(wav[:4]) != "RIFF" || string(wav[8:16]) != "WAVEfmt " || string(wav[36:40]) != "data" {
		t.Fatalf("no RIFF of a WAVE: % x", wav[:min(len(wav), header)])
	}
	if n := little.Uint32(wav[4:]); int(n) != len(wav)-8 {
		t.Errorf("the RIFF says %d bytes of %d", n, len(wav)-8)
	}
	if n := little.Uint32(wav[40:]); int(n) != len(wav)-header {
		t.Errorf("the samples are said to be %d of %d", n, len(wav)-header)
	}
	format, channels, bits := little.Uint16(wav[20:]), little.Uint16(wav[22:]), little.Uint16(wav[34:])
	if format != 1 || channels != 1 || bits != 8 || little.Uint32(wav[24:]) != rate || little.Uint32(wav[28:]) != rate {
		t.Errorf("format %d, %d channels, %d bits", format, channels, bits)
	}
	return wav[header:]
}

func TestTheRecordingsAreTenFiguresAndSmall(t *testing.T) {
	t.Parallel()
	if got := samples(t, cifras); len(got) != 10*slot || len(cifras) > 120_000 {
		t.Fatalf("%d samples", len(got))
	}
	for d := range byte(10) {
		if r := recording(d); len(r) < rate/4 || len(r) > slot {
			t.Errorf("%d takes %d samples", d, len(r))
		}
		for other := range d {
			if correlation(recording(d), recording(other)) > 0.5 {
				t.Errorf("%d sounds like %d", d, other)
			}
		}
	}
}

// correlation compares a recording with what begins at a place of a sound: 1 is the same.
func correlation(sound, recorded []byte) float64 {
	var ab, aa, bb float64
	for i := range min(len(sound), len(recorded)) {
		x, y := float64(sound[i])-still, float64(recorded[i])-still
		ab, aa, bb = ab+x*y, aa+x*x, bb+y*y
	}
	return ab / math.Sqrt(aa*bb+1)
}

// heard is what the voice says where a reading has its figures, by the recordings.
func heard(t *testing.T, wav []byte, r reading) string {
	t.Helper()
	var digits []byte
	sound := samples(t, wav)[r.lead:]
	for _, f := range r.figures {
		said, best := byte(0), 0.0
		for d := range byte(10) {
			if c := correlation(sound, spoken(recording(d), f.pitch, f.loud)); c > best {
				said, best = d, c
			}
		}
		if best < 0.9 {
			t.Errorf("%d is not clear: %.2f", said, best)
		}
		digits = append(digits, said)
		sound = sound[len(spoken(recording(said), f.pitch, f.loud))+f.pause:]
	}
	if len(sound) != 0 {
		t.Errorf("%d samples are left", len(sound))
	}
	return text(digits)
}

func TestTheVoiceSaysTheFiguresOfTheCaptcha(t *testing.T) {
	t.Parallel()
	for _, said := range [][]byte{{0, 1, 2, 3, 4, 5}, {6, 7, 8, 9, 9, 0}, {3, 3, 3, 3, 3, 3}} {
		r := newReading(len(said))
		if got := heard(t, r.speak(said), r); got != text(said) {
			t.Errorf("the voice says %s for %s", got, text(said))
		}
	}
	s, _ := newStore()
	known := newReading(digits)
	s.vary = func(int) reading { return known }
	id, answer := s.New()
	wav, ok := s.Audio(id)
	if got := heard(t, wav, known); !ok || got != answer {
		t.Errorf("the voice says %s for %s", got, answer)
	}
}

func TestNoPlayingIsLikeAnotherAndItsPiecesFit(t *testing.T) {
	t.Parallel()
	s, c := newStore()
	id, answer := s.New()
	first, _ := s.Audio(id)
	if rest, ok := s.SameAudio(id); !ok || !bytes.Equal(first, rest) {
		t.Error("the pieces of one playing don't fit")
	}
	second, ok := s.Audio(id)
	if !ok || bytes.Equal(first, second) || len(first) == len(second) {
		t.Error("a second playing is like the first")
	}
	c.add(readingLife)
	if late, ok := s.SameAudio(id); !ok || bytes.Equal(late, second) {
		t.Error("a reading stays for good")
	}
	for range mostRead + 5 {
		other, _ := s.New()
		if _, ok := s.Audio(other); !ok {
			t.Fatal("no reading")
		}
	}
	if _, kept := s.read.Get(id); kept {
		t.Error("the readings kept are not bounded")
	}
	if !s.Check(id, answer) {
		t.Error("the answer was lost with the reading")
	}
	for _, read := range []func(string) ([]byte, bool){s.Audio, s.SameAudio} {
		if _, ok := read(id); ok {
			t.Error("a spent captcha is read aloud")
		}
	}
}
