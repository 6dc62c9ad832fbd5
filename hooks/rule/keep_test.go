package rule_test

import (
	"slices"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// kept is a stored thing with a column of every kind that our collections have.
func kept(t *testing.T) (app core.App, r *core.Record) {
	t.Helper()
	app = hookstest.Stock(t)
	other := core.NewBaseCollection("otras")
	if err := app.Save(other); err != nil {
		t.Fatal(err)
	}
	one := hookstest.Thing(t, app, other, nil)
	c := hookstest.Things(t, app,
		&core.TextField{Name: "texto"}, &core.NumberField{Name: "numero"}, &core.BoolField{Name: "marca"},
		&core.DateField{Name: "fecha"}, &core.AutodateField{Name: "creado", OnCreate: true}, &core.JSONField{Name: "lista"},
		&core.SelectField{Name: "clase", Values: []string{"a", "b"}}, &core.SelectField{Name: "varias", Values: []string{"a", "b"}, MaxSelect: 2},
		&core.RelationField{Name: "otra", CollectionId: other.Id}, &core.FileField{Name: "archivo", MaxSize: 1 << 20},
		&core.EmailField{Name: "correo"}, &core.URLField{Name: "direccion"}, &core.EditorField{Name: "cuerpo"},
	)
	r = hookstest.Thing(t, app, c, map[string]any{
		"texto": "Ñandú", "numero": 12.5, "marca": true, "fecha": "2026-03-24 15:00:00.789Z",
		"lista": map[string]any{"a": 1, "b": []string{"x"}}, "clase": "a", "varias": []string{"b", "a"}, "otra": one.Id,
		"archivo": hookstest.File("carta.pdf", hookstest.PDF(1)),
		"correo":  "juan@ejemplo.pe", "direccion": "https://ejemplo.pe", "cuerpo": "<p>uno</p>",
	})
	r, err := app.FindRecordById("cosas", r.Id)
	if err != nil {
		t.Fatal(err)
	}
	return app, r
}

// changed loads values into a thing as a form sends them and lists what Keep takes for a
// change, when only texto may be edited.
func changed(r, before *core.Record, values map[string]any) (fields []string) {
	r.Load(values)
	rule.Keep(r, before, func(field string) bool { return field == "texto" }, func(field string) { fields = append(fields, field) })
	slices.Sort(fields)
	return fields
}

func TestAFormThatSendsAWholeRecordChangesNothing(t *testing.T) {
	t.Parallel()
	app, before := kept(t)
	creado := before.GetDateTime("creado").Time().Format("2006-01-02 15:04:05") + ".000Z" // the dashboard cuts dates to the second
	for name, values := range map[string]map[string]any{
		"nothing": {},
		"as the dashboard sends it": {
			"id": before.Id, "texto": "otro", "numero": 12.5, "marca": true, "fecha": "2026-03-24 15:00:00.000Z", "creado": creado,
			"lista": map[string]any{"b": []any{"x"}, "a": float64(1)}, "clase": "a", "varias": []any{"b", "a"}, "otra": before.GetString("otra"),
			"archivo": before.GetString("archivo"), "correo": "juan@ejemplo.pe", "direccion": "https://ejemplo.pe", "cuerpo": "<p>uno</p>",
		},
		"as a plain form sends it": {
			"numero": "12.5", "marca": "true", "fecha": "2026-03-24 15:00:00Z", "lista": `{ "b": ["x"], "a": 1 }`, "varias": `["b","a"]`,
		},
	} {
		r, err := app.FindRecordById("cosas", before.Id)
		if err != nil {
			t.Fatal(err)
		}
		if fields := changed(r, before, values); len(fields) > 0 {
			t.Errorf("%s: changed %v", name, fields)
		}
		for _, field := range []string{"numero", "marca", "fecha", "creado", "lista", "clase", "varias", "otra", "archivo", "cuerpo"} {
			if a, b := r.GetString(field), before.GetString(field); a != b {
				t.Errorf("%s: %s is %q, before %q", name, field, a, b)
			}
		}
		if want, typed := values["texto"].(string); typed && r.GetString("texto") != want {
			t.Errorf("%s: what may be edited is put back", name)
		}
	}
}

func TestWhatAFormReallyChangesIsNamed(t *testing.T) {
	t.Parallel()
	app, before := kept(t)
	for field, value := range map[string]any{
		"numero": 12, "marca": false, "fecha": "2026-03-24 15:00:01.789Z", "creado": "2001-01-01 00:00:00.000Z", "lista": `{"a":1}`, "clase": "b",
		"varias": []string{"a"}, "otra": "", "archivo": "", "correo": "otro@ejemplo.pe", "direccion": "", "cuerpo": "<p>dos</p>",
	} {
		r, err := app.FindRecordById("cosas", before.Id)
		if err != nil {
			t.Fatal(err)
		}
		want := []string{field}
		if field == "creado" {
			want = nil // Record.Set leaves an Autodate as it is
		}
		if fields := changed(r, before, map[string]any{field: value}); !slices.Equal(fields, want) {
			t.Errorf("%s = %v: changed %v", field, value, fields)
		}
	}
}

func TestANewFileIsAChangeEvenUnderTheOldName(t *testing.T) {
	t.Parallel()
	app, before := kept(t)
	r, err := app.FindRecordById("cosas", before.Id)
	if err != nil {
		t.Fatal(err)
	}
	file := hookstest.File("carta.pdf", hookstest.PDF(2))
	file.Name = before.GetString("archivo")
	if fields := changed(r, before, map[string]any{"archivo": file}); !slices.Equal(fields, []string{"archivo"}) {
		t.Errorf("changed %v", fields)
	}
}

// A form that was opened before a move sends what the record held then: that is old, not
// changed, and the move stays.
func TestWhatWasReadBeforeAMoveIsOldAndNotChanged(t *testing.T) {
	t.Parallel()
	app, r := kept(t)
	if _, err := app.DB().NewQuery("UPDATE cosas SET clase = 'b', fecha = '2026-04-01 05:00:00.000Z'").Execute(); err != nil {
		t.Fatal(err)
	}
	before, err := app.FindRecordById("cosas", r.Id)
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]any{"clase": "a", "fecha": "2026-03-24 15:00:00.000Z", "numero": 13}
	if fields := changed(r, before, values); !slices.Equal(fields, []string{"numero"}) {
		t.Errorf("changed %v", fields)
	}
	if r.GetString("clase") != "b" || r.GetString("fecha") != "2026-04-01 05:00:00.000Z" {
		t.Errorf("the move is undone: %s, %s", r.GetString("clase"), r.GetString("fecha"))
	}
}
