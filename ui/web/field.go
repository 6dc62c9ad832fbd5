package web

import (
	"cmp"
	"fmt"
	"html/template"
)

// Form is the data of a page with inputs. Field gives one of them by its name, with
// its label, its limits and what it holds.
type Form interface{ Field(name string) Field }

// Field is an input, as the partials "campo", "area", "seleccion", "opciones" and
// "casilla" show it. The heads of those files say what each member means.
type Field struct {
	Nombre, Id, Etiqueta, Ayuda, Valor, Error string
	Tipo, Autocomplete, Inputmode, Pattern    string
	Autocapitalize, Enterkeyhint              string
	Placeholder, Vacia                        string
	Maxlength, Tope, Filas                    int
	Opcional, Obligatorio, Disabled           bool
	Contador, Corto, Marcada                  bool
	Depende                                   string
	Opciones                                  []Option
	Boton                                     *Button
	Extra                                     template.HTMLAttr
}

// Option is one of the values that a list offers. Options of one Grupo stand together.
type Option struct{ Valor, Texto, Ayuda, Grupo string }

// Button stands beside a field and sends the form elsewhere.
type Button struct {
	Texto, Accion, Icono, Destino, Nombre, Valor string
	SoloIcono                                    bool
}

// FileCard is the place of one file, as the partial "archivo" shows it.
type FileCard struct {
	Clase, Titulo, Zona, Ayuda, Numero string
	Opcional, ConNumero                bool
	Fotos, Varios                      bool // photos are taken too; several files fill several cards
	Accion, Eliminar, Carga, Pagina    string
	MaxBytes                           int64
	Nivel                              int
	Archivo                            map[string]any // nil until it is uploaded
	Error                              string
}

// Field is an input of the page's form, with what is wrong about it.
func (p Page) Field(name string) (Field, error) {
	all, err := p.Fields(name)
	if err != nil {
		return Field{}, err
	}
	return all[0], nil
}

// Fields are some inputs of the page's form, in this order.
func (p Page) Fields(names ...string) ([]Field, error) {
	form, ok := p.Datos.(Form)
	if !ok {
		return nil, fmt.Errorf("the page has no form for %v", names)
	}
	return Fields(form, p.Campos, names...)
}

// Card is a card with what is wrong about its file, or about the number beside it.
func (p Page) Card(c FileCard) FileCard {
	c.Error = cmp.Or(p.Campos["archivo-"+c.Clase], p.Campos["numero-"+c.Clase])
	return c
}

// Fields are some inputs of a form, each with its error text, if it has one. A field
// without a label is one that the form does not know.
func Fields(form Form, errors map[string]string, names ...string) ([]Field, error) {
	all := make([]Field, len(names))
	for i, name := range names {
		f := form.Field(name)
		if f.Etiqueta == "" {
			return nil, fmt.Errorf("the form has no field %q", name)
		}
		f.Nombre, f.Error = name, errors[name]
		all[i] = f
	}
	return all, nil
}
