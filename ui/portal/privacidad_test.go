package portal_test

import (
	"testing"

	"mesadepartes/hooks/mesa"
)

func TestThePrivacyNoticeIsBuiltFromTheSettings(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	before := v.Get("/privacidad")
	for _, says := range []string{
		mesa.TextConservacion, mesa.TextAutomaticas, mesa.TextTransferencias, "Puede pedirnos su denominación", "72 horas", "20 días hábiles",
		"pida que una persona lo revise: escriba a mesadepartes@cenares.gob.pe",
	} {
		if !before.Has(says) {
			t.Errorf("a new office's notice lacks %q", says)
		}
	}
	v.office.Set(t, map[string]any{
		"oficial_datos": "ROSA QUISPE MAMANI", "oficial_datos_correo": "datos@ejemplo.pe", "banco_datos": "Trámite documentario",
		"banco_datos_codigo": "RNPDP-PJP 77", "conservacion": "Los conservamos diez años.", "transferencias": "El correo se guarda en Chile.",
		"horas_borrador": 48,
	})
	says := []string{
		"ROSA QUISPE MAMANI", "«Trámite documentario»", "RNPDP-PJP 77", "El correo se guarda en Chile.", "Los conservamos diez años.",
		"escriba a datos@ejemplo.pe",
	}
	for _, path := range []string{"/privacidad", "/terminos"} {
		p := v.Get(path)
		for _, text := range says {
			if !p.Has(text) {
				t.Errorf("%s lacks %q", path, text)
			}
		}
		if p.Has(mesa.TextTransferencias) {
			t.Errorf("%s says the opposite too", path)
		}
	}
	if !v.Get("/privacidad").Has("48 horas") {
		t.Error("the notice promises another time for drafts than the setting")
	}
	v.start("natural")
	if p := v.Get(v.draft); !p.Has("«Trámite documentario»") || !p.Has("Responde por ellos") {
		t.Error("the form asks for data without the notice")
	}
}
