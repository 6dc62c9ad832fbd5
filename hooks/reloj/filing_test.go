package reloj_test

import (
	"reflect"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/reloj"
)

// The round reads all open filings with one question, and a rule reads one as a record: the
// law may not depend on which of them looks.
func TestTheRoundAndARuleReadAFilingAlike(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o := hookstest.New(t, workday)
	o.ByLaw(t)
	o.Filed(t, nil)
	for place := range 18 {
		o.Filed(t, map[string]any{"tramite": o.Tramite(t, place+1).Id, "expediente_referencia": "1-2026"})
	}
	o.Filed(t, map[string]any{"domicilio_notificacion": "Jr. Otro 45", "departamento": "Lima", "provincia": "Lima", "distrito": "Comas"})
	for _, estado := range []mesa.Estado{mesa.Observada, mesa.Registrada, mesa.Derivada} {
		o.Brought(t, estado)
	}
	round, alone, err := reloj.BothReadings(o.App)
	if err != nil || len(round) != 23 {
		t.Fatal(len(round), err)
	}
	for i := range round {
		if !reflect.DeepEqual(round[i], alone[i]) {
			t.Errorf("the round reads %+v, a rule %+v", round[i], alone[i])
		}
	}
}
