package solicitud_test

import (
	"encoding/json"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

func TestAFilingIsNotEditedByHand(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	admin, _ := uitest.NewREST(t, o)
	s := o.Filed(t, nil)
	path := "/api/collections/solicitudes/records/" + s.Id
	for field, value := range map[string]any{
		"numero": "7-2026", "estado": "atendida", "nombres": "OTRO", "correo": "otro@ejemplo.pe", "presentada_el": "2026-01-01 05:00:00.000Z",
		"vence_respuesta": "2030-01-01 05:00:00.000Z", "borrador": "", "expediente": "X",
	} {
		if p := admin.Call("PATCH", path, map[string]any{field: value}); p.Status != 403 || !p.Has(mesa.TextCampoFijo[:20]) {
			t.Errorf("%s: %d %s", field, p.Status, p.Body)
		}
	}
	if p := admin.Call("DELETE", path, nil); p.Status != 403 {
		t.Errorf("DELETE: %d", p.Status)
	}
	if p := admin.Call("PATCH", path, map[string]any{"cuo": "1234567890"}); p.Status != 200 {
		t.Errorf("cuo: %d %s", p.Status, p.Body)
	}
	if _, err := o.NonconcurrentDB().NewQuery("UPDATE solicitudes SET numero = '9-2026'").Execute(); err == nil {
		t.Error("the base changes a number")
	}
}

func TestStaffMoveByREST(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	admin, _ := uitest.NewREST(t, o)
	s := o.Filed(t, nil)
	doc := o.Documents(t, s.Id)[0]
	move := func(values map[string]any) uitest.Page {
		values["solicitud"] = s.Id
		return admin.Call("POST", "/api/collections/movimientos/records", values)
	}
	docPath := "/api/collections/documentos/records/" + doc.Id
	if p := admin.Call("PATCH", docPath, map[string]any{"observado": true}); p.Status != 422 || !p.Has(mesa.TextObservacionVacia) {
		t.Errorf("observation without a text: %d %s", p.Status, p.Body)
	}
	// The dashboard sends the whole record back, its dates cut to the second.
	var whole map[string]any
	if err := json.Unmarshal([]byte(admin.Call("GET", docPath, nil).Body), &whole); err != nil {
		t.Fatal(err)
	}
	whole["subido_en"] = strings.Replace(whole["subido_en"].(string), ".000Z", "Z", 1)
	whole["observado"], whole["observacion"] = true, "Falta la firma."
	if p := admin.Call("PATCH", docPath, whole); p.Status != 200 {
		t.Fatalf("observe: %d %s", p.Status, p.Body)
	}
	for _, values := range []map[string]any{
		{"nombre": "otro.pdf"}, {"sha256": "x"}, {"solicitud": ""}, {"clase": "anexo1"}, {"bytes": 1}, {"archivo": nil},
	} {
		if p := admin.Call("PATCH", docPath, values); p.Status != 403 {
			t.Errorf("PATCH %v: %d", values, p.Status)
		}
	}
	if p := admin.Call("DELETE", docPath, nil); p.Status != 403 {
		t.Errorf("DELETE documento: %d", p.Status)
	}
	p := move(map[string]any{
		"etapa": "OBSERVADO", "actor": "otro", "fecha": "2001-01-01 00:00:00.000Z", "@actor": map[string]any{"Mano": 1}, "@sistema": true,
	})
	if p.Status != 200 {
		t.Fatalf("OBSERVADO: %d %s", p.Status, p.Body)
	}
	line, _ := o.FindFirstRecordByFilter(mesa.ColMovimientos, "etapa = 'OBSERVADO'")
	if !strings.HasPrefix(line.GetString("actor"), "_superusers/") ||
		!strings.HasSuffix(line.GetString("actor"), "admin@ejemplo.pe") || line.GetDateTime("fecha").Time().Year() != 2026 {
		t.Errorf("actor %q, fecha %s", line.GetString("actor"), line.GetString("fecha"))
	}
	// Reception may write a correction that came on paper, with its scan; the end of a term only the clock.
	for etapa, status := range map[string]int{"RECEPCION": 403, "SUBSANADO": 422, "NO PRESENTADO": 409} {
		if p := move(map[string]any{"etapa": etapa}); p.Status != status {
			t.Errorf("staff writes %s: %d", etapa, p.Status)
		}
	}
	if p := move(map[string]any{"etapa": "REGISTRADO"}); p.Status != 409 || !p.Has("art. 125") {
		t.Errorf("REGISTRADO while observed: %d %s", p.Status, p.Body)
	}
	if p := move(map[string]any{"etapa": "OTRA"}); p.Status < 400 {
		t.Errorf("unknown stage: %d", p.Status)
	}
}
