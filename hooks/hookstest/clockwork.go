package hookstest

import (
	"testing"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/reloj"

	"github.com/pocketbase/dbx"
)

// Reading reads the legal clock at this instant, as a round does: the office's clock
// was set on purpose, so that a jump of days is confirmed.
func (o *Office) Reading(t testing.TB) *reloj.Reading {
	t.Helper()
	if _, err := o.Reloj.Beat(o.App); err != nil {
		t.Fatal(err)
	}
	c, err := reloj.Read(o.App, o.Now())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// CloseOverdue does that part of the clock's round alone, after a person said that the days
// which the clock of the test leapt over were no outage.
func (o *Office) CloseOverdue(t testing.TB) error {
	t.Helper()
	o.Reading(t)
	o.DiscardOutages(t)
	return o.Reloj.CloseOverdue(o.Reading(t))
}

// DiscardOutages deletes the outages that the program proposed, as a person does.
func (o *Office) DiscardOutages(t testing.TB) {
	t.Helper()
	rows, err := o.FindAllRecords(mesa.ColInterrupciones, dbx.HashExp{"estado": "propuesta"})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if err := o.Delete(row); err != nil {
			t.Fatal(Explain(err))
		}
	}
}

// MarkUnacknowledged does that part of the clock's round alone.
func (o *Office) MarkUnacknowledged(t testing.TB) error {
	t.Helper()
	return o.Reloj.MarkUnacknowledged(o.Reading(t))
}

// TickAt moves the clock and lets the program do twice what is due: the second
// time it must find nothing.
func (o *Office) TickAt(t testing.TB, instant string) {
	t.Helper()
	o.Clock.Set(instant)
	for range 2 {
		if err := o.Tick(o.App); err != nil {
			t.Fatal(err)
		}
	}
}
