package informe

import (
	"maps"
	"slices"
)

// Duraciones are how many working days something took, again and again. It keeps how often
// each number came, so that a hundred thousand need no room.
type Duraciones struct {
	veces map[int]int
	n     int
}

// Add adds one duration.
func (d *Duraciones) Add(days int) {
	if d.veces == nil {
		d.veces = map[int]int{}
	}
	d.veces[days]++
	d.n++
}

// N is how many there are.
func (d *Duraciones) N() int { return d.n }

// Median is the middle one, or the mean of the two in the middle; 0 of none.
func (d *Duraciones) Median() float64 {
	if d.n == 0 {
		return 0
	}
	return float64(d.at((d.n-1)/2)+d.at(d.n/2)) / 2
}

// P90 is the least that nine of ten do not pass (nearest rank); 0 of none.
func (d *Duraciones) P90() int {
	if d.n == 0 {
		return 0
	}
	return d.at((9*d.n+9)/10 - 1)
}

// at is the duration at a place of the sorted ones.
func (d *Duraciones) at(place int) int {
	last := 0
	for _, days := range slices.Sorted(maps.Keys(d.veces)) {
		last = days
		if place -= d.veces[days]; place < 0 {
			break
		}
	}
	return last
}
