package bandeja_test

import (
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
)

// An area writes the phrases of its own area alone, through both doors; mesa, jefatura and
// the administrator write any.
func TestAnAreaWritesItsOwnPhrasesAlone(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	for _, rol := range []mesa.Rol{mesa.RolMesa, mesa.RolJefatura, mesa.RolArea, ""} {
		o := hookstest.New(t, workday)
		own := o.Area(t).Id
		other := o.Must(t, mesa.ColAreas, map[string]any{"nombre": "OTRA ÁREA", "activo": true}).Id
		area := ""
		if rol == mesa.RolArea {
			area = own
		}
		b, rest := signedIn(t, o, rol, area)
		for whose, id := range map[string]string{"its own": own, "another's": other, "everybody's": ""} {
			may := rol != mesa.RolArea || id == own
			wantNotFound := rol == mesa.RolArea && id == other
			check := func(what string, status int, done bool) {
				t.Helper()
				if done != may || may != (status < 400) || !may && wantNotFound && strings.HasPrefix(what, "the form of") && status != 404 {
					t.Errorf("%q: %s %s: %d, done %v", rol, what, whose, status, done)
				}
			}
			fields := []string{"clave", "nueva", "tipo", "motivo", "texto", "Texto.", "area", id}
			p := b.Post("/bandeja/frases", fields...)
			check("adds", p.Status, remove(o, t, "nueva"))
			p = rest.Call("POST", "/api/collections/frases/records", body(fields))
			check("adds by API", p.Status, remove(o, t, "nueva"))

			there := o.Must(t, mesa.ColFrases, map[string]any{"clave": "esta", "tipo": "motivo", "texto": "Antes.", "area": id})
			if p = b.Get("/bandeja/frases?id=" + there.Id); (p.Status == 404) != wantNotFound {
				t.Errorf("%q opens %s: %d", rol, whose, p.Status)
			}
			p = b.Post("/bandeja/frases", "id", there.Id, "clave", "esta", "tipo", "motivo", "texto", "Después.", "area", id)
			check("the form of", p.Status, o.Record(t, mesa.ColFrases, there.Id).GetString("texto") == "Después.")
			p = rest.Call("PATCH", "/api/collections/frases/records/"+there.Id, map[string]any{"texto": "Por API."})
			check("changes by API", p.Status, o.Record(t, mesa.ColFrases, there.Id).GetString("texto") == "Por API.")
			p = rest.Call("DELETE", "/api/collections/frases/records/"+there.Id, nil)
			check("deletes by API", p.Status, !remove(o, t, "esta"))

			there = o.Must(t, mesa.ColFrases, map[string]any{"clave": "esta", "tipo": "motivo", "texto": "Antes.", "area": id})
			p = b.Post("/bandeja/frases", "id", there.Id, "borrar", "1")
			check("the form of deleting", p.Status, !remove(o, t, "esta"))
		}
	}
}

// An area hands its phrase to nobody else.
func TestAnAreaGivesNoPhraseAway(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	own := o.Area(t).Id
	there := o.Must(t, mesa.ColFrases, map[string]any{"clave": "esta", "tipo": "motivo", "texto": "Antes.", "area": own})
	b, rest := signedIn(t, o, mesa.RolArea, own)
	p := b.Post("/bandeja/frases", "id", there.Id, "clave", "esta", "tipo", "motivo", "texto", "Antes.", "area", "")
	if p.Status != 403 || !p.Has(mesa.TextFraseAjena) {
		t.Errorf("the form: %d", p.Status)
	}
	if p := rest.Call("PATCH", "/api/collections/frases/records/"+there.Id, map[string]any{"area": ""}); p.Status != 403 {
		t.Errorf("the API: %d %s", p.Status, p.Body)
	}
}

func body(pairs []string) map[string]any {
	fields := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		fields[pairs[i]] = pairs[i+1]
	}
	return fields
}

// remove deletes the phrase of a key and tells whether there was one.
func remove(o *hookstest.Office, t *testing.T, clave string) bool {
	t.Helper()
	r, err := o.FindFirstRecordByData(mesa.ColFrases, "clave", clave)
	if err != nil {
		return false
	}
	if err := o.Delete(r); err != nil {
		t.Fatal(err)
	}
	return true
}

func TestAPhraseIsRefusedBesideWhatIsWrong(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b, rest := signedIn(t, o, mesa.RolMesa, "")
	good := func() map[string]any {
		return map[string]any{"clave": "nueva", "tipo": "motivo", "texto": "Texto.", "tramite": "", "area": ""}
	}
	for _, c := range []struct{ field, value, text string }{
		{"clave", "", mesa.TextFraseSinClave}, {"clave", "\u202e\u200b", mesa.TextFraseSinClave}, {"clave", "firma", mesa.TextFraseClaveRep},
		{"clave", strings.Repeat("ñ", 31), mesa.TextTooLong(30)}, {"tipo", "otra", mesa.TextFraseSinTipo}, {"tipo", "", mesa.TextFraseSinTipo},
		{"texto", " \n ", mesa.TextFraseSinTexto}, {"texto", strings.Repeat("x", 2001), mesa.TextTooLong(2000)},
		{"texto", "Señor {apellido}:", mesa.TextFraseCampo("{apellido}")}, {"texto", "{Nombre}", mesa.TextFraseCampo("{Nombre}")},
		{"texto", "{nombre} {}", mesa.TextFraseCampo("{}")}, {"tramite", "aaaaaaaaaaaaaaa", mesa.TextFraseTramite},
		{"area", "' OR 1=1 --", mesa.TextFraseArea},
	} {
		fields := good()
		fields[c.field] = c.value
		var pairs []string
		for name, value := range fields {
			pairs = append(pairs, name, value.(string))
		}
		p := b.Post("/bandeja/frases", pairs...)
		if p.Status != 422 || !p.Has(c.text) || !p.Has(`href="#`+c.field+`"`) || !p.Has(`id="`+c.field+`"`) {
			t.Errorf("%s %q: %d", c.field, c.value, p.Status)
		}
		if p = rest.Call("POST", "/api/collections/frases/records", fields); p.Status < 400 || p.Status >= 500 {
			t.Errorf("%s %q by API: %d %s", c.field, c.value, p.Status, p.Body)
		}
	}
	p := b.Post("/bandeja/frases", "clave", "guion", "tipo", "motivo", "texto", "<script>alert(1)</script> {nombre} {", "area", "")
	if p = b.Get("/bandeja/frases"); p.Status != 200 || strings.Contains(p.Body, "<script>alert") || !p.Has("ANA DE EJEMPLO {") {
		t.Errorf("a script in a phrase: %d", p.Status)
	}
	for path, fields := range map[string][]string{
		"/bandeja/frases?id=aaaaaaaaaaaaaaa": nil, "/bandeja/frases": {"id", "aaaaaaaaaaaaaaa", "borrar", "1"},
	} {
		if fields == nil {
			p = b.Get(path)
		} else {
			p = b.Post(path, fields...)
		}
		if p.Status != 404 {
			t.Errorf("%s: %d", path, p.Status)
		}
	}
	if p = b.Post("/bandeja/frases", "borrar", "1"); p.Status != 404 {
		t.Errorf("deletes nothing: %d", p.Status)
	}
}

// A new office has twelve, and the review offers them with the filing's values.
func TestTheReviewOffersThePhrasesFilledIn(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	if n, err := o.CountRecords(mesa.ColFrases); err != nil || n != 12 {
		t.Errorf("%d phrases, %v", n, err)
	}
	o.Filed(t, nil)
	b, _ := signedIn(t, o, mesa.RolMesa, "")
	p := b.Get("/bandeja/1-2026")
	for _, want := range []string{"Falta la firma de JUAN PEREZ PEREZ", "en el plazo que indica este aviso"} {
		if !p.Has(want) {
			t.Errorf("the review lacks %q", want)
		}
	}
}

func TestTheTwoHundredAndFirstPhraseIsRefused(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	for i := range mesa.MaxFrases - 12 {
		clave := "frase " + strings.Repeat("i", i/10) + string(rune('a'+i%10))
		o.Must(t, mesa.ColFrases, map[string]any{"clave": clave, "tipo": "motivo", "texto": "x"})
	}
	_, err := o.Create(t, mesa.ColFrases, map[string]any{"clave": "una más", "tipo": "motivo", "texto": "x"})
	hookstest.WantRefusal(t, err, 409, "", mesa.TextFrasesLlenas)
}
