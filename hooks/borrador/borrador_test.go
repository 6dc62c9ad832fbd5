package borrador_test

import (
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
)

func TestADraftChecksEachPart(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	closed := o.Tramite(t, 18)
	closed.Set("activo", false)
	if err := o.Save(closed); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		campo, value, texto string
	}{
		{"tipo_documento", "", mesa.TextTipoDocumento},
		{"numero_documento", "1234567", mesa.TextDNIDigitos(7)}, {"numero_documento", "", mesa.TextDNI},
		{"numero_documento", "1234567A", mesa.TextDNI},
		{"nombres", " ", mesa.TextNombres}, {"nombres", strings.Repeat("Ñ", 101), mesa.TextTooLong(100)}, {"apellidos", "", mesa.TextApellidos},
		{"telefono", "123", mesa.TextTelefono}, {"correo", "juan", mesa.TextCorreo},
		{"correo", "juan@ejemplo.pe\r\nBcc: otro@ejemplo.pe", mesa.TextCorreo},
		{"correo", "Juan <juan@ejemplo.pe>", mesa.TextCorreo}, {"domicilio", "", mesa.TextDomicilio}, {"asunto", "", mesa.TextAsunto},
		{"asunto", strings.Repeat("á", 201), mesa.TextTooLong(200)},
		{"tramite", "", mesa.TextTramite}, {"tramite", closed.Id, mesa.TextTramiteInactivo},
	} {
		draft := o.Draft(t, nil)
		draft.Set(c.campo, c.value)
		err := o.Save(draft)
		hookstest.WantRefusal(t, err, 422, c.campo, c.texto)
	}
	long := o.Draft(t, map[string]any{"asunto": strings.Repeat("á", 200)})
	if long.GetString("asunto") != strings.Repeat("á", 200) {
		t.Error("200 characters are allowed")
	}
	company := o.Draft(t, map[string]any{"persona": "juridica", "ruc": "20538298485", "razon_social": "CENARES"})
	for campo, c := range map[string][2]string{"ruc": {"20538298486", mesa.TextRUCVerificador}, "razon_social": {"", mesa.TextRazonSocial}} {
		broken := o.Record(t, mesa.ColBorradores, company.Id)
		broken.Set(campo, c[0])
		hookstest.WantRefusal(t, o.Save(broken), 422, campo, c[1])
	}
}

func TestTheAddressMayBeRelaxed(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.Set(t, map[string]any{"exigir_domicilio": false})
	o.Draft(t, map[string]any{"domicilio": ""})
}

func TestADraftNeedsTermsAndAKindOfPerson(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	_, err := o.Create(t, mesa.ColBorradores, map[string]any{"persona": "natural"})
	hookstest.WantRefusal(t, err, 422, "acepto", mesa.TextTerminos)
	_, err = o.Create(t, mesa.ColBorradores, map[string]any{"persona": "otra", "terminos_en": o.Now()})
	hookstest.WantRefusal(t, err, 422, "persona", mesa.TextPersona)
}

func TestAProofIsOfOneAddressAndNobodyWritesIt(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	draft := o.Draft(t, nil)
	draft.Set("correo_validado", draft.GetString("correo"))
	if err := o.Save(draft); err != nil {
		t.Fatal(err)
	}
	if got := o.Record(t, mesa.ColBorradores, draft.Id).GetString("correo_validado"); got != "" {
		t.Errorf("a hand wrote the proof: %q", got)
	}
	o.Prove(t, draft)
	fresh := o.Record(t, mesa.ColBorradores, draft.Id)
	fresh.Set("correo", "otro@ejemplo.pe")
	if err := o.Save(fresh); err != nil {
		t.Fatal(err)
	}
	if mesa.AsBorrador(o.Record(t, mesa.ColBorradores, draft.Id)).Validado() {
		t.Error("a new address kept the old proof")
	}
}

func TestASentOrExpiredDraftIsClosed(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	sent := o.Ready(t, nil)
	o.Must(t, mesa.ColSolicitudes, map[string]any{"borrador": sent.Id})
	fresh := o.Record(t, mesa.ColBorradores, sent.Id)
	fresh.Set("asunto", "otro")
	hookstest.WantRefusal(t, o.Save(fresh), 409, "", mesa.TextBorradorCerrado)
	old := o.Ready(t, nil)
	o.Clock.Add(73 * time.Hour)
	late := o.Record(t, mesa.ColBorradores, old.Id)
	late.Set("asunto", "otro")
	hookstest.WantRefusal(t, o.Save(late), 409, "", mesa.TextBorradorVencido)
	_, err := o.Create(t, mesa.ColSolicitudes, map[string]any{"borrador": old.Id})
	hookstest.WantRefusal(t, err, 409, "", mesa.TextBorradorVencido)
}
