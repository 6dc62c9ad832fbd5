package portal

import (
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"
)

// campos are the inputs of the citizens' forms: their labels and limits. What
// depends on the form is added by its Field.
var campos = map[string]web.Field{
	"tipo_documento":   {Etiqueta: "Tipo de documento"},
	"numero_documento": {Etiqueta: "Número de documento", Maxlength: 16, Corto: true, Autocomplete: "off", Autocapitalize: "characters"},
	"nombres":          {Etiqueta: "Nombres", Maxlength: 100, Autocomplete: "given-name", Autocapitalize: "words"},
	"apellidos":        {Etiqueta: "Apellidos", Maxlength: 100, Autocomplete: "family-name", Autocapitalize: "words"},
	"telefono":         {Etiqueta: "Teléfono", Tipo: "tel", Inputmode: "tel", Maxlength: 20, Corto: true, Autocomplete: "tel"},
	"domicilio": {Etiqueta: "Domicilio", Maxlength: 200, Autocomplete: "street-address", Autocapitalize: "words",
		Ayuda: "Calle, número, distrito y provincia."},
	"ruc":          {Etiqueta: "Número de RUC", Maxlength: 14, Corto: true, Inputmode: "numeric", Autocomplete: "off"},
	"razon_social": {Etiqueta: "Razón social", Maxlength: 200, Autocomplete: "organization", Autocapitalize: "characters"},
	"correo": {Etiqueta: "Correo electrónico", Tipo: "email", Inputmode: "email", Maxlength: 254, Autocomplete: "email",
		Autocapitalize: "none"},
	"autorizo": {Etiqueta: "Autorizo el envío de información al correo electrónico"},
	"codigo": {Etiqueta: "Código de validación", Maxlength: 8, Corto: true, Inputmode: "numeric",
		Autocomplete: "one-time-code"},
	"tramite": {Etiqueta: "Trámite a realizar"},
	"asunto": {Etiqueta: "Asunto", Filas: 3, Maxlength: 200, Contador: true,
		Ayuda: "Ingrese una descripción breve de su solicitud."},
	"calidad": {Etiqueta: "¿En qué calidad presenta?"},
	"poder_referencia": {Etiqueta: "Poder con el que actúa", Maxlength: 200, Autocomplete: "off",
		Ayuda: "Por ejemplo: partida registral 11012345 de Lima, o carta poder simple del 2 de marzo de 2026."},
	"representado": {Etiqueta: "Nombres y apellidos de la persona por la que actúa", Maxlength: 200, Autocomplete: "off",
		Autocapitalize: "words"},
	"representado_documento": {Etiqueta: "Documento de la persona por la que actúa", Maxlength: 40, Autocomplete: "off",
		Autocapitalize: "characters",
		Ayuda:          "Por ejemplo: DNI 12345678."},
	"domicilio_notificacion": {Etiqueta: "Dirección", Maxlength: 200, Autocomplete: "off", Autocapitalize: "words"},
	"departamento":           {Etiqueta: "Departamento"},
	"provincia":              {Etiqueta: "Provincia"},
	"distrito":               {Etiqueta: "Distrito"},
	"expediente_referencia": {Etiqueta: "Solicitud o expediente ya iniciado", Maxlength: 60, Autocomplete: "off",
		Autocapitalize: "characters",
		Ayuda:          "Si continúa un trámite, escriba su número. Por ejemplo: 321-2026."},
	"documento_tipo":  {Etiqueta: "Clase del documento principal"},
	"documento_fecha": {Etiqueta: "Fecha del documento principal", Tipo: "date", Corto: true},
	"pedido": {Etiqueta: "Información que pide", Filas: 8, Maxlength: 4000, Contador: true,
		Ayuda: "Diga con precisión qué información necesita y de qué fechas. Si prefiere adjuntar su pedido en PDF, deje esto vacío."},
	"entrega":      {Etiqueta: "¿Cómo quiere recibir la información?"},
	"entrega_otro": {Etiqueta: "Otra forma de entrega", Maxlength: 100, Autocomplete: "off", Ayuda: "Solo si eligió «Otra forma»."},
	"numero": {Etiqueta: "Número de solicitud", Maxlength: 20, Autocomplete: "off", Autocapitalize: "none", Obligatorio: true,
		Ayuda: "Por ejemplo: 321-2026.", Placeholder: "Número de solicitud. (p. ej., 321-2022)"},
	"busca": {Etiqueta: "Buscar un trámite", Tipo: "search", Maxlength: 60, Autocomplete: "off",
		Ayuda: "Escriba una palabra, por ejemplo: pago, fianza o copia. También puede elegirlo en la lista."},
	"motivo":    {Etiqueta: "Motivo", Maxlength: 1000, Filas: 3, Contador: true},
	"respuesta": {Etiqueta: "Respuesta a la observación", Maxlength: 2000, Filas: 5, Contador: true},
}

// Field is an input of the filing form.
func (f *form) Field(name string) web.Field {
	c := campos[name]
	c.Valor, c.Enterkeyhint = f.V[name], "next"
	switch name {
	case "numero_documento":
		c.Depende = "tipo_documento"
		c.Boton = f.searchButton("Buscar mis nombres", "persona", "#persona-nombres")
		c.Enterkeyhint = "search"
		if f.V["tipo_documento"] == mesa.DNI {
			c.Inputmode = "numeric"
		}
	case "ruc":
		c.Boton = f.searchButton("Buscar la razón social", "empresa", "#empresa-nombre")
		c.Enterkeyhint = "search"
	case "codigo":
		c.Enterkeyhint = "done"
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

// searchButton checks a field's number, and asks a register for what belongs to it where
// one is set up.
func (f *form) searchButton(texto, step, destino string) *web.Button {
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
func newCard(pagina, clase, carga string, maxBytes int64, fotos bool) web.FileCard {
	at := pagina + "/documentos/" + clase
	return web.FileCard{Clase: clase, Accion: at, Eliminar: at + "/eliminar", Carga: carga, Pagina: pagina, MaxBytes: maxBytes, Fotos: fotos}
}
