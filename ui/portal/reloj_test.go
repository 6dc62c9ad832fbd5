package portal_test

import (
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
)

// A machine whose battery died shows 2015: no number is given, and everything that
// promises nothing is served.
func TestPagesAndTrackingServeWhileTheClockIsBehind(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.filed()
	v.office.Clock.Add(2 * time.Minute) // one code a minute
	v.start("natural").identify().choose("Presento prestación de servicios").attach()
	v.office.Clock.Set("2015-03-24T10:00:00-05:00")

	p := v.Post(v.draft + "/enviar")
	v.want(p, 503)
	if want := mesa.TextRelojAtrasado(v.office.Now(), hookstest.At(workday).Now()); !p.Has(want) {
		t.Errorf("the reason is not said: %s", problems(p))
	}
	if p.Header.Get("Retry-After") == "" {
		t.Error("it does not say when to try again")
	}
	for _, path := range []string{"/", "/seguimiento", "/subsanar", "/preguntas-frecuentes", v.draft} {
		v.want(v.Get(path), 200)
	}
	if p := v.search("/seguimiento", numero, "11111111"); p.Status != 200 || !p.Has(numero) {
		t.Errorf("tracking: %d %s", p.Status, problems(p))
	}

	v.office.Clock.Set("2026-03-24T10:03:00-05:00")
	v.want(v.Post(v.draft+"/enviar"), 303)
}
