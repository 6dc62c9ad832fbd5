package solicitud_test

import (
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
)

// Where the office tells an answer from the registration, the mail of a changed procedure
// tells a day before it: the registration keeps that day.
func TestTheDayThatAChangedProcedureWasToldStaysAtItsRegistration(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rule        string
		from, to    int
		told, legal string
	}{
		{"otro trámite, con más días", 2, 4, "2026-11-16", "2026-11-16"},
		{"el silencio positivo del nuevo no aleja nada", 2, 3, "2026-11-11", "2026-11-11"},
		{"ni el del anterior", 3, 7, "2026-11-16", "2026-11-16"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			t.Parallel()
			o := hookstest.New(t, monday)
			id := o.Filed(t, map[string]any{"tramite": o.Tramite(t, c.from).Id}).Id
			play(t, o, id, act{"2026-11-03 10:00:00", mesa.EtapaReconducido, to(t, o, c.to)})
			said := o.NoticeOf(t, id, "encauzada").GetString("texto")
			day := mesa.InLima(o.Record(t, mesa.ColSolicitudes, id).GetDateTime("vence_respuesta").Time())
			if !strings.Contains(said, "a más tardar el "+day) || strings.Contains(said, "Ya no rige") {
				t.Errorf("told %s, the mail says:\n%s", day, said)
			}
			play(t, o, id, act{"2026-11-06 10:00:00", mesa.EtapaRegistrado, nil})
			wantDays(t, o, id, map[string]string{"vence_respuesta": c.told, "vence_legal": c.legal})
		})
	}
}

// A filing whose new term is over already is told no day, so its registration tells one.
func TestAnOverdueFilingIsToldItsDayAtTheRegistration(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, monday)
	id := o.Filed(t, map[string]any{"tramite": o.Tramite(t, 7).Id}).Id
	play(t, o, id, act{"2026-11-20 10:00:00", mesa.EtapaReconducido, to(t, o, 2)})
	wantDays(t, o, id, map[string]string{"vence_respuesta": "", "vence_legal": "2026-11-11"})
	play(t, o, id, act{"2026-11-20 11:00:00", mesa.EtapaRegistrado, nil})
	wantDays(t, o, id, map[string]string{"vence_respuesta": "2026-12-01"})
}

func TestTheMailOfAChangedProcedureNamesTheDayThatNoLongerHolds(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, monday)
	id := o.Filed(t, map[string]any{"tramite": o.Tramite(t, 2).Id}).Id
	play(t, o, id, act{"2026-11-05 10:00:00", mesa.EtapaRegistrado, nil},
		act{"2026-11-06 10:00:00", mesa.EtapaReconducido, to(t, o, 4)})
	mail := o.NoticeOf(t, id, "encauzada")
	for _, body := range []string{mail.GetString("texto"), mail.GetString("html")} {
		flat := strings.Join(strings.Fields(body), " ")
		for _, want := range []string{"a más tardar el jueves 19 de noviembre de 2026",
			"Ya no rige la fecha que le dijimos antes: lunes 16 de noviembre",
			"El plazo de ley se cuenta desde que presentó"} {
			if !strings.Contains(flat, want) {
				t.Errorf("lacks %q: %s", want, flat)
			}
		}
	}
}

// A reopened filing in review is promised no day that its registration would move.
func TestAReopenedFilingInReviewIsPromisedNoDay(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, monday)
	id := o.Filed(t, map[string]any{"tramite": o.Tramite(t, 2).Id}).Id
	play(t, o, id, act{"2026-11-03 10:00:00", mesa.EtapaRemitido, referral("2026-11-03")},
		act{"2026-11-04 10:00:00", mesa.EtapaReabierto, because})
	if text := o.NoticeOf(t, id, "reapertura").GetString("texto"); strings.Contains(text, "a más tardar") {
		t.Error(text)
	}
}

// What silence had approved stays approved, and what it had not stays so, whatever the
// catalogue says afterwards.
func TestALaterSilenceOfTheCatalogueChangesNoFiling(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		was, is string
		refused bool
	}{{"positivo", "negativo", true}, {"negativo", "positivo", false}} {
		t.Run(c.was, func(t *testing.T) {
			t.Parallel()
			o := hookstest.New(t, monday)
			tramite := setSilence(t, o, c.was)
			id := o.Filed(t, map[string]any{"tramite": tramite}).Id
			corrected := o.Filed(t, map[string]any{"tramite": tramite}).Id
			doc := o.Observe(t, corrected)
			o.Deliver(t)
			setSilence(t, o, c.is)
			o.Correct(t, corrected, doc.Id)
			for _, each := range []string{id, corrected} {
				o.MustMove(t, each, mesa.EtapaRegistrado, nil)
				wantDays(t, o, each, map[string]string{"silencio": c.was})
			}
			o.TickAt(t, "2026-12-01T10:00:00-05:00")
			for _, each := range []string{id, corrected} {
				alert := o.Record(t, mesa.ColSolicitudes, each).GetString("alerta")
				if approved := strings.Contains(alert, "SILENCIO POSITIVO"); approved != c.refused {
					t.Errorf("alert %q", alert)
				}
				_, err := o.Move(t, each, mesa.EtapaAtendido, map[string]any{"observaciones": "No procede.", "sentido": "desfavorable"})
				if c.refused {
					hookstest.WantRefusal(t, err, 409, "confirma_silencio", "")
				} else if err != nil {
					t.Error(hookstest.Explain(err))
				}
			}
		})
	}
}

// setSilence edits what silence means for procedure 3, as an administrator does.
func setSilence(t testing.TB, o *hookstest.Office, silencio string) (id string) {
	t.Helper()
	tramite := o.Tramite(t, 3)
	tramite.Set("silencio", silencio)
	if err := o.Save(tramite); err != nil {
		t.Fatal(err)
	}
	return tramite.Id
}

func TestAChangedProcedureBringsItsOwnSilence(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, monday)
	id := o.Filed(t, map[string]any{"tramite": o.Tramite(t, 7).Id}).Id
	play(t, o, id, act{"2026-11-03 10:00:00", mesa.EtapaReconducido, to(t, o, 3)})
	wantDays(t, o, id, map[string]string{"silencio": "positivo"})
}

// Nobody is told what concerns the desk alone: no day moves when an area gives a filing back.
func TestGivingAFilingBackMailsNobodyAndMovesNoDay(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, monday)
	id := o.Brought(t, mesa.Derivada)
	was, mails := o.Record(t, mesa.ColSolicitudes, id), mailsOf(t, o, id)
	o.MustMove(t, id, mesa.EtapaDevuelto, because)
	is := o.Record(t, mesa.ColSolicitudes, id)
	for _, f := range []string{"vence_respuesta", "vence_legal", "plazo_desde", "legal_desde"} {
		if is.GetString(f) != was.GetString(f) {
			t.Errorf("%s moves from %s to %s", f, was.GetString(f), is.GetString(f))
		}
	}
	if n := mailsOf(t, o, id); n != mails {
		t.Errorf("%d new mails", n-mails)
	}
}

func mailsOf(t testing.TB, o *hookstest.Office, id string) int64 {
	t.Helper()
	n, err := o.CountRecords(mesa.ColCorreos, dbx.HashExp{"solicitud": id})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestNoExtensionReachesAnAbsurdYear(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, monday)
	id := o.Filed(t, nil).Id
	o.MustMove(t, id, mesa.EtapaRegistrado, nil) // due on Monday 16 November 2026 by law
	for _, day := range []string{"2099-11-02", "2027-11-17"} {
		_, err := o.Move(t, id, mesa.EtapaProrrogado, extension(day))
		hookstest.WantRefusal(t, err, 422, "vence_nuevo", mesa.TextVenceNuevoLejos("martes 16 de noviembre de 2027"))
	}
	o.MustMove(t, id, mesa.EtapaProrrogado, extension("2027-11-16"))
}
