package bandeja

import (
	"slices"

	"mesadepartes/hooks/mesa"
)

// campo is a field of an act's form.
type campo struct {
	Nombre, Etiqueta, Ayuda, Tipo string // Tipo is of fieldKinds
	Opcional, Aparte              bool   // Aparte: in the part that opens
	Max, Filas                    int
	Frases                        string // the kind of phrases that the field offers
}

// The kinds of a field.
const (
	oneLine  = "linea"
	lines    = "area"
	day      = "fecha"
	yes      = "casilla"
	pdfFile  = "archivo"
	areas    = "areas"
	areasAny = "derivar"
	copies   = "copias"
	tramites = "tramites"
	people   = "personas"
	senses   = "sentidos"
)

var (
	motivo   = campo{Nombre: "motivo", Etiqueta: "Motivo", Tipo: lines, Max: mesa.MaxMotivo, Filas: 2, Frases: "motivo"}
	silencio = campo{Nombre: "confirma_silencio", Etiqueta: "Confirmo que se hace a pesar del silencio positivo", Tipo: yes, Aparte: true}
	base     = campo{
		Nombre: "motivo", Etiqueta: "Base legal, si operó el silencio positivo", Tipo: lines, Max: mesa.MaxMotivo, Filas: 2,
		Opcional: true, Aparte: true,
	}
	indications = campo{
		Nombre: "instrucciones", Etiqueta: "Instrucciones para el área", Ayuda: "El ciudadano nunca las ve.", Tipo: lines,
		Max: mesa.MaxRespuesta, Filas: 2, Opcional: true,
	}
)

// fieldsOf are the fields of each act's form, in their order. The documents to observe come
// before those of "observar".
var fieldsOf = map[string][]campo{
	"observar": {
		{Nombre: "observaciones", Etiqueta: "Observación general", Tipo: lines, Max: mesa.MaxRespuesta, Opcional: true, Frases: "observacion"},
		silencio, base,
	},
	"registrar": {
		{
			Nombre: "expediente", Etiqueta: "Número de expediente", Ayuda: "Vacío: lo pone el sistema.", Tipo: oneLine,
			Max: mesa.MaxNumeroDoc, Opcional: true,
		},
		{Nombre: "confirma_expediente", Etiqueta: "Es el mismo expediente que ya tiene otra solicitud", Tipo: yes, Aparte: true},
		{Nombre: "derivar_a", Etiqueta: "Derivar enseguida a", Tipo: areasAny},
		indications,
	},
	"derivar": {
		{Nombre: "area", Etiqueta: "Área que responde", Tipo: areas},
		indications,
		{Nombre: "copias", Etiqueta: "Reciben copia, solo para conocer", Tipo: copies, Opcional: true, Aparte: true},
	},
	"devolver": {motivo, indications},
	"atender": {
		{Nombre: "observaciones", Etiqueta: "Respuesta al ciudadano", Tipo: lines, Max: mesa.MaxRespuesta, Filas: 5, Frases: "respuesta"},
		{Nombre: "respuesta", Etiqueta: "PDF de respuesta", Ayuda: "Hasta 15 MB.", Tipo: pdfFile, Opcional: true},
		{Nombre: "sentido", Etiqueta: "Sentido", Tipo: senses},
		{
			Nombre: "documento_numero", Etiqueta: "Número de la carta o resolución", Tipo: oneLine,
			Max: mesa.MaxDocumento, Opcional: true, Aparte: true,
		},
		{Nombre: "documento_fecha", Etiqueta: "Fecha del documento", Tipo: day, Opcional: true, Aparte: true},
		{Nombre: "agota_via", Etiqueta: "Agota la vía administrativa", Tipo: yes, Aparte: true},
		{
			Nombre: "recursos", Etiqueta: "Recursos que proceden", Ayuda: "Vacío: el texto usual para ese sentido.", Tipo: lines,
			Max: mesa.MaxRespuesta, Filas: 2, Opcional: true, Aparte: true,
		},
		silencio, base,
	},
	"archivar":      {motivo, silencio},
	"no-presentada": {motivo, silencio},
	"reabrir":       {motivo},
	"desistir": {
		motivo,
		{Nombre: "respuesta", Etiqueta: "Documento con que lo pide, en PDF", Tipo: pdfFile, Opcional: true},
	},
	"reconducir": {{Nombre: "tramite", Etiqueta: "Trámite que corresponde", Tipo: tramites}, motivo, silencio},
	"remitir": {
		{Nombre: "entidad_destino", Etiqueta: "Entidad competente", Tipo: oneLine, Max: mesa.MaxEntidad},
		{Nombre: "documento_numero", Etiqueta: "Número del oficio", Tipo: oneLine, Max: mesa.MaxDocumento},
		{Nombre: "documento_fecha", Etiqueta: "Fecha del oficio", Tipo: day},
		motivo, silencio,
	},
	"prorrogar": {{Nombre: "vence_nuevo", Etiqueta: "Nuevo último día", Tipo: day}, motivo},
	"cedula": {
		{Nombre: "cedula_numero", Etiqueta: "Número de la cédula", Tipo: oneLine, Max: mesa.MaxNumeroDoc},
		{Nombre: "entregada_el", Etiqueta: "Día en que se entregó", Tipo: day},
		{
			Nombre: "recibida_por", Etiqueta: "Quién la recibió", Ayuda: "El ciudadano no lo ve.", Tipo: oneLine,
			Max: mesa.MaxEntidad,
		},
	},
	"subsanado": {{Nombre: "respuesta", Etiqueta: "Lo que entregó el ciudadano, en PDF", Tipo: pdfFile}, motivo},
	"asignar":   {{Nombre: "responsable", Etiqueta: "Persona a cargo", Tipo: people}},
	"posponer": {{
		Nombre: "postergada_hasta", Etiqueta: "Hasta qué día hábil", Ayuda: "El plazo sigue corriendo. Vacío: vuelve a la lista.", Tipo: day,
		Opcional: true,
	}},
	"nota": {
		{Nombre: "observaciones", Etiqueta: "Nota interna", Ayuda: "El ciudadano nunca la ve.", Tipo: lines, Max: mesa.MaxRespuesta},
	},
}

// campoView is a field of the form as the page shows it.
type campoView struct {
	campo
	ID, Valor string
	Opciones  []option
}

// Juntos are the fields that the form shows at once.
func (v *reviewView) Juntos(name string) []campoView { return v.fields(name, false) }

// Aparte are the fields in the part that opens.
func (v *reviewView) Aparte(name string) []campoView { return v.fields(name, true) }

func (v *reviewView) fields(name string, apart bool) []campoView {
	var list []campoView
	for _, c := range v.fieldsOf(name) {
		if c.Aparte == apart {
			list = append(list, campoView{c, name + "-" + c.Nombre, v.value(name, c), v.optionsOf(c.Tipo)})
		}
	}
	return list
}

// fieldsOf are the fields of an act's form on this filing: what was brought at the counter is
// a PDF for each document that was observed.
func (v *reviewView) fieldsOf(name string) []campo {
	observed := slices.DeleteFunc(slices.Clone(v.Documentos), func(d documentView) bool { return d.Reemplazado || !d.Observado })
	if name != "subsanado" || len(observed) < 2 {
		return fieldsOf[name]
	}
	var list []campo
	for _, d := range observed {
		list = append(list, campo{
			Nombre: mesa.FieldEscaneo(d.ID), Etiqueta: d.Clase + " que trajo, en PDF", Ayuda: d.Observacion, Tipo: pdfFile, Opcional: true,
		})
	}
	return append(list, motivo)
}

// value is what the field shows: what was typed, else what the office would choose.
func (v *reviewView) value(name string, c campo) string {
	if typed, ok := v.Valores[c.Nombre]; ok && v.Abierto == name && len(typed) > 0 {
		return typed[0]
	}
	switch c.Nombre {
	case "area", "derivar_a":
		return v.AreaPropuesta
	case "responsable":
		return v.S.GetString("responsable")
	case "postergada_hasta":
		if until := v.S.PostergadaHasta(); !until.IsZero() {
			return dayOf(until).Format("2006-01-02")
		}
	case "entregada_el":
		return v.Hoy
	}
	return ""
}

func (v *reviewView) optionsOf(kind string) []option {
	switch kind {
	case areas, copies:
		return v.Areas
	case areasAny:
		return append([]option{{"", "No derivar todavía"}}, v.Areas...)
	case tramites:
		return append([]option{{"", "Elija"}}, v.Tramites...)
	case people:
		return append([]option{{"", "Nadie"}}, v.Personas...)
	case senses:
		return append([]option{{"", "Elija"}}, answers...)
	}
	return nil
}

var answers = []option{
	{string(mesa.Informativa), "Informativa"}, {string(mesa.Favorable), "Favorable"}, {string(mesa.FavorableEnParte), "Favorable en parte"},
	{string(mesa.Desfavorable), "Desfavorable"}, {string(mesa.Improcedente), "Improcedente"},
}
