package reloj_test

import (
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/reloj"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
)

// jumps are instants that a clock set back from workday shows, and whether the office
// still gives numbers.
var jumps = []struct {
	name, at string
	refused  bool
}{
	{"one minute back", "2026-03-24T09:59:00-05:00", false},
	{"two minutes back", "2026-03-24T09:58:00-05:00", false},
	{"three minutes back", "2026-03-24T09:57:00-05:00", true},
	{"a year back", "2025-03-24T10:00:00-05:00", true},
	{"a battery that died", "2015-01-01T00:00:00-05:00", true},
}

// wantBehind checks that err says what the clock shows and what is stored.
func wantBehind(t *testing.T, o *hookstest.Office, err error) {
	t.Helper()
	hookstest.WantRefusal(t, err, 503, "", mesa.TextRelojAtrasado(o.Now(), hookstest.At(workday).Now()))
	if p, _ := mesa.AsProblem(err); p.Wait <= 0 {
		t.Error("it does not say when to try again")
	}
}

func TestAClockSetBackGivesNoNumber(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	for _, jump := range jumps {
		t.Run(jump.name, func(t *testing.T) {
			o := hookstest.New(t, workday)
			o.Filed(t, nil)
			draft := o.Ready(t, nil).Id
			file := func() (*core.Record, error) {
				return o.Create(t, mesa.ColSolicitudes, map[string]any{"borrador": draft})
			}
			o.Clock.Set(jump.at)
			if jump.refused {
				_, err := file()
				wantBehind(t, o, err)
				if salud, why := o.Reloj.Salud(t.Context(), o.App); salud != mesa.Mal || why == "" {
					t.Errorf("the health: %v %q", salud, why)
				}
				if n, _ := o.CountRecords(mesa.ColSolicitudes); n != 1 {
					t.Errorf("%d filings", n)
				}
				o.Clock.Set(workday)
			}
			s, err := file()
			if err != nil || s.GetString("numero") != "2-2026" {
				t.Errorf("number %s, %v", s.GetString("numero"), err)
			}
		})
	}
}

func TestAClockSetBackMakesNoMove(t *testing.T) {
	t.Parallel()
	for _, jump := range jumps {
		t.Run(jump.name, func(t *testing.T) {
			o := hookstest.New(t, workday)
			id := o.Filed(t, nil).Id
			o.Clock.Set(jump.at)
			for _, etapa := range []mesa.Etapa{mesa.EtapaNota, mesa.EtapaRegistrado} {
				_, err := o.Move(t, id, etapa, map[string]any{"observaciones": "Vino a la oficina."})
				if !jump.refused && err != nil {
					t.Fatal(hookstest.Explain(err))
				}
				if jump.refused {
					wantBehind(t, o, err)
				}
			}
			s := mesa.AsSolicitud(o.Record(t, mesa.ColSolicitudes, id))
			if moved := s.Estado() == mesa.Registrada; moved == jump.refused {
				t.Errorf("the filing is %s", s.Estado())
			}
		})
	}
}

// The round is the only trace of an office in which nothing was filed since.
func TestTheHeartbeatAloneHoldsBackAClockSetBack(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	draft := o.Ready(t, nil).Id
	o.TickAt(t, workday)
	o.Clock.Set("2026-03-24T09:57:00-05:00")
	_, err := o.Create(t, mesa.ColSolicitudes, map[string]any{"borrador": draft})
	wantBehind(t, o, err)
}

func TestACorrectionAnAcuseAndARecountWaitForTheClock(t *testing.T) {
	t.Parallel()
	o, id := delivered(t, workday)
	o.Clock.Set("2015-03-24T10:00:00-05:00")
	wantBehind(t, o, confirm(o, o.NoticeOf(t, id, "observacion")))
	declare(t, o, "2026-03-26", nil) // is stored, and moves nothing yet
	wantFields(t, o, id, map[string]string{"vence_subsanacion": "2026-03-26"})
	c := o.Must(t, mesa.ColSubsanacion, map[string]any{"solicitud": id, "secreto": "x"})
	o.Must(t, mesa.ColDocumentos, map[string]any{
		"subsanacion": c.Id, "reemplaza": o.Documents(t, id)[0].Id, "archivo": hookstest.File("nuevo.pdf", hookstest.PDF(2)),
	})
	wantBehind(t, o, o.SendCorrection(t, id, c.Id))
	o.TickAt(t, workday)
	wantFields(t, o, id, map[string]string{"vence_subsanacion": "2026-03-27"})
	if err := o.SendCorrection(t, id, c.Id); err != nil {
		t.Error(hookstest.Explain(err))
	}
}

func TestTheRoundStandsStillWhileTheClockIsBehind(t *testing.T) {
	t.Parallel()
	o, id := delivered(t, workday)
	o.TickAt(t, workday)
	before := o.Record(t, mesa.ColSolicitudes, id).FieldsData()
	staff(t, o, "mesa@ejemplo.pe", "mesa", true)
	o.TickAt(t, "2026-03-20T09:00:00-05:00") // a working Friday, past the digest's hour
	if s, err := o.Reloj.ClockState(o.App); err != nil || !s.Behind() || s.Well() {
		t.Errorf("state %+v, %v", s, err)
	}
	for column, was := range before {
		if got := o.Record(t, mesa.ColSolicitudes, id).FieldsData()[column]; column != "updated" && got != was {
			t.Errorf("%s was %v and is %v", column, was, got)
		}
	}
	if len(digests(o, "mesa@ejemplo.pe")) != 0 {
		t.Error("a digest of a day that is over left")
	}
	o.TickAt(t, workday)
	if said := o.Out.String(); strings.Count(said, "lo último que guardamos") != 1 || strings.Count(said, mesa.TextRelojBien) != 1 {
		t.Errorf("standard output says %q", said)
	}
}

func TestTheStartSaysThatTheClockIsBehind(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.Filed(t, nil)
	o.Clock.Set("2015-03-24T10:00:00-05:00")
	admin, _ := uitest.NewREST(t, o)
	if want := mesa.TextRelojAtrasado(o.Now(), hookstest.At(workday).Now()); !strings.Contains(o.Out.String(), want) {
		t.Errorf("standard output says %q", o.Out.String())
	}
	s, err := o.FindFirstRecordByFilter(mesa.ColSolicitudes, "id != ''")
	if err != nil {
		t.Fatal(err)
	}
	line := map[string]any{"solicitud": s.Id, "etapa": "REGISTRADO"}
	if p := admin.Call("POST", "/api/collections/movimientos/records", line); p.Status != 503 || !p.Has("lo último que guardamos") {
		t.Errorf("a move over the API: %d %s", p.Status, p.Body)
	}
}

func TestAClockThatRanAheadIsForgivenByAPersonAlone(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, "2036-03-24T10:00:00-05:00")
	o.Filed(t, nil)
	o.TickAt(t, "2036-03-24T10:01:00-05:00")
	draft := o.Ready(t, nil).Id
	o.Clock.Set(workday)
	for _, c := range []struct {
		wasAhead, accepted bool
	}{{false, false}, {true, true}} {
		if err := reloj.Confirm(o.App, o.Now(), c.wasAhead); (err == nil) != c.accepted {
			t.Errorf("%+v: %v", c, err)
		}
		s, err := o.Create(t, mesa.ColSolicitudes, map[string]any{"borrador": draft})
		if (err == nil) != c.accepted || err == nil && s.GetString("numero") != "1-2026" {
			t.Errorf("%+v: number %q, %v", c, s.GetString("numero"), err)
		}
	}
	o.TickAt(t, "2026-03-24T10:30:00-05:00")
	o.Clock.Add(-3 * time.Minute)
	if _, err := o.Create(t, mesa.ColSolicitudes, map[string]any{"borrador": o.Ready(t, nil).Id}); err == nil {
		t.Error("what came after the confirmation holds nothing back")
	}
}

func TestTheNewestInstantIsReadFromIndexes(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.ReadsIndexes(t, reloj.StateSQL, "idx_movimientos_fecha", "idx_solicitudes_recibida")
}
