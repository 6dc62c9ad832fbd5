package numeracion_test

import (
	"errors"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/numeracion"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

func TestMain(m *testing.M) { hookstest.Main(m) }

const workday = "2026-03-24T10:00:00-05:00"

// assign numbers an unsaved filing at an instant.
func assign(t *testing.T, tx core.App, instant string) *core.Record {
	t.Helper()
	at, err := time.Parse(time.RFC3339, instant)
	if err != nil {
		t.Fatal(err)
	}
	c, err := tx.FindCollectionByNameOrId(mesa.ColSolicitudes)
	if err != nil {
		t.Fatal(err)
	}
	s := core.NewRecord(c)
	if err := numeracion.Assign(tx, s, at, plazos.Lima); err != nil {
		t.Fatal(err)
	}
	return s
}

// keep stores a numbered filing as a bare row, without its record events.
func keep(tx core.App, s *core.Record) error {
	_, err := tx.DB().Insert(mesa.ColSolicitudes, dbx.Params{
		"id": core.GenerateDefaultRandomId(), "borrador": core.GenerateDefaultRandomId(),
		"anio": s.GetInt("anio"), "correlativo": s.GetInt("correlativo"), "numero": s.GetString("numero"),
	}).Execute()
	return err
}

func TestNumbersCountUpByTheYearInLima(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	for _, c := range []struct{ instant, want string }{
		{"2026-01-01T00:00:00-05:00", "1-2026"},
		{"2026-12-31T23:59:59-05:00", "2-2026"},
		{"2027-01-01T04:59:59Z", "3-2026"}, // still New Year's Eve in Lima
		{"2027-01-01T05:00:00Z", "1-2027"},
		{"2027-06-01T12:00:00-05:00", "2-2027"},
		{"2026-12-31T23:00:00-05:00", "4-2026"},
		{"2026-01-01T00:00:00+09:00", "1-2025"}, // New Year in Tokyo, not yet in Lima
		{"2027-06-01T12:00:00-05:00", "3-2027"},
	} {
		s := assign(t, o.App, c.instant)
		if s.GetString("numero") != c.want || mesa.FormatNumero(s.GetInt("correlativo"), s.GetInt("anio")) != c.want {
			t.Errorf("at %s: %s (%d of %d), want %s", c.instant, s.GetString("numero"), s.GetInt("correlativo"), s.GetInt("anio"), c.want)
		}
		if err := keep(o.App, s); err != nil {
			t.Fatal(err)
		}
	}
}

func TestARollBackGivesTheNumberBack(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	fault := errors.New("disk full")
	for range 3 {
		err := o.RunInTransaction(func(tx core.App) error {
			for _, want := range []string{"1-2026", "2-2026"} {
				s := assign(t, tx, workday)
				if s.GetString("numero") != want {
					t.Errorf("inside: %s, want %s", s.GetString("numero"), want)
				}
				if err := keep(tx, s); err != nil {
					return err
				}
			}
			return fault
		})
		if !errors.Is(err, fault) {
			t.Fatal(err)
		}
	}
	if got := o.Filed(t, nil).GetString("numero"); got != "1-2026" {
		t.Errorf("the first real filing is %s", got)
	}
	if got := assign(t, o.App, workday).GetString("numero"); got != "2-2026" {
		t.Errorf("after it comes %s", got)
	}
}

func TestTheBaseRefusesANumberTwice(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	s := assign(t, o.App, workday)
	if err := keep(o.App, s); err != nil {
		t.Fatal(err)
	}
	if err := keep(o.App, s); err == nil {
		t.Error("1-2026 was stored twice")
	}
	if got := assign(t, o.App, workday).GetString("numero"); got != "2-2026" {
		t.Errorf("after the refused repeat comes %s", got)
	}
}
