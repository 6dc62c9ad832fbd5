package oficina_test

import (
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

const today = "2026-03-24T10:00:00-05:00"

// entidad is the office's record.
func entidad(t *testing.T, o *hookstest.Office) *core.Record {
	t.Helper()
	r, err := o.FindFirstRecordByFilter(mesa.ColEntidad, "id != ''")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTheOfficeCannotSetWhatTheLawForbids(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, today)
	type row = map[string]any
	for _, c := range []struct {
		what, field string
		set         row
		ok          bool
	}{
		{"two days are the law", "", row{"dias_subsanacion": 2}, true},
		{"one day is too few (137.3, 125.6)", "dias_subsanacion", row{"dias_subsanacion": 1}, false},
		{"three days without a norm", "dias_subsanacion_base", row{"dias_subsanacion": 3}, false},
		{"three days with one", "", row{"dias_subsanacion": 3, "dias_subsanacion_base": "DS 001-2026-PCM"}, true},
		{"eleven days", "dias_subsanacion", row{"dias_subsanacion": 11, "dias_subsanacion_base": "DS 001-2026-PCM"}, false},
		{"no terms", "terminos", row{"terminos": " \n "}, false},
		{"no start of the term to correct", "inicio_subsanacion", row{"inicio_subsanacion": ""}, false},
		{"a mail of nobody", "oficial_datos", row{"oficial_datos_correo": "datos@ejemplo.pe"}, false},
		{"an officer with a mail", "", row{"oficial_datos": "ROSA QUISPE", "oficial_datos_correo": "datos@ejemplo.pe"}, true},
		{"a mail that is none", "oficial_datos_correo", row{"oficial_datos": "ROSA QUISPE", "oficial_datos_correo": "datos"}, false},
		{"a code of no bank of data", "banco_datos", row{"banco_datos_codigo": "RNPDP 1"}, false},
		{"a region without its accent", "", row{"region": "ancash", "provincia": "santa"}, true},
		{"a region that is none", "region", row{"region": "Lima Norte"}, false},
		{"a province of another region", "provincia", row{"region": "Tacna", "provincia": "Ilo"}, false},
		{"a province of no region", "region", row{"region": "", "provincia": "Ilo"}, false},
	} {
		r := entidad(t, o)
		r.Load(c.set)
		err := o.Save(r)
		if c.ok && err != nil {
			t.Errorf("%s: %s", c.what, hookstest.Explain(err))
		}
		if !c.ok {
			hookstest.WantRefusal(t, err, 422, c.field, "")
		}
	}
	if r := entidad(t, o); r.GetString("region") != "Áncash" || r.GetString("provincia") != "Santa" {
		t.Errorf("the place is spelled %s, %s", r.GetString("region"), r.GetString("provincia"))
	}
}

func TestADeclaredDayNamesItsNormAndAPlace(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, today)
	day := map[string]any{"fecha": "2026-05-15 00:00:00.000Z", "nombre": "Aniversario"}
	_, err := o.Create(t, mesa.ColNoLaborables, day)
	hookstest.WantRefusal(t, err, 422, "base_legal", mesa.TextDiaSinBase)
	day["base_legal"], day["region"] = "DS 001-2026-PCM", "Atlántida"
	_, err = o.Create(t, mesa.ColNoLaborables, day)
	hookstest.WantRefusal(t, err, 422, "region", mesa.TextRegion)
	day["region"] = "Callao"
	o.Must(t, mesa.ColNoLaborables, day)
}

func TestAProcedureWithATermSaysHowItIsCountedAndHowItEnds(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, today)
	type row = map[string]any
	for field, columns := range map[string]row{
		"tipo_dias": {"plazo_dias": 5, "silencio": "negativo"}, "silencio": {"plazo_dias": 5, "tipo_dias": "habiles"},
		"meta_dias": {"plazo_dias": 5, "tipo_dias": "habiles", "silencio": "negativo", "meta_dias": 6},
	} {
		columns["nombre"] = "PRUEBA " + field
		_, err := o.Create(t, mesa.ColTramites, columns)
		hookstest.WantRefusal(t, err, 422, field, "")
	}
	o.Must(t, mesa.ColTramites, row{"nombre": "SIN PLAZO"})
}

// Every text that names a rule follows the settings, and every version of the terms that
// was shown is kept.
func TestTheTextsFollowTheSettingsAndEachVersionIsKept(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, today)
	r := entidad(t, o)
	first := r.GetString("terminos_version")
	for _, c := range []struct {
		set  map[string]any
		says string
	}{
		{map[string]any{"regla_presentacion": "mismo_dia"}, "cuenta como presentado ese mismo día"},
		{map[string]any{"regla_presentacion": "dia_habil_siguiente"}, "cuenta como presentado el primer día hábil siguiente"},
		{map[string]any{"inicio_subsanacion": "acuse"}, "a aquel en que conste que recibió nuestro aviso"},
		{map[string]any{"inicio_subsanacion": "envio"}, "al envío de nuestro aviso"},
		{map[string]any{"inicio_plazo": "presentacion"}, "se cuenta desde el día siguiente a la presentación"},
		{map[string]any{"dias_subsanacion": 3, "dias_subsanacion_base": "DS 001-2026-PCM"}, "3 días hábiles para subsanar"},
		{map[string]any{"oficial_datos": "ROSA QUISPE MAMANI"}, "El Oficial de Datos Personales de la entidad es ROSA QUISPE MAMANI."},
		{map[string]any{"oficial_datos_correo": "datos@ejemplo.pe"}, "que una persona lo revise: escriba a datos@ejemplo.pe."},
		{map[string]any{"banco_datos": "Trámite documentario"}, "banco de datos personales «Trámite documentario»."},
		{map[string]any{"banco_datos_codigo": "RNPDP-PJP 77"}, "con el código RNPDP-PJP 77."},
		{map[string]any{"conservacion": "Los conservamos diez años."}, "Los conservamos diez años."},
		{map[string]any{"transferencias": "El correo se guarda en Chile."}, "El correo se guarda en Chile."},
		{map[string]any{"horario": "Lunes a viernes de 09:00 a 17:00"}, "de 09:00 a 17:00"},
	} {
		o.Clock.Add(time.Second)
		before := entidad(t, o).GetString("terminos_version")
		o.Set(t, c.set)
		r = entidad(t, o)
		kept, err := o.FindFirstRecordByData(mesa.ColTerminos, "version", r.GetString("terminos_version"))
		if err != nil || !strings.Contains(kept.GetString("texto"), c.says) || strings.ContainsAny(kept.GetString("texto"), "{}") {
			t.Errorf("%v: the kept text lacks %q: %v", c.set, c.says, err)
		}
		if r.GetString("terminos_version") == before {
			t.Errorf("%v changes what is read, under the same version", c.set)
		}
	}
	o.Set(t, map[string]any{"telefono": "017483031"}) // names no rule
	if got := entidad(t, o).GetString("terminos_version"); got != r.GetString("terminos_version") {
		t.Errorf("a new version %s for the same text", got)
	}
	if _, err := o.FindFirstRecordByData(mesa.ColTerminos, "version", "1"); err != nil || first != "4" {
		t.Errorf("the version of before is not kept: %v; a new office has version %s", err, first)
	}
	kept, _ := o.FindFirstRecordByData(mesa.ColTerminos, "version", "1")
	kept.Set("texto", "otro")
	hookstest.WantRefusal(t, o.Save(kept), 403, "", mesa.TextTerminosFijos)
	hookstest.WantRefusal(t, o.Delete(o.Record(t, mesa.ColTerminos, kept.Id)), 403, "", mesa.TextTerminosFijos)
	if _, err := o.DB().NewQuery("UPDATE terminos SET texto = ''").Execute(); err == nil {
		t.Error("the base itself lets a version be rewritten")
	}
}

// The terms of the rights over personal data (Ley 29733, DS 016-2024-JUS art. 69), after
// the 18 procedures of the manual.
func TestTheCatalogueHasTheRightsOverPersonalData(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, today)
	rows, err := o.FindRecordsByFilter(mesa.ColTramites, "activo = true", "orden,nombre", 0, 0)
	if err != nil || len(rows) != 23 || rows[17].GetString("nombre") != "OTRO" {
		t.Fatalf("%d procedures, %v", len(rows), err)
	}
	for i, want := range []struct {
		right string
		days  int
	}{{"INFORMACIÓN", 8}, {"ACCESO", 20}, {"RECTIFICACIÓN", 10}, {"CANCELACIÓN", 10}, {"OPOSICIÓN", 10}} {
		r := rows[18+i]
		if !strings.HasPrefix(r.GetString("nombre"), "DATOS PERSONALES: "+want.right) || r.GetInt("plazo_dias") != want.days ||
			r.GetString("tipo_dias") != "habiles" || r.GetString("inicio_plazo") != "presentacion" {
			t.Errorf("procedure %d: %v", 19+i, r.FieldsData())
		}
		for _, norm := range []string{"Ley 29733", "DS 016-2024-JUS art. 69"} {
			if !strings.Contains(r.GetString("base_legal"), norm) {
				t.Errorf("%s names no %s", r.GetString("nombre"), norm)
			}
		}
	}
}
