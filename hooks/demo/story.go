package demo

import (
	"fmt"
	"slices"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/oficina"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// story plays the filings in the order of their days, on the program's clock.
type story struct {
	app      core.App
	c        Config
	end      time.Time
	calendar *plazos.Calendar
	days     []time.Time // working days, today or the last one first
	accounts []*core.Record
	letters  int      // how many the office wrote
	said     []string // the lines with the accounts
}

func newStory(app core.App, c Config, end time.Time) (*story, error) {
	entidad, err := mesa.FindEntidad(app)
	if err != nil {
		return nil, err
	}
	calendar, err := oficina.Calendar(app, entidad, end)
	if err != nil {
		return nil, err
	}
	s := &story{app: app, c: c, end: end, calendar: calendar}
	for day := plazos.Date(end); len(s.days) <= filings[0].ago; day = day.AddDate(0, 0, -1) {
		if calendar.IsWorking(day) {
			s.days = append(s.days, day)
		}
	}
	return s, nil
}

// at is an hour of a working day that is so many back, never later than now.
func (s *story) at(ago, hour, minute int) time.Time {
	at := s.days[ago].Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
	if latest := s.end.Add(-time.Minute); at.After(latest) {
		return latest
	}
	return at
}

// saturday is the Saturday before a working day.
func (s *story) saturday(ago int) time.Time {
	day := s.days[ago]
	for day.Weekday() != time.Saturday {
		day = day.AddDate(0, 0, -1)
	}
	return day.Add(11*time.Hour + 20*time.Minute)
}

// play lets everything happen: the clock's own round comes each morning before the people.
func (s *story) play() error {
	var moments []moment
	for i := range filings {
		moments = append(moments, s.momentsOf(&filings[i], i)...)
	}
	for day := s.days[len(s.days)-1]; !day.After(s.end); day = day.AddDate(0, 0, 1) {
		if at := day.Add(8 * time.Hour); at.Before(s.end) {
			moments = append(moments, moment{at, "the clock's round", s.round})
		}
	}
	moments = append(moments, moment{s.end, "the last round", s.round})
	slices.SortStableFunc(moments, func(a, b moment) int { return a.at.Compare(b.at) })
	for _, m := range moments {
		s.c.Set(m.at)
		if err := m.do(); err != nil {
			return fmt.Errorf("%s, %s: %w", m.at.In(plazos.Lima).Format(time.DateTime), m.what, err)
		}
	}
	return nil
}

// round lets the clock do what is due. The program is taken to have worked since the round
// before: the hours that the story leaps over are no outage.
func (s *story) round() error {
	at, err := types.ParseDateTime(s.c.Now())
	if err != nil {
		return err
	}
	if _, err := s.app.DB().NewQuery("UPDATE reloj SET latido = {:now}").Bind(dbx.Params{"now": at.String()}).Execute(); err != nil {
		return err
	}
	return s.c.Tick(s.app)
}

// momentsOf are a filing and its acts, an hour between those of one day.
func (s *story) momentsOf(f *filing, i int) []moment {
	id, at := "", s.at(f.ago, 8+i%3, 7*i%60)
	if f.how == weekend {
		at = s.saturday(f.ago)
	}
	list := []moment{{at, f.asunto, func() (err error) {
		id, err = s.file(f)
		return err
	}}}
	for j, a := range f.then {
		at := s.at(a.ago, 11+j, 13*i%60)
		list = append(list, moment{at, f.asunto + ": " + a.what, func() error { return s.act(f, id, a) }})
		if a.ends() && i != unconfirmed {
			list = append(list, moment{at.Add(90 * time.Minute), f.asunto + ": " + confirms, func() error { return s.confirm(id) }})
		}
	}
	return list
}
