package solicitud_test

import (
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/dbx"
)

func TestOptionalAnswersAreCountedAndNeverKeptBesideAName(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	values := information(o, t)
	values["estadistica_lengua"], values["estadistica_discapacidad"] = "quechua", "si"
	draft := o.Draft(t, values)
	o.Prove(t, draft)
	said := strings.ToLower(hookstest.PDFText(t, o, escritoOf(o, t, "borrador", draft.Id)))
	if strings.Contains(said, "quechua") || strings.Contains(said, "discapacidad") {
		t.Errorf("the escrito says it: %s", said)
	}
	s := o.Must(t, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id})
	o.Filed(t, values)
	for _, r := range []string{mesa.ColBorradores, mesa.ColSolicitudes} {
		id := map[string]string{mesa.ColBorradores: draft.Id, mesa.ColSolicitudes: s.Id}[r]
		for _, e := range mesa.Estadisticas() {
			if got := o.Record(t, r, id).GetString(e.Campo); got != "" {
				t.Errorf("%s keeps %s: %q", r, e.Campo, got)
			}
		}
	}
	rows, err := o.FindAllRecords(mesa.ColEstadisticas, dbx.HashExp{"anio": 2026, "respuesta": "Quechua", "pregunta": "Lengua materna"})
	if err != nil || len(rows) != 1 || rows[0].GetInt("cuantas") != 2 {
		t.Errorf("totals: %v %v", rows, err)
	}
	if n, _ := o.CountRecords(mesa.ColEstadisticas); n != 2 {
		t.Errorf("%d totals of two answered questions", n)
	}
}

func TestOptionalAnswersBelongToARequestForInformation(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	draft := o.Draft(t, map[string]any{"tramite": o.Tramite(t, 2).Id, "estadistica_sexo": "mujer"})
	if got := o.Record(t, mesa.ColBorradores, draft.Id).GetString("estadistica_sexo"); got != "" {
		t.Errorf("another procedure keeps %q", got)
	}
	o.Filed(t, map[string]any{"tramite": o.Tramite(t, 2).Id, "estadistica_sexo": "mujer"})
	o.Filed(t, information(o, t)) // nothing answered
	if n, _ := o.CountRecords(mesa.ColEstadisticas); n != 0 {
		t.Errorf("%d totals", n)
	}
	other := o.Draft(t, information(o, t))
	other.Set("estadistica_edad", "200_a_mas")
	hookstest.WantRefusal(t, o.Save(other), 422, "estadistica_edad", mesa.TextDatoInvalido)
}

func TestNobodyWritesTheTotals(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	admin, guest := uitest.NewREST(t, o)
	values := information(o, t)
	values["estadistica_sexo"] = "hombre"
	o.Filed(t, values)
	const at = "/api/collections/estadisticas_saip/records"
	if p := guest.Call("GET", at, nil); p.Status != 401 {
		t.Errorf("a guest lists: %d", p.Status)
	}
	if p := admin.Call("GET", at, nil); p.Status != 200 || !p.Has("Hombre") {
		t.Errorf("a superuser lists: %d", p.Status)
	}
	if p := admin.Call("GET", register, nil); p.Has("Hombre") {
		t.Error("the register with names says it")
	}
	if p := admin.Call("POST", at, map[string]any{"anio": 2026, "pregunta": "Sexo", "respuesta": "Mujer", "cuantas": 9}); p.Status != 403 {
		t.Errorf("a made-up total: %d", p.Status)
	}
	row, err := o.FindFirstRecordByData(mesa.ColEstadisticas, "respuesta", "Hombre")
	if err != nil {
		t.Fatal(err)
	}
	row.Set("cuantas", 9)
	hookstest.WantRefusal(t, o.Save(row), 403, "", mesa.TextEstadisticaFija)
	hookstest.WantRefusal(t, o.Delete(row), 403, "", mesa.TextEstadisticaFija)
}
