package portal_test

import (
	"net/http"
	"testing"
	"time"

	"mesadepartes/hooks/mesa"
)

func TestTheBrowserThatFiledTracksWithoutBeingAsked(t *testing.T) {
	t.Parallel()
	v := newVisit(t).start("natural")
	if p := v.Get(v.draft + "/seguimiento"); p.Status != 303 || p.Location != v.draft {
		t.Errorf("before sending: %d to %s", p.Status, p.Location)
	}
	v.identify().choose("asunto").attach()
	receipt := v.Get(v.Post(v.draft + "/enviar").Location)
	if !receipt.Has(`href="`+v.draft+`/seguimiento"`) || !receipt.Has("Ver el estado de mi solicitud") {
		t.Errorf("the receipt does not lead on: %s", problems(receipt))
	}
	own := v.Get(v.draft + "/seguimiento")
	v.want(own, 200)
	if !own.Has("Información de su solicitud N° 1-2026") || own.Field("pase") != "" {
		t.Errorf("its own filing: %s", problems(own))
	}
	if p := v.stranger().Get(v.draft + "/seguimiento"); p.Status != 404 {
		t.Errorf("a stranger gets %d", p.Status)
	}
}

func TestTheResultOfAnObservedFilingLeadsToItsCorrection(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.filed()
	v.office.Observe(t, v.filing(numero))
	own := v.Post("/subsanar/pase", "pase", v.Get(v.draft+"/seguimiento").Field("pase"))
	v.want(own, 303)
	if !v.Get(own.Location).Has("JUAN PEREZ PEREZ") {
		t.Error("the browser that proved the address is asked again")
	}
	searched := v.stranger()
	result := searched.search("/seguimiento", numero, "11111111")
	if !result.Has("Subsanar observaciones</button>") {
		t.Fatalf("no button: %s", problems(result))
	}
	p := searched.Post("/subsanar/pase", "pase", result.Field("pase"))
	searched.want(p, 303)
	if page := searched.Get(p.Location); page.Status != 200 || page.Has("JUAN PEREZ") {
		t.Errorf("number and document alone show the person: %d", page.Status)
	}
}

func TestAPassServesOnceAndOnlyWhereItWasGiven(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.filed()
	v.office.Observe(t, v.filing(numero))
	pass := v.search("/seguimiento", numero, "11111111").Field("pase")
	thief := v.stranger()
	thief.wantRefused(thief.Post("/subsanar/pase", "pase", pass), 422, "", mesa.TextPaseVencido)
	thief.want(thief.search("/seguimiento", numero, "11111111"), 200) // now with a cookie of its own
	thief.wantRefused(thief.Post("/subsanar/pase", "pase", pass), 422, "", mesa.TextPaseVencido)
	v.wantRefused(v.Post("/subsanar/pase", "pase", "inventado"), 422, "", mesa.TextPaseVencido)
	v.wantRefused(v.Post("/subsanar/pase"), 422, "", mesa.TextPaseVencido)
	first := v.Post("/subsanar/pase", "pase", pass)
	v.want(first, 303)
	double := v.Post("/subsanar/pase", "pase", pass) // a double click, whose second answer the browser shows
	if double.Status != 303 || double.Location != first.Location {
		t.Errorf("a double click: %d to %s", double.Status, double.Location)
	}
	v.office.Clock.Add(10 * time.Second)
	again := v.Post("/subsanar/pase", "pase", pass) // the back button, pressed again
	if again.Status != 303 || again.Location != first.Location || again.Header.Get("Set-Cookie") != "" {
		t.Errorf("replayed: %d to %s, %q", again.Status, again.Location, again.Header.Get("Set-Cookie"))
	}
	thief.want(thief.search("/subsanar", numero, "11111111"), 303) // the correction is another browser's now
	v.wantRefused(v.Post("/subsanar/pase", "pase", pass), 422, "", mesa.TextPaseVencido)
	foreign := v.Request(http.MethodPost, "/subsanar/pase", "pase="+pass,
		"Content-Type", "application/x-www-form-urlencoded", "Origin", "https://otro.pe")
	v.want(v.Do(foreign), 403)
}

func TestAPassIsOfOneFilingWhateverTheFormSays(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	first := v.filed()
	v.lapse()
	second := v.filed()
	for _, numero := range []string{first, second} {
		v.office.Observe(t, v.filing(numero))
	}
	pass := v.search("/seguimiento", first, "11111111").Field("pase")
	p := v.Post("/subsanar/pase", "pase", pass, "numero", second, "numero_documento", "11111111")
	v.want(p, 303)
	if page := v.Get(p.Location); !page.Has("<strong>"+first+"</strong>") || page.Has("<strong>"+second+"</strong>") {
		t.Errorf("the pass opened another filing: %s", problems(page))
	}
}

func TestAPassLastsHalfAnHourAndMeetsTheTerm(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.filed()
	v.office.Observe(t, v.filing(numero))
	pass := v.search("/seguimiento", numero, "11111111").Field("pase")
	v.office.Clock.Add(30*time.Minute + time.Second)
	v.wantRefused(v.Post("/subsanar/pase", "pase", pass), 422, "", mesa.TextPaseVencido)
	v.office.Clock.Set("2026-03-26T23:59:00-05:00")
	pass = v.search("/seguimiento", numero, "11111111").Field("pase")
	v.office.Clock.Set("2026-03-27T00:00:00-05:00")
	v.wantRefused(v.Post("/subsanar/pase", "pase", pass), 409, "", mesa.TextPlazoVencido)
}

func TestAProvedCorrectionStaysProved(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	numero := v.filed()
	v.office.Observe(t, v.filing(numero))
	proved := v.Post("/subsanar/pase", "pase", v.Get(v.draft+"/seguimiento").Field("pase"))
	v.want(proved, 303)
	again := v.Post("/subsanar/pase", "pase", v.search("/seguimiento", numero, "11111111").Field("pase"))
	if again.Location != proved.Location || !v.Get(again.Location).Has("JUAN PEREZ PEREZ") {
		t.Error("a search takes the proof of the address away")
	}
}
