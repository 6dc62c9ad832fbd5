package portal_test

import (
	"testing"
	"time"

	"mesadepartes/hooks/mesa"
)

// The receipt promises the days that the program counts, each while it is to come.
func TestTheReceiptSaysWhatComesNextWithItsDays(t *testing.T) {
	t.Parallel()
	const review, start, register = "a más tardar el jueves 26 de marzo de 2026", "desde el día siguiente al martes 24 de marzo de 2026",
		"se cuenta desde que mesa de partes registre su solicitud"
	for name, c := range map[string]struct {
		inicio   string
		later    time.Duration
		move     bool
		has, not []string
	}{
		"from the registration": {"registro", 0, false, []string{review, register}, []string{start}},
		"from the filing":       {"presentacion", 0, false, []string{review, start}, []string{register}},
		"after the last day":    {"presentacion", 70 * time.Hour, false, []string{start}, []string{review}},
		"once it moved":         {"presentacion", 0, true, []string{mesa.TextSigueAvanzada}, []string{review, start}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := newVisit(t)
			v.office.Set(t, map[string]any{"inicio_plazo": c.inicio})
			number := v.filed()
			if c.move {
				s, err := v.office.FindFirstRecordByData(mesa.ColSolicitudes, "numero", number)
				if err != nil {
					t.Fatal(err)
				}
				v.office.MustMove(t, s.Id, mesa.EtapaRegistrado, nil)
			}
			v.office.Clock.Add(c.later)
			page := v.Get(v.draft + "/constancia")
			v.want(page, 200)
			for _, want := range c.has {
				if !page.Has(want) {
					t.Errorf("the page lacks %q", want)
				}
			}
			for _, not := range c.not {
				if page.Has(not) {
					t.Errorf("the page promises %q", not)
				}
			}
		})
	}
}
