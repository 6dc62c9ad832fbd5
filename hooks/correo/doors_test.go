package correo_test

import (
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

func TestTheOutboxIsNotWrittenByHand(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	admin, _ := uitest.NewREST(t, o)
	s := o.Filed(t, nil)
	row, _ := o.FindFirstRecordByData(mesa.ColCorreos, "solicitud", s.Id)
	for _, call := range []struct{ method, path string }{
		{"POST", ""}, {"PATCH", "/" + row.Id}, {"DELETE", "/" + row.Id},
	} {
		if p := admin.Call(call.method, "/api/collections/correos/records"+call.path,
			map[string]any{"estado": "enviado", "para": "x@ejemplo.pe"}); p.Status != 403 {
			t.Errorf("%s: %d", call.method, p.Status)
		}
	}
}
