package portal_test

import (
	"regexp"
	"testing"
)

func TestEveryPageOpensAndTheManualShowsItsPictures(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	for path, says := range map[string]string{
		"/": "Generar solicitud", "/terminos": "artículo 113 de la Ley 27444", "/privacidad": "Ley 29733", "/accesibilidad": "axe-core",
		"/preguntas-frecuentes": "¿Necesito una cuenta", "/seguimiento": "BUSCAR", "/subsanar": "BUSCAR",
		"/seguimiento/olvide":          "Enviar mis números",
		"/entidad.css?color=%238a1538": "--color-entidad:#8a1538",
	} {
		if p := v.Get(path); p.Status != 200 || !p.Has(says) {
			t.Errorf("%s: %d, without %q", path, p.Status, says)
		}
	}
	pictures := regexp.MustCompile(`<img src="(/static/img/manual/[^"]+)"`).FindAllStringSubmatch(v.Get("/manual").Body, -1)
	if len(pictures) != 8 {
		t.Errorf("%d pictures in the manual", len(pictures))
	}
	for _, m := range pictures {
		if p := v.Get(m[1]); p.Status != 200 || p.Header.Get("Content-Type") != "image/webp" {
			t.Errorf("%s: %d %s", m[1], p.Status, p.Header.Get("Content-Type"))
		}
	}
}
