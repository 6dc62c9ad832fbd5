package rastro_test

import (
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rastro"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
)

const incidents = "/api/collections/incidentes/records"

// incident is what a person writes of one, on the day of the tests.
func incident(changes map[string]any) map[string]any {
	values := map[string]any{
		"detectado_en": "2026-03-24T09:00:00-05:00", "que_paso": "Se envió una respuesta a otra persona.", "datos": "Nombres y DNI.",
		"personas": "Una persona.", "medidas": "Se pidió borrarla.",
	}
	for field, value := range changes {
		values[field] = value
	}
	return values
}

func TestAnIncidentHasFortyEightHours(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	r := o.Must(t, mesa.ColIncidentes, incident(map[string]any{"luz": "rojo", "vence_en": "2030-01-01 00:00:00.000Z"}))
	if r.GetString("luz") != "ambar" || r.GetString("vence_en") != "2026-03-26 14:00:00.000Z" {
		t.Errorf("new: %s until %s", r.GetString("luz"), r.GetString("vence_en"))
	}
	told := func(field, when, want string) {
		t.Helper()
		r := o.Record(t, mesa.ColIncidentes, r.Id)
		r.Set(field, when)
		if err := o.Save(r); err != nil {
			t.Fatal(hookstest.Explain(err))
		}
		if got := o.Record(t, mesa.ColIncidentes, r.Id).GetString("luz"); got != want {
			t.Errorf("with %s at %q: %q, want %q", field, when, got, want)
		}
	}
	told("autoridad_en", "2026-03-24T09:30:00-05:00", "ambar") // the persons don't know yet
	o.Clock.Add(49 * time.Hour)
	told("medidas", "Se pidió borrarla, y se borró.", "rojo")
	told("personas_en", "2026-03-26T09:30:00-05:00", "")
	told("personas_en", "", "rojo")
	told("sin_aviso_motivo", "Alcanza a una sola persona y no son datos sensibles.", "")
}

func TestAnIncidentIsRefusedBesideItsField(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	admin, _ := uitest.NewREST(t, o)
	for _, c := range []struct{ field, value, text string }{
		{"que_paso", " ", mesa.TextIncidenteQue}, {"datos", "", mesa.TextIncidenteDatos}, {"personas", "", mesa.TextIncidentePersonas},
		{"detectado_en", "", mesa.TextIncidenteCuando}, {"detectado_en", "2026-03-25T09:00:00-05:00", mesa.TextIncidenteFuturo},
		{"autoridad_en", "2026-03-24T08:59:00-05:00", mesa.TextIncidenteAntes},
		{"personas_en", "2026-04-01T08:59:00-05:00", mesa.TextIncidenteFuturo},
	} {
		values := incident(map[string]any{c.field: c.value})
		_, err := o.Create(t, mesa.ColIncidentes, values)
		hookstest.WantRefusal(t, err, 422, c.field, c.text)
		if p := admin.Call("POST", incidents, values); p.Status != 422 || !strings.Contains(p.Body, c.text) {
			t.Errorf("REST takes %s=%q: %d %s", c.field, c.value, p.Status, p.Body)
		}
	}
}

func TestAnIncidentKeepsWhatStoodThereAndIsNeverDeleted(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	admin, guest := uitest.NewREST(t, o)
	r := o.Must(t, mesa.ColIncidentes, incident(nil))
	at := incidents + "/" + r.Id
	if p := admin.Call("PATCH", at, map[string]any{"datos": "También correos.", "historial": []any{}, "registrado_en": ""}); p.Status != 200 {
		t.Fatalf("PATCH: %d %s", p.Status, p.Body)
	}
	kept := o.Record(t, mesa.ColIncidentes, r.Id)
	var trail []rastro.Cambio
	if err := kept.UnmarshalJSONField("historial", &trail); err != nil || len(trail) != 6 {
		t.Fatalf("%d changes, %v", len(trail), err)
	}
	last := trail[5]
	if last.Campo != "datos" || last.Antes != "Nombres y DNI." || last.Ahora != "También correos." ||
		!strings.Contains(last.Quien, "admin@ejemplo.pe") {
		t.Errorf("the last change: %+v", last)
	}
	if kept.GetDateTime("registrado_en").IsZero() {
		t.Error("when it was written is lost")
	}
	if p := admin.Call("DELETE", at, nil); p.Status != 403 {
		t.Errorf("DELETE: %d", p.Status)
	}
	if p := admin.Call("DELETE", "/api/collections/incidentes/truncate", nil); p.Status < 400 {
		t.Errorf("truncate: %d", p.Status)
	}
	hookstest.WantRefusal(t, o.Delete(kept), 403, "", mesa.TextIncidenteFijo)
	for _, query := range []string{"DELETE FROM incidentes", "INSERT OR REPLACE INTO incidentes (id) VALUES ('" + r.Id + "')"} {
		if _, err := o.NonconcurrentDB().NewQuery(query).Execute(); err == nil {
			t.Errorf("the base takes %q", query)
		}
	}
	wantClosed(t, o, guest, r)
}

// wantClosed asks for an incident as a guest and as staff.
func wantClosed(t *testing.T, o *hookstest.Office, guest uitest.REST, r *core.Record) {
	t.Helper()
	clerk := o.Must(t, mesa.ColPersonal, map[string]any{
		"nombre": "ANA", "email": "ana@ejemplo.pe", "password": "clave-de-prueba-1", "rol": "jefatura", "activo": true, "verified": true,
	})
	token, err := clerk.NewAuthToken()
	if err != nil {
		t.Fatal(err)
	}
	staff := uitest.REST{Browser: guest.Browser, Token: token}
	for _, c := range []struct{ method, path string }{
		{"GET", incidents}, {"GET", incidents + "/" + r.Id}, {"POST", incidents},
		{"PATCH", incidents + "/" + r.Id}, {"DELETE", incidents + "/" + r.Id},
	} {
		if p := guest.Call(c.method, c.path, incident(nil)); p.Status != 401 || p.Has("DNI") {
			t.Errorf("a guest: %s %s %d", c.method, c.path, p.Status)
		}
		if p := staff.Call(c.method, c.path, incident(nil)); p.Status != 403 && p.Status != 404 || p.Has("DNI") {
			t.Errorf("staff: %s %s %d", c.method, c.path, p.Status)
		}
	}
}
