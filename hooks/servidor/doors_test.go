package servidor_test

import (
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/ui/uitest"
)

func TestGuestsReachNothing(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	_, guest := uitest.NewREST(t, o)
	s := o.Filed(t, nil)
	doc := o.Documents(t, s.Id)[0]
	cols, err := o.FindAllCollections()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cols {
		for _, r := range []*string{c.ListRule, c.ViewRule, c.CreateRule, c.UpdateRule, c.DeleteRule} {
			if !c.System && r != nil && !strings.Contains(*r, `@request.auth.collectionName = "personal" && @request.auth.activo = true`) {
				t.Errorf("%s has an open rule: %s", c.Name, *r)
			}
		}
		base := "/api/collections/" + c.Name
		for _, call := range []struct{ method, path string }{
			{"GET", base + "/records"}, {"POST", base + "/records"}, {"GET", base + "/records/" + s.Id},
			{"PATCH", base + "/records/" + s.Id}, {"DELETE", base + "/records/" + s.Id}, {"GET", base}, {"DELETE", base + "/truncate"},
		} {
			if p := guest.Call(call.method, call.path, map[string]any{}); p.Status != 401 && p.Status != 403 {
				t.Errorf("%s %s: %d", call.method, call.path, p.Status)
			}
		}
	}
	for _, c := range []string{"ciudadanos", "personal"} {
		for _, action := range []string{
			"request-otp", "auth-with-otp", "auth-with-password", "request-password-reset", "auth-refresh", "auth-with-oauth2",
		} {
			p := guest.Call("POST", "/api/collections/"+c+"/"+action, map[string]any{"email": "juan@ejemplo.pe"})
			if p.Status != 401 && p.Status != 403 {
				t.Errorf("%s %s: %d", c, action, p.Status)
			}
		}
	}
	for _, path := range []string{"/api/settings", "/api/logs", "/api/backups", "/api/crons", "/api/collections",
		"/api/files/documentos/" + doc.Id + "/" + doc.GetString("archivo")} {
		if p := guest.Call("GET", path, nil); p.Status != 401 && p.Status != 403 {
			t.Errorf("GET %s: %d", path, p.Status)
		}
	}
	file := "/api/files/documentos/" + doc.Id + "/" + doc.GetString("archivo")
	if p := guest.Call("GET", file+"?token=x", nil); p.Status != 401 {
		t.Errorf("a made-up token: %d", p.Status)
	}
	if p := guest.Call("POST", "/api/realtime", map[string]any{}); p.Status != 401 {
		t.Errorf("subscribing: %d", p.Status)
	}
	if p := guest.Call("GET", "/api/health", nil); p.Status != 200 {
		t.Errorf("health: %d", p.Status)
	}
}

func TestNobodyFilesForACitizenThroughTheAPI(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	admin, _ := uitest.NewREST(t, o)
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
		if p := admin.Call("POST", "/api/collections/"+collection+"/records", values); p.Status != 403 {
			t.Errorf("POST %s: %d %s", collection, p.Status, p.Body)
		}
	}
	if p := admin.Call("PATCH", "/api/collections/borradores/records/"+ready.Id, map[string]any{"asunto": "otro"}); p.Status != 403 {
		t.Errorf("PATCH borradores: %d", p.Status)
	}
}

func TestTheStructureIsFixed(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	admin, _ := uitest.NewREST(t, o)
	if p := admin.Call("PATCH", "/api/collections/solicitudes", map[string]any{"listRule": ""}); p.Status != 403 {
		t.Errorf("opening a rule: %d %s", p.Status, p.Body)
	}
	if p := admin.Call("DELETE", "/api/collections/accesos", nil); p.Status != 403 {
		t.Errorf("deleting a collection: %d", p.Status)
	}
	if p := admin.Call("PUT", "/api/collections/import", map[string]any{"collections": []any{}}); p.Status < 400 {
		t.Errorf("import: %d", p.Status)
	}
	codes := map[string]any{"otp": map[string]any{"enabled": true, "duration": 300, "length": 8}}
	if p := admin.Call("PATCH", "/api/collections/_superusers", codes); p.Status != 200 {
		t.Errorf("second factor of the superusers: %d %s", p.Status, p.Body)
	}
}

// PocketBase reads bodies of 32 MB into memory, and more where a collection has files.
func TestAGuestsBodyIsNotReadPastAMegabyte(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	_, guest := uitest.NewREST(t, o)
	long := map[string]any{"identity": "x@ejemplo.pe", "password": strings.Repeat("a", 1<<20)}
	for _, path := range []string{"/api/collections/_superusers/auth-with-password", "/api/collections/_superusers/request-otp"} {
		if p := guest.Call("POST", path, long); p.Status != 413 {
			t.Errorf("%s: %d", path, p.Status)
		}
	}
	if p := guest.Call("POST", "/api/collections/documentos/records", long); p.Status != 401 {
		t.Errorf("a collection with files: %d", p.Status)
	}
}
