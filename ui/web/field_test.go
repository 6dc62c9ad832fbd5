package web

import (
	"reflect"
	"testing"
)

// prueba is a form of two fields.
type prueba struct{ correo string }

func (p prueba) Field(name string) Field {
	return map[string]Field{
		"correo": {Etiqueta: "Correo electrónico", Valor: p.correo, Maxlength: 254}, "asunto": {Etiqueta: "Asunto"},
	}[name]
}

func TestAFieldHasItsNameItsValueAndWhatIsWrong(t *testing.T) {
	t.Parallel()
	p := Page{Datos: prueba{"juan@"}, Campos: map[string]string{"correo": "Escriba un correo completo."}}
	got, err := p.Fields("asunto", "correo")
	want := []Field{
		{Nombre: "asunto", Etiqueta: "Asunto"},
		{Nombre: "correo", Etiqueta: "Correo electrónico", Valor: "juan@", Maxlength: 254, Error: "Escriba un correo completo."},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v, %v", got, err)
	}
	if one, err := p.Field("correo"); err != nil || !reflect.DeepEqual(one, want[1]) {
		t.Errorf("%v, %v", one, err)
	}
}

func TestAFieldThatNoFormKnowsFails(t *testing.T) {
	t.Parallel()
	if f, err := (Page{Datos: prueba{}}).Field("telefono"); err == nil {
		t.Errorf("the form has %v", f)
	}
	for _, datos := range []any{nil, "texto"} {
		if f, err := (Page{Datos: datos}).Field("correo"); err == nil {
			t.Errorf("%v has %v", datos, f)
		}
	}
}

func TestACardHasWhatIsWrongAboutItsFileFirst(t *testing.T) {
	t.Parallel()
	p := Page{Campos: map[string]string{"archivo-anexo1": "archivo", "numero-anexo1": "número", "numero-anexo2": "número"}}
	for clase, want := range map[string]string{"anexo1": "archivo", "anexo2": "número", "principal": ""} {
		if got := p.Card(FileCard{Clase: clase, Titulo: "Anexo"}); got.Error != want || got.Clase != clase || got.Titulo != "Anexo" {
			t.Errorf("%s: %v", clase, got)
		}
	}
}
