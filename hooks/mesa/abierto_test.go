package mesa_test

import (
	"testing"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/pocketbase/core"
)

// now is Tuesday 24 March 2026, 10:00 in Lima.
var now = time.Date(2026, 3, 24, 15, 0, 0, 0, time.UTC)

// record is a record of a collection with these columns of text, date and bool.
func record(values map[string]any) *core.Record {
	c := core.NewBaseCollection("prueba")
	for name, value := range values {
		switch value.(type) {
		case bool:
			c.Fields.Add(&core.BoolField{Name: name})
		case time.Time:
			c.Fields.Add(&core.DateField{Name: name})
		default:
			c.Fields.Add(&core.TextField{Name: name})
		}
	}
	r := core.NewRecord(c)
	r.Load(values)
	return r
}

// wantRefused checks a refusal of the whole; status 0 wants none.
func wantRefused(t *testing.T, name string, err error, status int, texto string) {
	t.Helper()
	p, _ := mesa.AsProblem(err)
	if (err != nil) != (status != 0) || p.Status != status || p.Texto != texto || len(p.Campos) > 0 {
		t.Errorf("%s: %v, want %d %q", name, err, status, texto)
	}
}

func TestADraftIsOpenUntilItIsSentOrItsTimeEnds(t *testing.T) {
	for _, c := range []struct {
		name      string
		solicitud string
		vence     time.Time
		status    int
		texto     string
		over      bool
	}{
		{"with time left", "", now.Add(time.Hour), 0, "", false},
		{"at its last instant", "", now, 0, "", false},
		{"a millisecond late", "", now.Add(-time.Millisecond), 409, mesa.TextBorradorVencido, true},
		{"without an end", "", time.Time{}, 409, mesa.TextBorradorVencido, true},
		{"sent in time", "x", now.Add(time.Hour), 409, mesa.TextBorradorCerrado, false},
		{"sent, its time over", "x", now.Add(-time.Hour), 409, mesa.TextBorradorCerrado, true},
	} {
		b := mesa.AsBorrador(record(map[string]any{"solicitud": c.solicitud, "vence": c.vence}))
		wantRefused(t, c.name, b.Open(now), c.status, c.texto)
		if b.Over(now) != c.over {
			t.Errorf("%s: over %v", c.name, b.Over(now))
		}
	}
}

func TestADraftsProofIsOfItsPresentAddress(t *testing.T) {
	for _, c := range []struct {
		correo, validado string
		want             bool
	}{
		{"", "", false}, {"juan@ejemplo.pe", "", false}, {"juan@ejemplo.pe", "juan@ejemplo.pe", true},
		{"otro@ejemplo.pe", "juan@ejemplo.pe", false}, {"", "juan@ejemplo.pe", false}, {"Juan@ejemplo.pe", "juan@ejemplo.pe", false},
	} {
		b := mesa.AsBorrador(record(map[string]any{"correo": c.correo, "correo_validado": c.validado}))
		if b.Validado() != c.want {
			t.Errorf("%q with a proof of %q: %v", c.correo, c.validado, b.Validado())
		}
		status, texto := 403, mesa.TextCorreoSinCodigo
		if c.want {
			status, texto = 0, ""
		}
		wantRefused(t, "files for "+c.correo, b.CheckProved(), status, texto)
	}
}

func TestACorrectionIsOpenForAnHourAfterTheLastThingDone(t *testing.T) {
	for _, c := range []struct {
		name           string
		enviada, vence time.Time
		status         int
		texto          string
	}{
		{"with time left", time.Time{}, now.Add(time.Minute), 0, ""},
		{"at its last instant", time.Time{}, now, 0, ""},
		{"a millisecond late", time.Time{}, now.Add(-time.Millisecond), 409, mesa.TextSesionVencida},
		{"that nobody began", time.Time{}, time.Time{}, 409, mesa.TextSesionVencida},
		{"sent in time", now, now.Add(time.Minute), 409, mesa.TextYaEnviada},
		{"sent, its hour over", now, now.Add(-time.Hour), 409, mesa.TextYaEnviada},
	} {
		s := mesa.AsSubsanacion(record(map[string]any{"enviada_en": c.enviada, "vence": c.vence}))
		wantRefused(t, c.name, s.Open(now), c.status, c.texto)
		if s.Over(now) != now.After(c.vence) || s.Enviada() != !c.enviada.IsZero() {
			t.Errorf("%s: over %v, sent %v", c.name, s.Over(now), s.Enviada())
		}
		s.Extend(now)
		if want := now.Add(time.Hour); !s.Vence().Equal(want) || s.Over(want) || !s.Over(want.Add(time.Millisecond)) {
			t.Errorf("%s: extended until %v", c.name, s.Vence())
		}
		if opens := s.Open(now) == nil; opens != c.enviada.IsZero() {
			t.Errorf("%s: with another hour it opens: %v", c.name, opens)
		}
	}
}

func TestACorrectionIsProvedByItsCodeUnlessNoneIsAsked(t *testing.T) {
	for _, c := range []struct {
		asked, validada, dev, want bool
	}{
		{true, false, false, false}, {true, true, false, true}, {true, false, true, true}, {true, true, true, true},
		{false, false, false, true}, {false, true, false, true}, {false, false, true, true}, {false, true, true, true},
	} {
		s := mesa.AsSubsanacion(record(map[string]any{"validada": c.validada}))
		office := mesa.AsEntidad(record(map[string]any{"exigir_codigo_subsanacion": c.asked}))
		if got := s.Proved(office, c.dev); got != c.want {
			t.Errorf("%+v: proved %v", c, got)
		}
		status, texto := 0, ""
		if !c.want {
			status, texto = 403, mesa.TextCorreoSinCodigo
		}
		wantRefused(t, "correction", s.CheckProved(office, c.dev), status, texto)
	}
}

func TestOnlyAnObservedFilingInItsTermIsCorrectable(t *testing.T) {
	today := plazos.Date(now)
	for _, c := range []struct {
		name   string
		estado mesa.Estado
		last   time.Time // zero while no notice left
		at     time.Time
		over   bool
		texto  string // of the refusal
	}{
		{"observed, its notice unsent", mesa.Observada, time.Time{}, now, false, ""},
		{"observed, within its term", mesa.Observada, today.AddDate(0, 0, 2), now, false, ""},
		{"observed, on its last second", mesa.Observada, today, today.Add(24*time.Hour - time.Second), false, ""},
		{"observed, a day late", mesa.Observada, today, today.Add(24 * time.Hour), true, mesa.TextPlazoVencido},
		{"closed by the clock", mesa.NoPresentada, today.AddDate(0, 0, -1), now, true, mesa.TextPlazoVencido},
		{"closed, without a last day", mesa.NoPresentada, time.Time{}, now, false, mesa.TextPlazoVencido},
		{"received", mesa.Recibida, time.Time{}, now, false, mesa.TextNoObservada},
		{"corrected, its old term over", mesa.Subsanada, today.AddDate(0, 0, -1), now, true, mesa.TextNoObservada},
		{"registered", mesa.Registrada, time.Time{}, now, false, mesa.TextNoObservada},
		{"answered", mesa.Atendida, time.Time{}, now, false, mesa.TextNoObservada},
	} {
		s := mesa.AsSolicitud(record(map[string]any{"estado": string(c.estado), "vence_subsanacion": c.last}))
		status := 0
		if c.texto != "" {
			status = 409
		}
		wantRefused(t, c.name, s.Correctable(c.last, c.at), status, c.texto)
		if s.TermOver(c.at) != c.over {
			t.Errorf("%s: the term is over: %v", c.name, s.TermOver(c.at))
		}
	}
}
