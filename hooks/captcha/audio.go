package captcha

import (
	"bytes"
	_ "embed" // the recordings
	"encoding/binary"
	"math/rand/v2"
)

// cifras are the ten figures in Spanish, spoken by espeak-ng 1.51 (voice es-419) and made
// narrow by .ci/cifras: 8 bits, 8 kHz, mono, one slot a figure. People and speech programs
// tell them apart; so does who has this file, which stands in the open.
//
//go:embed cifras.wav
var cifras []byte

const (
	rate   = 8000 // samples a second
	slot   = 5800 // of each figure
	header = 44   // bytes of a WAV before its samples
	still  = 128  // silence
	noise  = 5    // of 128: light, so that the voice stays clear
)

// recording is a figure without the silence that fills its slot.
func recording(digit byte) []byte {
	own := cifras[header+int(digit)*slot : header+(int(digit)+1)*slot]
	for len(own) > 1 && own[len(own)-1] == still {
		own = own[:len(own)-1]
	}
	return own
}

// reading is how one playing differs from the others: pauses, pitch and loudness of every
// figure.
type reading struct {
	lead    int // samples of silence before the first figure
	figures []figure
}

type figure struct {
	pitch, loud float64
	pause       int // samples of silence behind it
}

// newReading throws the dice for so many figures.
func newReading(figures int) reading {
	r := reading{lead: between(rate*3/10, rate*6/10)}
	for range figures {
		r.figures = append(r.figures, figure{0.92 + 0.16*rand.Float64(), 0.75 + 0.25*rand.Float64(), between(rate*45/100, rate*8/10)})
	}
	return r
}

func between(least, most int) int { return least + rand.IntN(most-least) }

// speak reads figures aloud as a WAV, with a light noise under all of it.
func (r reading) speak(digits []byte) []byte {
	sound := bytes.Repeat([]byte{still}, r.lead)
	for i, d := range digits {
		f := r.figures[i]
		sound = append(sound, spoken(recording(d), f.pitch, f.loud)...)
		sound = append(sound, bytes.Repeat([]byte{still}, f.pause)...)
	}
	for i, v := range sound {
		sound[i] = clip(float64(v) + noise*rand.NormFloat64()/2)
	}
	return wav(sound)
}

// spoken is a recording at another pitch, which is also its pace, and loudness.
func spoken(from []byte, pitch, loud float64) []byte {
	to := make([]byte, int(float64(len(from)-1)/pitch))
	for i := range to {
		at := float64(i) * pitch
		n := int(at)
		a, b := float64(from[n])-still, float64(from[n+1])-still
		to[i] = clip(still + loud*(a+(b-a)*(at-float64(n))))
	}
	return to
}

func clip(v float64) byte { return byte(min(255, max(0, v))) }

// wav puts the header before samples of 8 bits: RIFF, one channel, uncompressed.
func wav(samples []byte) []byte {
	b := make([]byte, 0, header+len(samples))
	little := binary.LittleEndian
	b = little.AppendUint32(append(b, "RIFF"...), uint32(header-8+len(samples)))
	b = little.AppendUint32(append(b, "WAVEfmt "...), 16)
	b = little.AppendUint16(little.AppendUint16(b, 1), 1)
	b = little.AppendUint32(little.AppendUint32(b, rate), rate)
	b = little.AppendUint16(little.AppendUint16(b, 1), 8)
	b = little.AppendUint32(append(b, "data"...), uint32(len(samples)))
	return append(b, samples...)
}
