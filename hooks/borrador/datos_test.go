package borrador_test

import (
	"fmt"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/pocketbase/core"
)

// wantEach saves a draft with one wrong value at a time and asks for the text beside it.
func wantEach(t *testing.T, o *hookstest.Office, good map[string]any, bad map[string][2]string) {
	t.Helper()
	for campo, c := range bad {
		draft := o.Draft(t, good)
		draft.Set(campo, c[0])
		hookstest.WantRefusal(t, o.Save(draft), 422, campo, c[1])
	}
}

func TestWhoActsForAnotherNamesThePowerAndThePerson(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	good := map[string]any{
		"calidad": mesa.Apoderado, "poder_referencia": "Carta poder simple", "representado": "ROSA QUISPE MAMANI",
		"representado_documento": "DNI 22222222",
	}
	wantEach(t, o, good, map[string][2]string{
		"poder_referencia": {" ", mesa.TextPoder}, "representado": {"", mesa.TextRepresentado},
		"representado_documento": {"", mesa.TextRepresentadoDocumento},
	})
	s := o.Filed(t, good)
	for campo, want := range good {
		if got := s.GetString(campo); got != want {
			t.Errorf("%s: %q", campo, got)
		}
	}
	company := map[string]any{
		"persona": "juridica", "ruc": "20538298485", "razon_social": "CENARES", "calidad": mesa.Representante,
		"poder_referencia": "Partida 11012345", "representado": "nadie",
	}
	wantEach(t, o, company, map[string][2]string{"poder_referencia": {"", mesa.TextPoder}})
	if got := o.Filed(t, company).GetString("representado"); got != "" {
		t.Errorf("a company is named by its RUC, not as %q", got)
	}
}

func TestWhoSaysNothingFilesForThemselves(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	s := o.Filed(t, map[string]any{"poder_referencia": "sobra", "representado": "sobra"})
	if s.GetString("calidad") != mesa.Titular || s.GetString("poder_referencia") != "" || s.GetString("representado") != "" {
		t.Errorf("filing: %v", s.FieldsData())
	}
}

func TestAReferenceNamesAFilingThatExists(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	first := o.Filed(t, map[string]any{"tramite": o.Tramite(t, 2).Id})
	o.MustMove(t, first.Id, mesa.EtapaRegistrado, map[string]any{"expediente": "EXP-77-A"})
	adds := o.Tramite(t, 15).Id
	wantEach(t, o, map[string]any{"tramite": adds, "expediente_referencia": "1-2026"}, map[string][2]string{
		"expediente_referencia": {"", mesa.TextFaltaReferencia},
	})
	wantEach(t, o, nil, map[string][2]string{"expediente_referencia": {"2-2026", mesa.TextSinReferencia}})
	for typed, want := range map[string]string{"N° 001 - 2026": "1-2026", "exp-77-a": "exp-77-a", "EXP-77-A": "EXP-77-A"} {
		if got := o.Draft(t, map[string]any{"tramite": adds, "expediente_referencia": typed}).GetString("expediente_referencia"); got != want {
			t.Errorf("%q became %q", typed, got)
		}
	}
	s := o.Filed(t, map[string]any{"tramite": adds, "expediente_referencia": "1-2026"})
	if s.GetString("expediente_referencia") != "1-2026" {
		t.Errorf("filed: %q", s.GetString("expediente_referencia"))
	}
}

func TestKindAndDateOfTheDocumentAreAskedBySetting(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	if s := o.Filed(t, map[string]any{"documento_tipo": "carta"}); s.GetString("documento_tipo") != "" {
		t.Error("what was not asked was kept")
	}
	o.Set(t, map[string]any{"pedir_documento": true})
	good := map[string]any{"tramite": o.Tramite(t, 2).Id, "documento_tipo": "oficio", "documento_fecha": "2026-03-24"}
	wantEach(t, o, good, map[string][2]string{
		"documento_tipo": {"", mesa.TextTipoDelDocumento}, "documento_fecha": {"2026-03-25", mesa.TextFechaFutura},
	})
	wantEach(t, o, good, map[string][2]string{"documento_fecha": {"31/31/2026", mesa.TextFechaDelDocumento}})
	if got := o.Filed(t, good).GetString("documento_fecha"); got != "2026-03-24 05:00:00.000Z" {
		t.Errorf("date: %s", got)
	}
	o.Draft(t, map[string]any{"tramite": o.Tramite(t, 1).Id, "pedido": "Algo", "entrega": "cd"}) // its escrito has both
}

func TestAnotherAddressForNoticesIsWhole(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	good := map[string]any{
		"domicilio_notificacion": "Jr. Otro 5", "departamento": "ancash", "provincia": "huaraz", "distrito": "independencia",
	}
	if s := o.Filed(t, good); s.GetString("departamento") != "" {
		t.Error("what the office does not ask was kept")
	}
	o.Set(t, map[string]any{"pedir_direccion_notificacion": true})
	wantEach(t, o, good, map[string][2]string{
		"domicilio_notificacion": {"", mesa.TextDireccionAviso}, "departamento": {"", mesa.TextDepartamento},
		"provincia": {"", mesa.TextProvinciaFalta}, "distrito": {"", mesa.TextDistrito},
	})
	wantEach(t, o, good, map[string][2]string{
		"departamento": {"Patagonia", mesa.TextRegion}, "distrito": {"Miraflores", mesa.TextDistritoAjeno("Huaraz")},
	})
	s := o.Filed(t, good)
	if s.GetString("departamento") != "Áncash" || s.GetString("provincia") != "Huaraz" || s.GetString("distrito") != "Independencia" {
		t.Errorf("place: %q %q %q", s.GetString("departamento"), s.GetString("provincia"), s.GetString("distrito"))
	}
}

func TestAsManyAnnexesAsTheOfficeTakes(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	draft := o.Ready(t, nil)
	attach := func(clase string) (*core.Record, error) {
		return o.Create(t, mesa.ColDocumentos, map[string]any{
			"borrador": draft.Id, "clase": clase, "archivo": hookstest.File("a.pdf", hookstest.PDF(1))})
	}
	_, err := attach("anexo3")
	hookstest.WantRefusal(t, err, 422, "clase", mesa.TextClase)
	o.Set(t, map[string]any{"max_anexos": 10})
	for place := 1; place <= 10; place++ {
		if _, err := attach(fmt.Sprintf("anexo%d", place)); err != nil {
			t.Fatal(hookstest.Explain(err))
		}
	}
	_, err = attach("anexo11")
	hookstest.WantRefusal(t, err, 422, "clase", mesa.TextClase)
	s := o.Must(t, mesa.ColSolicitudes, map[string]any{"borrador": draft.Id})
	if n := len(o.Documents(t, s.Id)); n != 11 {
		t.Errorf("%d documents", n)
	}
}
