package hooks_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
)

// rest is the API as a superuser (or, with no token, a guest) sees it.
type rest struct {
	*uitest.Browser
	token string
}

func newRest(t *testing.T, o *hookstest.Office) (admin, guest rest) {
	t.Helper()
	site := uitest.Serve(t, o)
	return rest{uitest.NewBrowser(t, site), uitest.Superuser(t, o)}, rest{uitest.NewBrowser(t, site), ""}
}

func (r rest) call(method, path string, body any) uitest.Page {
	data := ""
	if body != nil {
		raw, _ := json.Marshal(body)
		data = string(raw)
	}
	return r.Do(r.Request(method, path, data, "Content-Type", "application/json", "Authorization", r.token))
}

func (r rest) sql(query string) uitest.Page {
	return r.call("POST", "/api/sql", map[string]any{"query": query})
}

func TestGuestsReachNothing(t *testing.T) {
	o := hookstest.New(t, workday)
	_, guest := newRest(t, o)
	s := o.Filed(t, nil)
	doc := o.Documents(t, s.Id)[0]
	cols, err := o.FindAllCollections()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cols {
		if !c.System && (c.ListRule != nil || c.ViewRule != nil || c.CreateRule != nil || c.UpdateRule != nil || c.DeleteRule != nil) {
			t.Errorf("%s has an open rule", c.Name)
		}
		base := "/api/collections/" + c.Name
		for _, call := range []struct{ method, path string }{
			{"GET", base + "/records"}, {"POST", base + "/records"}, {"GET", base + "/records/" + s.Id},
			{"PATCH", base + "/records/" + s.Id}, {"DELETE", base + "/records/" + s.Id}, {"GET", base}, {"DELETE", base + "/truncate"},
		} {
			if p := guest.call(call.method, call.path, map[string]any{}); p.Status != 401 && p.Status != 403 {
				t.Errorf("%s %s: %d", call.method, call.path, p.Status)
			}
		}
	}
	for _, c := range []string{"ciudadanos", "personal"} {
		for _, action := range []string{"request-otp", "auth-with-otp", "auth-with-password", "request-password-reset", "auth-refresh", "auth-with-oauth2"} {
			if p := guest.call("POST", "/api/collections/"+c+"/"+action, map[string]any{"email": "juan@ejemplo.pe"}); p.Status != 401 && p.Status != 403 {
				t.Errorf("%s %s: %d", c, action, p.Status)
			}
		}
	}
	for _, path := range []string{"/api/settings", "/api/logs", "/api/backups", "/api/crons", "/api/collections",
		"/api/files/documentos/" + doc.Id + "/" + doc.GetString("archivo")} {
		if p := guest.call("GET", path, nil); p.Status != 401 && p.Status != 403 {
			t.Errorf("GET %s: %d", path, p.Status)
		}
	}
	file := "/api/files/documentos/" + doc.Id + "/" + doc.GetString("archivo")
	if p := guest.call("GET", file+"?token=x", nil); p.Status != 401 {
		t.Errorf("a made-up token: %d", p.Status)
	}
	if p := guest.call("POST", "/api/realtime", map[string]any{}); p.Status != 401 {
		t.Errorf("subscribing: %d", p.Status)
	}
	if p := guest.call("GET", "/api/health", nil); p.Status != 200 {
		t.Errorf("health: %d", p.Status)
	}
}

func TestTheTrailIsAppendOnlyThroughEveryDoor(t *testing.T) {
	o := hookstest.New(t, workday)
	admin, _ := newRest(t, o)
	s := o.Filed(t, nil)
	line, _ := o.FindFirstRecordByData(mesa.ColMovimientos, "solicitud", s.Id)
	path := "/api/collections/movimientos/records/" + line.Id
	if p := admin.call("PATCH", path, map[string]any{"observaciones": "otra"}); p.Status != 403 {
		t.Errorf("PATCH: %d", p.Status)
	}
	if p := admin.call("DELETE", path, nil); p.Status != 403 {
		t.Errorf("DELETE: %d", p.Status)
	}
	if p := admin.call("DELETE", "/api/collections/movimientos/truncate", nil); p.Status < 400 {
		t.Errorf("truncate: %d", p.Status)
	}
	line.Set("observaciones", "otra")
	hookstest.WantRefusal(t, o.Save(line), 403, "", mesa.TextRastroFijo)
	hookstest.WantRefusal(t, o.Delete(line), 403, "", mesa.TextRastroFijo)
	for _, query := range []string{
		"UPDATE movimientos SET observaciones = 'x'", "DELETE FROM movimientos", "DROP TABLE movimientos", "DROP TRIGGER movimientos_fijo_update",
		"INSERT OR REPLACE INTO movimientos (id) VALUES ('" + line.Id + "')", "WITH x AS (SELECT 1) DELETE FROM movimientos",
		"SELECT 1; DELETE FROM movimientos", "PRAGMA writable_schema = 1", "/**/DELETE FROM movimientos", "EXPLAIN SELECT 1; DELETE FROM movimientos",
	} {
		if p := admin.sql(query); p.Status != 403 {
			t.Errorf("console runs %q: %d", query, p.Status)
		}
		// Below the console the triggers hold.
		if strings.Contains(query, "DROP") || strings.Contains(query, "PRAGMA") || strings.Contains(query, ";") || strings.HasPrefix(query, "/") {
			continue
		}
		if _, err := o.NonconcurrentDB().NewQuery(query).Execute(); err == nil {
			t.Errorf("the base takes %q", query)
		}
	}
	if p := admin.sql("SELECT numero FROM solicitudes"); p.Status != 200 || !p.Has("1-2026") {
		t.Errorf("reading by SQL: %d %s", p.Status, p.Body)
	}
	if n, _ := o.CountRecords(mesa.ColMovimientos); n != 1 {
		t.Errorf("%d lines", n)
	}
}

func TestAFilingIsNotEditedByHand(t *testing.T) {
	o := hookstest.New(t, workday)
	admin, _ := newRest(t, o)
	s := o.Filed(t, nil)
	path := "/api/collections/solicitudes/records/" + s.Id
	for field, value := range map[string]any{
		"numero": "7-2026", "estado": "atendida", "nombres": "OTRO", "correo": "otro@ejemplo.pe", "presentada_el": "2026-01-01 05:00:00.000Z",
		"vence_respuesta": "2030-01-01 05:00:00.000Z", "borrador": "", "expediente": "X",
	} {
		if p := admin.call("PATCH", path, map[string]any{field: value}); p.Status != 403 || !p.Has(mesa.TextCampoFijo[:20]) {
			t.Errorf("%s: %d %s", field, p.Status, p.Body)
		}
	}
	if p := admin.call("DELETE", path, nil); p.Status != 403 {
		t.Errorf("DELETE: %d", p.Status)
	}
	if p := admin.call("PATCH", path, map[string]any{"cuo": "1234567890"}); p.Status != 200 {
		t.Errorf("cuo: %d %s", p.Status, p.Body)
	}
	if _, err := o.NonconcurrentDB().NewQuery("UPDATE solicitudes SET numero = '9-2026'").Execute(); err == nil {
		t.Error("the base changes a number")
	}
}

func TestNobodyFilesForACitizenThroughTheAPI(t *testing.T) {
	o := hookstest.New(t, workday)
	admin, _ := newRest(t, o)
	ready := o.Ready(t, nil)
	observed := o.Filed(t, nil).Id
	o.Observe(t, observed)
	for collection, values := range map[string]map[string]any{
		"solicitudes":   {"borrador": ready.Id},
		"borradores":    {"persona": "natural", "terminos_en": "2026-03-24 15:00:00.000Z"},
		"documentos":    {"borrador": ready.Id, "clase": "principal"},
		"subsanaciones": {"solicitud": observed, "secreto": "x", "validada": true},
		"ciudadanos":    {"email": "x@ejemplo.pe", "password": "clave-de-prueba-1", "passwordConfirm": "clave-de-prueba-1"},
		"_otps":         {"collectionRef": "x", "recordRef": "y", "password": "123456"},
	} {
		if p := admin.call("POST", "/api/collections/"+collection+"/records", values); p.Status != 403 {
			t.Errorf("POST %s: %d %s", collection, p.Status, p.Body)
		}
	}
	if p := admin.call("PATCH", "/api/collections/borradores/records/"+ready.Id, map[string]any{"asunto": "otro"}); p.Status != 403 {
		t.Errorf("PATCH borradores: %d", p.Status)
	}
}

func TestStaffMoveByREST(t *testing.T) {
	o := hookstest.New(t, workday)
	admin, _ := newRest(t, o)
	s := o.Filed(t, nil)
	doc := o.Documents(t, s.Id)[0]
	move := func(values map[string]any) uitest.Page {
		values["solicitud"] = s.Id
		return admin.call("POST", "/api/collections/movimientos/records", values)
	}
	docPath := "/api/collections/documentos/records/" + doc.Id
	if p := admin.call("PATCH", docPath, map[string]any{"observado": true}); p.Status != 422 || !p.Has(mesa.TextObservacionVacia) {
		t.Errorf("observation without a text: %d %s", p.Status, p.Body)
	}
	// The dashboard sends the whole record back, its dates cut to the second.
	var whole map[string]any
	if err := json.Unmarshal([]byte(admin.call("GET", docPath, nil).Body), &whole); err != nil {
		t.Fatal(err)
	}
	whole["subido_en"] = strings.Replace(whole["subido_en"].(string), ".000Z", "Z", 1)
	whole["observado"], whole["observacion"] = true, "Falta la firma."
	if p := admin.call("PATCH", docPath, whole); p.Status != 200 {
		t.Fatalf("observe: %d %s", p.Status, p.Body)
	}
	for _, values := range []map[string]any{{"nombre": "otro.pdf"}, {"sha256": "x"}, {"solicitud": ""}, {"clase": "anexo1"}, {"bytes": 1}, {"archivo": nil}} {
		if p := admin.call("PATCH", docPath, values); p.Status != 403 {
			t.Errorf("PATCH %v: %d", values, p.Status)
		}
	}
	if p := admin.call("DELETE", docPath, nil); p.Status != 403 {
		t.Errorf("DELETE documento: %d", p.Status)
	}
	if p := move(map[string]any{"etapa": "OBSERVADO", "actor": "otro", "fecha": "2001-01-01 00:00:00.000Z", "@actor": map[string]any{"Mano": 1}, "@sistema": true}); p.Status != 200 {
		t.Fatalf("OBSERVADO: %d %s", p.Status, p.Body)
	}
	line, _ := o.FindFirstRecordByFilter(mesa.ColMovimientos, "etapa = 'OBSERVADO'")
	if !strings.HasPrefix(line.GetString("actor"), "_superusers/") || !strings.HasSuffix(line.GetString("actor"), "admin@ejemplo.pe") || line.GetDateTime("fecha").Time().Year() != 2026 {
		t.Errorf("actor %q, fecha %s", line.GetString("actor"), line.GetString("fecha"))
	}
	for _, etapa := range []string{"RECEPCION", "SUBSANADO", "NO PRESENTADO"} {
		if p := move(map[string]any{"etapa": etapa}); p.Status != 403 {
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

func TestViewsAndDownloadsAreNoted(t *testing.T) {
	o := hookstest.New(t, workday)
	admin, _ := newRest(t, o)
	s := o.Filed(t, nil)
	doc := o.Documents(t, s.Id)[0]
	if p := admin.call("GET", "/api/collections/solicitudes/records/"+s.Id, nil); p.Status != 200 {
		t.Fatal(p.Status)
	}
	token := struct{ Token string }{}
	_ = json.Unmarshal([]byte(admin.call("POST", "/api/files/token", nil).Body), &token)
	p := admin.call("GET", "/api/files/documentos/"+doc.Id+"/"+doc.GetString("archivo")+"?token="+url.QueryEscape(token.Token), nil)
	if p.Status != 200 || p.Header.Get("Content-Type") != "application/pdf" || p.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("download: %d %v", p.Status, p.Header)
	}
	admin.call("GET", "/api/collections/solicitudes/records?filter=numero%20!%3D%20%27%27", nil)
	lines, _ := o.FindRecordsByFilter(mesa.ColAccesos, "actor ~ 'admin@ejemplo.pe'", "", 0, 0)
	if p := admin.call("POST", "/api/collections/accesos/records", map[string]any{"actor": "yo"}); p.Status != 403 {
		t.Errorf("a made-up line: %d", p.Status)
	}
	if len(lines) != 3 {
		t.Fatalf("%d lines in accesos", len(lines))
	}
	if p := admin.call("DELETE", "/api/collections/accesos/records/"+lines[0].Id, nil); p.Status != 403 {
		t.Errorf("DELETE acceso: %d", p.Status)
	}
	if p := admin.call("PATCH", "/api/collections/accesos/records/"+lines[0].Id, map[string]any{"actor": "x"}); p.Status != 403 {
		t.Errorf("PATCH acceso: %d", p.Status)
	}
}

func TestTheStructureIsFixed(t *testing.T) {
	o := hookstest.New(t, workday)
	admin, _ := newRest(t, o)
	if p := admin.call("PATCH", "/api/collections/solicitudes", map[string]any{"listRule": ""}); p.Status != 403 {
		t.Errorf("opening a rule: %d %s", p.Status, p.Body)
	}
	if p := admin.call("DELETE", "/api/collections/accesos", nil); p.Status != 403 {
		t.Errorf("deleting a collection: %d", p.Status)
	}
	if p := admin.call("PUT", "/api/collections/import", map[string]any{"collections": []any{}}); p.Status < 400 {
		t.Errorf("import: %d", p.Status)
	}
	if p := admin.call("PATCH", "/api/collections/_superusers", map[string]any{"otp": map[string]any{"enabled": true, "duration": 300, "length": 8}}); p.Status != 200 {
		t.Errorf("second factor of the superusers: %d %s", p.Status, p.Body)
	}
}

func TestTheOutboxIsNotWrittenByHand(t *testing.T) {
	o := hookstest.New(t, workday)
	admin, _ := newRest(t, o)
	s := o.Filed(t, nil)
	row, _ := o.FindFirstRecordByData(mesa.ColCorreos, "solicitud", s.Id)
	for _, call := range []struct{ method, path string }{
		{"POST", ""}, {"PATCH", "/" + row.Id}, {"DELETE", "/" + row.Id},
	} {
		if p := admin.call(call.method, "/api/collections/correos/records"+call.path, map[string]any{"estado": "enviado", "para": "x@ejemplo.pe"}); p.Status != 403 {
			t.Errorf("%s: %d", call.method, p.Status)
		}
	}
}

func TestAChangedAccountEndsItsSessions(t *testing.T) {
	o := hookstest.New(t, workday)
	r := o.Must(t, mesa.ColPersonal, map[string]any{"email": "mesa@ejemplo.pe", "password": "clave-de-prueba-1", "nombre": "Mesa", "rol": "mesa", "activo": true})
	token, err := r.NewAuthToken()
	if err != nil {
		t.Fatal(err)
	}
	r.Set("activo", false)
	if err := o.Save(r); err != nil {
		t.Fatal(err)
	}
	if _, err := o.FindAuthRecordByToken(token, core.TokenTypeAuth); err == nil {
		t.Error("the session of a closed account lives on")
	}
}

func TestOneOffice(t *testing.T) {
	o := hookstest.New(t, workday)
	_, err := o.Create(t, mesa.ColEntidad, map[string]any{"nombre": "OTRA"})
	hookstest.WantRefusal(t, err, 409, "", mesa.TextEntidadUnica)
	r, _ := o.FindFirstRecordByFilter(mesa.ColEntidad, "id != ''")
	hookstest.WantRefusal(t, o.Delete(r), 403, "", mesa.TextEntidadUnica)
	r.Set("terminos", "Nuevos términos.")
	if err := o.Save(r); err != nil {
		t.Fatal(err)
	}
	if v := o.Draft(t, nil).GetString("terminos_version"); v != "2026-03-24 10:00:00" {
		t.Errorf("version of the terms: %q", v)
	}
}

func TestSettingsTheServiceCouldNotRunOn(t *testing.T) {
	o := hookstest.New(t, workday)
	for field, value := range map[string]any{
		"dias_subsanacion": 0, "limite_mb": 5000, "limite_subsanacion_mb": 0, "horas_borrador": 0, "color": "zzz", "regla_presentacion": "", "nombre": "",
	} {
		r, err := o.FindFirstRecordByFilter(mesa.ColEntidad, "id != ''")
		if err != nil {
			t.Fatal(err)
		}
		r.Set(field, value)
		hookstest.WantRefusal(t, o.Save(r), 422, field, "")
	}
	r, _ := o.FindFirstRecordByFilter(mesa.ColEntidad, "id != ''")
	r.Set("color", "#ffcc00")
	hookstest.WantRefusal(t, o.Save(r), 422, "color", mesa.TextColorClaro)
	r.Set("color", "#8a1538")
	if err := o.Save(r); err != nil {
		t.Error(hookstest.Explain(err))
	}
}

func TestWhatIsInUseIsNotDeleted(t *testing.T) {
	o := hookstest.New(t, workday)
	id := o.Filed(t, nil).Id
	hookstest.WantRefusal(t, o.Delete(o.Tramite(t, 1)), 409, "", mesa.TextEnUso)
	o.MustMove(t, id, mesa.EtapaRegistrado, nil)
	mov := o.MustMove(t, id, mesa.EtapaDerivado, nil) // to the area the procedure proposes
	area := o.Record(t, mesa.ColAreas, mov.GetString("area"))
	hookstest.WantRefusal(t, o.Delete(area), 409, "", mesa.TextEnUso)
	free := o.Must(t, mesa.ColAreas, map[string]any{"nombre": "ÁREA NUEVA", "activo": true})
	if err := o.Delete(free); err != nil {
		t.Error(err)
	}
}
