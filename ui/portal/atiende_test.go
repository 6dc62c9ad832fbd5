package portal_test

import (
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

// A new office shows the data of the example until a person confirms its own: production takes
// no filing before, through whichever door it comes.
func TestAnOfficeThatNobodyConfirmedTakesNoFiling(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	ready := o.Ready(t, nil)
	o.Unconfirm(t)
	b := uitest.NewBrowser(t, uitest.Serve(t, o))
	if p := b.Get("/"); p.Status != 200 || !p.Has(mesa.TextNoAtiende) || p.Has("Generar solicitud") {
		t.Errorf("the home: %d %s", p.Status, p.Body)
	}
	if p := b.Post("/solicitud", "persona", "natural", "acepto", "1"); p.Status != 503 || !p.Has(mesa.TextNoAtiende) {
		t.Errorf("a draft: %d", p.Status)
	}
	if p := b.Get("/manual"); p.Status != 200 {
		t.Errorf("what only reads: %d", p.Status)
	}
	file := func() error {
		_, err := o.Create(t, mesa.ColSolicitudes, map[string]any{"borrador": ready.Id})
		return err
	}
	hookstest.WantRefusal(t, file(), 503, "", mesa.TextNoAtiende)
	if n, _ := o.CountRecords(mesa.ColSolicitudes); n != 0 {
		t.Errorf("%d filings", n)
	}

	// A column that somebody types is no person's word.
	o.Set(t, map[string]any{"confirmada_en": "2026-03-01 10:00:00.000Z"})
	hookstest.WantRefusal(t, file(), 503, "", mesa.TextNoAtiende)

	entidad, err := mesa.FindEntidad(o)
	if err != nil {
		t.Fatal(err)
	}
	mesa.SetConfirma(entidad.Record, mesa.MarchaEntidad, "")
	mesa.SetActor(entidad.Record, mesa.Actor{Name: "_superusers/1 Ana"})
	if err := o.Save(entidad.Record); err != nil {
		t.Fatal(err)
	}
	if err := file(); err != nil {
		t.Errorf("once confirmed: %s", hookstest.Explain(err))
	}
	if p := b.Get("/"); p.Status != 200 || !p.Has("Generar solicitud") {
		t.Errorf("the home once confirmed: %d", p.Status)
	}
}

// Who has filings works already, and who tries the program out confirms nothing.
func TestAnOfficeWithFilingsAndADevelopmentServerTakeThem(t *testing.T) {
	t.Parallel()
	o := hookstest.NewProduction(t, workday)
	o.Filed(t, nil)
	o.Unconfirm(t)
	o.Filed(t, nil)
	hookstest.New(t, workday).Filed(t, nil)
}
