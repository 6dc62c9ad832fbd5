package portal_test

import (
	"testing"

	"mesadepartes/hooks/mesa"
)

func TestAnOutageIsToldOnTheHomePageWhileItMatters(t *testing.T) {
	t.Parallel()
	v := newVisit(t) // 24 March 2026, 10:00
	const motivo = "Corte de energía en el local."
	row := v.office.Must(t, mesa.ColInterrupciones,
		map[string]any{"desde": "2026-03-24 12:00:00.000Z", "motivo": motivo, "estado": "confirmada"})
	if p := v.Get("/"); p.Has(motivo) {
		t.Error("an outage that is not public is told")
	}
	row.Set("publica", true)
	if err := v.office.Save(row); err != nil {
		t.Fatal(err)
	}
	if p := v.Get("/"); !p.Has(motivo) || !p.Has("/interrupciones") {
		t.Error("the home page does not tell of the outage")
	}
	if p := v.Get("/interrupciones"); p.Status != 200 || !p.Has(motivo) || !p.Has("Todavía dura") {
		t.Errorf("the page: %d %s", p.Status, p.Body)
	}
	row.Set("hasta", "2026-03-24 14:00:00.000Z")
	if err := v.office.Save(row); err != nil {
		t.Fatal(err)
	}
	v.office.Clock.Set("2026-03-28T10:00:00-05:00")
	if p := v.Get("/"); p.Has(motivo) {
		t.Error("it is told four days later")
	}
	if p := v.Get("/interrupciones"); !p.Has(motivo) || p.Has("Todavía dura") {
		t.Errorf("the page four days later: %s", p.Body)
	}
}
