package mesa_test

import (
	"errors"
	"fmt"
	"maps"
	"testing"
	"time"

	"mesadepartes/hooks/mesa"

	validation "github.com/pocketbase/ozzo-validation/v4"
)

func TestARefusalComesBackAsItWasMade(t *testing.T) {
	several := func() error {
		var f mesa.Fallas
		f.Add("nombres", mesa.TextNombres)
		f.Add("correo", mesa.TextCorreo)
		f.Add("correo", "un segundo texto del mismo campo")
		f.Add("ruc", "")
		return f.Err()
	}
	status := func() error {
		f := mesa.Fallas{Status: 409}
		f.Add("etapa", mesa.TextFaltaArea)
		return f.Err()
	}
	for _, c := range []struct {
		name string
		err  error
		want mesa.Problem
	}{
		{"of the whole", mesa.Refuse(409, "", mesa.TextPlazoVencido),
			mesa.Problem{Status: 409, Texto: mesa.TextPlazoVencido, Campos: map[string]string{}}},
		{"of a field", mesa.Refuse(422, "codigo", mesa.TextCodigoMalo),
			mesa.Problem{Status: 422, Texto: mesa.TextCodigoMalo, Campos: map[string]string{"codigo": mesa.TextCodigoMalo}}},
		{"of a field whose text has braces and percent", mesa.Refuse(422, "x", "100 % de {{.max}} y %s."),
			mesa.Problem{Status: 422, Texto: "100 % de {{.max}} y %s.", Campos: map[string]string{"x": "100 % de {{.max}} y %s."}}},
		{"of several fields", several(), mesa.Problem{Status: 422, Texto: mesa.TextRevise,
			Campos: map[string]string{"nombres": mesa.TextNombres, "correo": mesa.TextCorreo}}},
		{"of fields with a status", status(),
			mesa.Problem{Status: 409, Texto: mesa.TextRevise, Campos: map[string]string{"etapa": mesa.TextFaltaArea}}},
		{"for too many tries", mesa.TooMany{Texto: mesa.TextCodigoAgotado, Wait: time.Minute},
			mesa.Problem{Status: 429, Texto: mesa.TextCodigoAgotado, Wait: time.Minute}},
		{"of PocketBase's own field checks", validation.Errors{"asunto": errors.New("cannot be blank")},
			mesa.Problem{Status: 422, Texto: mesa.TextRevise, Campos: map[string]string{"asunto": mesa.TextDatoInvalido}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, err := range []error{c.err, fmt.Errorf("correo: %w", c.err), errors.Join(errors.New("otro"), c.err)} {
				got, ok := mesa.AsProblem(err)
				if !ok || got.Status != c.want.Status || got.Texto != c.want.Texto ||
					got.Wait != c.want.Wait || !maps.Equal(got.Campos, c.want.Campos) {
					t.Errorf("%v comes back as %+v, %v", err, got, ok)
				}
			}
		})
	}
}

func TestAFaultOfOursIsNoRefusal(t *testing.T) {
	for _, err := range []error{nil, errors.New("disk full"), fmt.Errorf("x: %w", errors.ErrUnsupported)} {
		if p, ok := mesa.AsProblem(err); ok {
			t.Errorf("%v is shown to people as %+v", err, p)
		}
	}
}

func TestNothingWrongIsNoError(t *testing.T) {
	var f mesa.Fallas
	f.Add("nombres", "")
	if err := f.Err(); err != nil {
		t.Errorf("an empty list refuses with %v", err)
	}
}

func TestEveryRefusedTextReachesThePersonUnchanged(t *testing.T) {
	for name, text := range texts(t) {
		p, ok := mesa.AsProblem(mesa.Refuse(422, "campo", text))
		if !ok || p.Campos["campo"] != text {
			t.Errorf("%s comes back as %q", name, p.Campos["campo"])
		}
	}
}

func TestAFaultMovesToTheFieldThatThePersonFilledIn(t *testing.T) {
	var several mesa.Fallas
	several.Status = 409
	several.Add("archivo", mesa.TextSinArchivo)
	several.Add("numero", mesa.TextTooLong(60))
	atCard := func(campo string) string { return campo + "-anexo1" }
	drop := func(campo string) string {
		if campo == "numero" {
			return ""
		}
		return campo
	}
	plain := errors.New("disk full")
	whole, many := mesa.Refuse(409, "", mesa.TextYaEnviada), mesa.TooMany{Texto: mesa.TextCodigoAgotado, Wait: time.Minute}
	for _, c := range []struct {
		name   string
		err    error
		rename func(string) string
		status int
		texto  string
		campos map[string]string
	}{
		{"one", mesa.Refuse(422, "archivo", mesa.TextSinArchivo), atCard, 422,
			mesa.TextSinArchivo, map[string]string{"archivo-anexo1": mesa.TextSinArchivo}},
		{"several", several.Err(), atCard, 409, mesa.TextRevise,
			map[string]string{"archivo-anexo1": mesa.TextSinArchivo, "numero-anexo1": mesa.TextTooLong(60)}},
		{"one left out", several.Err(), drop, 409, mesa.TextRevise, map[string]string{"archivo": mesa.TextSinArchivo}},
		{"wrapped", fmt.Errorf("saving: %w", mesa.Refuse(422, "numero", mesa.TextNumero)), atCard, 422, mesa.TextNumero,
			map[string]string{"numero-anexo1": mesa.TextNumero}},
		{"of PocketBase", validation.Errors{"archivo": plain}, atCard, 422,
			mesa.TextRevise, map[string]string{"archivo-anexo1": mesa.TextDatoInvalido}},
	} {
		p, ok := mesa.AsProblem(mesa.Rename(c.err, c.rename))
		if !ok || p.Status != c.status || p.Texto != c.texto || !maps.Equal(p.Campos, c.campos) {
			t.Errorf("%s becomes %+v", c.name, p)
		}
	}
	for _, err := range []error{nil, plain, whole, many} {
		if got := mesa.Rename(err, atCard); !errors.Is(got, err) {
			t.Errorf("%v, which is beside no field, becomes %v", err, got)
		}
	}
}
