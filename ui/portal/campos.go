package portal

import "mesadepartes/ui/web"

// campos are the inputs of the citizens' forms: their labels and limits. What
// depends on the form is added by its Field.
var campos = map[string]web.Field{
	"tipo_documento":   {Etiqueta: "Tipo de documento"},
	"numero_documento": {Etiqueta: "Número de documento", Maxlength: 16, Corto: true, Autocomplete: "off"},
	"nombres":          {Etiqueta: "Nombres", Maxlength: 100, Autocomplete: "given-name"},
	"apellidos":        {Etiqueta: "Apellidos", Maxlength: 100, Autocomplete: "family-name"},
	"telefono":         {Etiqueta: "Teléfono", Tipo: "tel", Maxlength: 20, Corto: true, Autocomplete: "tel"},
	"domicilio": {Etiqueta: "Domicilio", Maxlength: 200, Autocomplete: "street-address",
		Ayuda: "Calle, número, distrito y provincia."},
	"ruc":          {Etiqueta: "Número de RUC", Maxlength: 14, Corto: true, Inputmode: "numeric", Autocomplete: "off"},
	"razon_social": {Etiqueta: "Razón social", Maxlength: 200, Autocomplete: "organization"},
	"correo":       {Etiqueta: "Correo electrónico", Tipo: "email", Maxlength: 254, Autocomplete: "email"},
	"autorizo":     {Etiqueta: "Autorizo el envío de información al correo electrónico"},
	"codigo": {Etiqueta: "Código de validación", Maxlength: 8, Corto: true, Inputmode: "numeric",
		Autocomplete: "one-time-code"},
	"tramite": {Etiqueta: "Trámite a realizar"},
	"asunto": {Etiqueta: "Asunto", Filas: 3, Maxlength: 200, Contador: true,
		Ayuda: "Ingrese una descripción breve de su solicitud."},
	"calidad": {Etiqueta: "¿En qué calidad presenta?"},
	"poder_referencia": {Etiqueta: "Poder con el que actúa", Maxlength: 200, Autocomplete: "off",
		Ayuda: "Por ejemplo: partida registral 11012345 de Lima, o carta poder simple del 2 de marzo de 2026."},
	"representado": {Etiqueta: "Nombres y apellidos de la persona por la que actúa", Maxlength: 200, Autocomplete: "off"},
	"representado_documento": {Etiqueta: "Documento de la persona por la que actúa", Maxlength: 40, Autocomplete: "off",
		Ayuda: "Por ejemplo: DNI 12345678."},
	"domicilio_notificacion": {Etiqueta: "Dirección", Maxlength: 200, Autocomplete: "off"},
	"departamento":           {Etiqueta: "Departamento"},
	"provincia":              {Etiqueta: "Provincia"},
	"distrito":               {Etiqueta: "Distrito"},
	"expediente_referencia": {Etiqueta: "Solicitud o expediente ya iniciado", Maxlength: 60, Autocomplete: "off",
		Ayuda: "Si continúa un trámite, escriba su número. Por ejemplo: 321-2026."},
	"documento_tipo":  {Etiqueta: "Clase del documento principal"},
	"documento_fecha": {Etiqueta: "Fecha del documento principal", Tipo: "date", Corto: true},
	"pedido": {Etiqueta: "Información que pide", Filas: 8, Maxlength: 4000, Contador: true,
		Ayuda: "Diga con precisión qué información necesita y de qué fechas. Si prefiere adjuntar su pedido en PDF, deje esto vacío."},
	"entrega":      {Etiqueta: "¿Cómo quiere recibir la información?"},
	"entrega_otro": {Etiqueta: "Otra forma de entrega", Maxlength: 100, Autocomplete: "off", Ayuda: "Solo si eligió «Otra forma»."},
	"numero": {Etiqueta: "Número de solicitud", Maxlength: 20, Autocomplete: "off", Obligatorio: true,
		Ayuda: "Por ejemplo: 321-2026.", Placeholder: "Número de solicitud. (p. ej., 321-2022)"},
	"respuesta": {Etiqueta: "Respuesta a la observación", Maxlength: 2000, Filas: 5, Contador: true},
}

// Field is an input of the filing form.
func (f *form) Field(name string) web.Field {
	c := campos[name]
	c.Valor = f.V[name]
	switch name {
	case "numero_documento":
		c.Depende = "tipo_documento"
		c.Boton = f.searchButton(f.BuscaPersona, "Buscar mis nombres", "persona", "#persona-nombres")
	case "ruc":
		c.Boton = f.searchButton(f.BuscaEmpresa, "Buscar la razón social", "empresa", "#empresa-nombre")
	case "domicilio":
		c.Opcional = !f.Domicilio
	case "correo":
		c.Ayuda = "Por aquí le llegarán la recepción, las observaciones y la respuesta."
	case "autorizo":
		c.Marcada = f.Autorizo
	case "tramite":
		c.Opciones = f.Tramites
	case "tipo_documento":
		c.Opciones = f.Identidades
	}
	return f.moreOf(name, c)
}

// searchButton asks a register for what belongs to a field's number; nil when no
// register is set up.
func (f *form) searchButton(shown bool, texto, step, destino string) *web.Button {
	if !shown {
		return nil
	}
	return &web.Button{Texto: texto, Accion: "/solicitud/" + f.ID + "/" + step, Icono: "buscar", Destino: destino, SoloIcono: true}
}

// Field is an input of a search form.
func (s search) Field(name string) web.Field {
	c := campos[name]
	switch name {
	case "numero":
		c.Valor = s.Numero
	case "numero_documento":
		c.Valor, c.Obligatorio = s.NumeroDocumento, true
	}
	return c
}

// Field is the input of the code that a search sent by mail.
func (v searchCodeView) Field(name string) web.Field {
	c := campos[name]
	c.Valor, c.Ayuda = v.Codigo, "Son 6 dígitos. Puede copiarlos del correo y pegarlos aquí."
	return c
}

// Field is the input of the address that the numbers are mailed to.
func (v forgotView) Field(name string) web.Field {
	c := campos[name]
	c.Valor = v.Correo
	return c
}

// Field is an input of the correction: the code, or the answer.
func (v *correctionView) Field(name string) web.Field {
	c := campos[name]
	switch name {
	case "codigo":
		c.Valor = v.Codigo
	case "respuesta":
		c.Valor = v.Respuesta
	}
	return c
}

// newCard is the card of a file that belongs to a page's form. carga is what a
// resumable upload announces about its place.
func newCard(pagina, clase, carga string, maxBytes int64) web.FileCard {
	at := pagina + "/documentos/" + clase
	return web.FileCard{Clase: clase, Accion: at, Eliminar: at + "/eliminar", Carga: carga, Pagina: pagina, MaxBytes: maxBytes}
}
