package rastro_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"
)

func TestTheTrailIsAppendOnlyThroughEveryDoor(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	admin, _ := uitest.NewREST(t, o)
	s := o.Filed(t, nil)
	line, _ := o.FindFirstRecordByData(mesa.ColMovimientos, "solicitud", s.Id)
	path := "/api/collections/movimientos/records/" + line.Id
	if p := admin.Call("PATCH", path, map[string]any{"observaciones": "otra"}); p.Status != 403 {
		t.Errorf("PATCH: %d", p.Status)
	}
	if p := admin.Call("DELETE", path, nil); p.Status != 403 {
		t.Errorf("DELETE: %d", p.Status)
	}
	if p := admin.Call("DELETE", "/api/collections/movimientos/truncate", nil); p.Status < 400 {
		t.Errorf("truncate: %d", p.Status)
	}
	line.Set("observaciones", "otra")
	hookstest.WantRefusal(t, o.Save(line), 403, "", mesa.TextRastroFijo)
	hookstest.WantRefusal(t, o.Delete(line), 403, "", mesa.TextRastroFijo)
	for _, query := range []string{
		"UPDATE movimientos SET observaciones = 'x'", "DELETE FROM movimientos", "DROP TABLE movimientos", "DROP TRIGGER movimientos_fijo_update",
		"INSERT OR REPLACE INTO movimientos (id) VALUES ('" + line.Id + "')", "WITH x AS (SELECT 1) DELETE FROM movimientos",
		"SELECT 1; DELETE FROM movimientos", "PRAGMA writable_schema = 1",
		"/**/DELETE FROM movimientos", "EXPLAIN SELECT 1; DELETE FROM movimientos",
	} {
		if p := admin.SQL(query); p.Status != 403 {
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
	if p := admin.SQL("SELECT numero FROM solicitudes"); p.Status != 200 || !p.Has("1-2026") {
		t.Errorf("reading by SQL: %d %s", p.Status, p.Body)
	}
	if n, _ := o.CountRecords(mesa.ColMovimientos); n != 1 {
		t.Errorf("%d lines", n)
	}
}

func TestViewsAndDownloadsAreNoted(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	admin, _ := uitest.NewREST(t, o)
	s := o.Filed(t, nil)
	doc := o.Documents(t, s.Id)[0]
	if p := admin.Call("GET", "/api/collections/solicitudes/records/"+s.Id, nil); p.Status != 200 {
		t.Fatal(p.Status)
	}
	token := struct{ Token string }{}
	_ = json.Unmarshal([]byte(admin.Call("POST", "/api/files/token", nil).Body), &token)
	p := admin.Call("GET", "/api/files/documentos/"+doc.Id+"/"+doc.GetString("archivo")+"?token="+url.QueryEscape(token.Token), nil)
	if p.Status != 200 || p.Header.Get("Content-Type") != "application/pdf" || p.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("download: %d %v", p.Status, p.Header)
	}
	admin.Call("GET", "/api/collections/solicitudes/records?filter=numero%20!%3D%20%27%27", nil)
	lines, _ := o.FindRecordsByFilter(mesa.ColAccesos, "actor ~ 'admin@ejemplo.pe'", "", 0, 0)
	if p := admin.Call("POST", "/api/collections/accesos/records", map[string]any{"actor": "yo"}); p.Status != 403 {
		t.Errorf("a made-up line: %d", p.Status)
	}
	if len(lines) != 3 {
		t.Fatalf("%d lines in accesos", len(lines))
	}
	if p := admin.Call("DELETE", "/api/collections/accesos/records/"+lines[0].Id, nil); p.Status != 403 {
		t.Errorf("DELETE acceso: %d", p.Status)
	}
	if p := admin.Call("PATCH", "/api/collections/accesos/records/"+lines[0].Id, map[string]any{"actor": "x"}); p.Status != 403 {
		t.Errorf("PATCH acceso: %d", p.Status)
	}
}
