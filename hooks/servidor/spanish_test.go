package servidor_test

import (
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
)

// What PocketBase finds wrong with a record reads in Spanish, beside its field.
func TestTheDashboardIsToldInSpanishWhatIsWrong(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	admin, _ := uitest.NewREST(t, o)
	for _, c := range []struct {
		method, path string
		body         map[string]any
		texts        []string
	}{
		{"POST", "/api/collections/areas/records", map[string]any{}, []string{"No se guardó. Revise los campos señalados.", "Es obligatorio."}},
		{"POST", "/api/collections/personal/records",
			map[string]any{"email": "no", "rol": "otro", "nombre": "X", "password": "doce--signos", "passwordConfirm": "doce--signos"},
			[]string{"Escriba un correo electrónico completo"}},
		{"POST", "/api/collections/tramites/records",
			map[string]any{"nombre": "X", "orden": 99, "plazo_dias": 5, "silencio": "negativo", "tipo_dias": "otro"},
			[]string{"Elija un valor de la lista."}},
		{"GET", "/api/collections/areas/records/aaaaaaaaaaaaaaa", nil, []string{"No existe, o su cuenta no puede verlo."}},
	} {
		p := admin.Call(c.method, c.path, c.body)
		for _, text := range c.texts {
			if p.Status < 400 || p.Status > 499 || !p.Has(text) {
				t.Errorf("%s %s: %d %s lacks %q", c.method, c.path, p.Status, p.Body, text)
			}
		}
		for _, english := range []string{"Failed", "must be", "Cannot be", "cannot be", "Invalid value"} {
			if p.Has(english) {
				t.Errorf("%s %s: %s", c.method, c.path, p.Body)
			}
		}
	}
}

// The dashboard hides what only a programmer changes, and a superuser's password is long.
func TestTheDashboardIsMadeForStaff(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	if !o.Settings().Meta.HideControls {
		t.Error("the dashboard shows its controls")
	}
	c, err := o.FindCollectionByNameOrId(core.CollectionNameSuperusers)
	if err != nil {
		t.Fatal(err)
	}
	r := core.NewRecord(c)
	r.SetEmail("corta@ejemplo.pe")
	r.SetPassword("once-signos")
	if err := o.Save(r); err == nil {
		t.Error("a password of eleven signs was taken")
	}
	r.SetPassword("doce--signos")
	if err := o.Save(r); err != nil {
		t.Error(err)
	}
}

// The dashboard asks for the logo's thumbnail by the id of its collection.
func TestTheLogoIsServedByNameAndByID(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	_, guest := uitest.NewREST(t, o)
	entidad, err := mesa.FindEntidad(o.App)
	if err != nil {
		t.Fatal(err)
	}
	const svg = `<svg xmlns="http://www.w3.org/2000/svg"/>`
	o.Set(t, map[string]any{"logo": hookstest.File("logo.svg", []byte(svg))})
	name := o.Record(t, mesa.ColEntidad, entidad.Id).GetString("logo")
	for _, collection := range []string{mesa.ColEntidad, entidad.Collection().Id} {
		if p := guest.Call("GET", "/api/files/"+collection+"/"+entidad.Id+"/"+name, nil); p.Status != 200 {
			t.Errorf("%s: %d", collection, p.Status)
		}
	}
	doc := o.Documents(t, o.Filed(t, nil).Id)[0]
	if p := guest.Call("GET", "/api/files/"+doc.Collection().Id+"/"+doc.Id+"/"+doc.GetString("archivo"), nil); p.Status == 200 {
		t.Error("a guest reads a document by the id of its collection")
	}
}
