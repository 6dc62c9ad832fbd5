package portal_test

import (
	"strings"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
)

func TestWhoFilesForAnotherSaysSoInTheForm(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	v.office.Set(t, map[string]any{
		"pedir_direccion_notificacion": true, "pedir_documento": true, "max_anexos": 4,
		"documentos_identidad": []string{mesa.DNI, mesa.PTP},
	})
	v.start("natural")
	form := with(juan, "calidad", mesa.Representante, "representado", "ROSA QUISPE", "domicilio_notificacion", "Jr. Otro 5")
	p := v.Post(v.draft+"/datos", form...)
	v.wantRefused(p, 422, "poder_referencia", mesa.TextPoder)
	v.wantRefused(p, 422, "departamento", mesa.TextDepartamento)
	v.wantRefused(p, 422, "representado_documento", mesa.TextRepresentadoDocumento)
	if p.Field("representado") != "ROSA QUISPE" || !p.Has("Permiso temporal de permanencia (PTP)") || !p.Has(`value="representante" checked`) {
		t.Error("something is lost")
	}
	v.identify(with(form, "poder_referencia", "Carta poder", "representado_documento", "DNI 22222222",
		"departamento", "Lima", "provincia", "Huaura", "distrito", "Huacho")...)
	second := []string{"tramite", v.office.Tramite(t, 2).Id, "asunto", "Informe", "documento_tipo", "carta", "documento_fecha", ""}
	v.wantRefused(v.Post(v.draft+"/tramite", second...), 422, "documento_fecha", mesa.TextFechaDelDocumento)
	v.want(v.Post(v.draft+"/tramite", with(second, "documento_fecha", "2026-03-20")...), 303)
	if again := v.Get(v.draft + "?editar=tramite"); again.Field("documento_fecha") != "2026-03-20" {
		t.Errorf("date: %q", again.Field("documento_fecha"))
	}
	v.attach()
	v.want(v.Upload(v.draft+"/documentos/anexo4", "cuatro.pdf", hookstest.PDF(1), ""), 303)
	page := v.Get(v.draft)
	for _, text := range []string{
		"Representante. Poder: Carta poder", "ROSA QUISPE (DNI 22222222)", "Jr. Otro 5, Huacho, Huaura, Lima",
		"Carta del 20/03/2026", "cuatro.pdf",
	} {
		if !page.Has(text) {
			t.Errorf("the summary lacks %q", text)
		}
	}
	v.want(v.Post(v.draft+"/enviar"), 303)
}

func TestAWrongReferenceTellsNothingOfOthers(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	v.filed()
	v.start("natural").identify("correo", "otra@ejemplo.pe", "numero_documento", "22222222")
	form := []string{"tramite", v.office.Tramite(t, 15).Id, "asunto", "Incorporo", "expediente_referencia", "9-2026"}
	p := v.Post(v.draft+"/tramite", form...)
	v.wantRefused(p, 422, "expediente_referencia", mesa.TextSinReferencia)
	if p.Field("expediente_referencia") != "9-2026" {
		t.Error("the number is lost")
	}
	v.wantRefused(v.Post(v.draft+"/tramite", form[:4]...), 422, "expediente_referencia", mesa.TextFaltaReferencia)
	v.want(v.Post(v.draft+"/tramite", with(form, "expediente_referencia", "1-2026")...), 303)
	if page := v.Get(v.draft); !page.Has("1-2026") || strings.Contains(page.Body, "JUAN PEREZ PEREZ (DNI 11111111)") {
		t.Error("the summary says another thing than the number")
	}
}

func TestTheDistrictComesFromTheListOfItsProvince(t *testing.T) {
	t.Parallel()
	v := newVisit(t)
	v.office.Set(t, map[string]any{"pedir_direccion_notificacion": true})
	v.start("natural")
	if p := v.Get(v.draft); !strings.Contains(p.Body, `<optgroup label="Huaura, Lima">`) || strings.Count(p.Body, "<option") < 1891 {
		t.Error("a browser without scripts can't choose a district")
	}
	fragment := v.Post(v.draft+"/distritos", "provincia", "Huaura", "distrito", "Huacho")
	if !strings.Contains(fragment.Body, `<option value="Huacho" selected>`) || strings.Contains(fragment.Body, "Miraflores") ||
		strings.Contains(fragment.Body, "<html") {
		t.Errorf("the districts of Huaura: %s", fragment.Body)
	}
	form := with(juan, "domicilio_notificacion", "Jr. Otro 5", "departamento", "Lima", "provincia", "Huaura", "distrito", "Miraflores")
	p := v.Post(v.draft+"/datos", form...)
	v.wantRefused(p, 422, "distrito", mesa.TextDistritoAjeno("Huaura"))
	if !strings.Contains(p.Body, `<option value="Huacho">`) || strings.Contains(p.Body, `<option value="Mollendo">`) {
		t.Error("the refused form does not offer the districts of the province")
	}
	v.want(v.Post(v.draft+"/datos", with(form, "distrito", "HUACHO")...), 303)
	if p := newVisit(t).Post(v.draft+"/distritos", "provincia", "Ilo"); p.Status != 404 {
		t.Errorf("a stranger gets %d", p.Status)
	}
}
