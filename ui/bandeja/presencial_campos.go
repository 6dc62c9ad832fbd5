package bandeja

import (
	"cmp"
	"slices"

	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// counterFields are the columns of the draft that the form fills in; kind of person and
// authorisation are read apart.
var counterFields = []string{
	"ruc", "razon_social", "tipo_documento", "numero_documento", "nombres", "apellidos", "calidad", "poder_referencia", "representado",
	"representado_documento", "domicilio", "telefono", "correo", "tramite", "asunto", "expediente_referencia",
	"documento_tipo", "documento_fecha",
}

// alwaysNeeded are the fields without which no paper is received.
var alwaysNeeded = []string{"ruc", "razon_social", "tipo_documento", "numero_documento", "nombres", "apellidos", "tramite", "asunto"}

// counterInputs are the inputs of the form.
var counterInputs = map[string]web.Field{
	"ruc":                    {Etiqueta: "Número de RUC", Maxlength: 14, Corto: true, Inputmode: "numeric"},
	"razon_social":           {Etiqueta: "Razón social", Maxlength: mesa.MaxRazonSocial},
	"tipo_documento":         {Etiqueta: "Tipo de documento"},
	"numero_documento":       {Etiqueta: "Número de documento", Maxlength: 16, Corto: true},
	"nombres":                {Etiqueta: "Nombres", Maxlength: mesa.MaxNombres},
	"apellidos":              {Etiqueta: "Apellidos", Maxlength: mesa.MaxNombres},
	"calidad":                {Etiqueta: "En calidad de", Vacia: "Titular: firma por sí"},
	"poder_referencia":       {Etiqueta: "Poder con el que actúa", Maxlength: mesa.MaxPoder},
	"representado":           {Etiqueta: "Persona por la que actúa", Maxlength: mesa.MaxPoder},
	"representado_documento": {Etiqueta: "Documento de esa persona", Maxlength: mesa.MaxRepresentado},
	"telefono":               {Etiqueta: "Teléfono", Tipo: "tel", Maxlength: 20, Corto: true, Opcional: true},
	"domicilio":              {Etiqueta: "Domicilio", Maxlength: mesa.MaxDomicilio},
	"correo": {Etiqueta: "Correo electrónico", Tipo: "email", Maxlength: mesa.MaxCorreo, Opcional: true,
		Ayuda: "Vacío: cada aviso se notifica por cédula."},
	"autorizo":              {Etiqueta: "El papel autoriza notificar a ese correo"},
	"tramite":               {Etiqueta: "Trámite"},
	"asunto":                {Etiqueta: "Asunto", Maxlength: mesa.MaxAsunto, Filas: 2},
	"expediente_referencia": {Etiqueta: "Solicitud o expediente que continúa", Maxlength: mesa.MaxNumeroDoc, Corto: true, Opcional: true},
	"documento_tipo":        {Etiqueta: "Clase del documento"},
	"documento_fecha":       {Etiqueta: "Fecha del documento", Tipo: "date", Corto: true},
	"numero":                {Etiqueta: "Número del documento", Maxlength: mesa.MaxNumeroDoc, Corto: true, Opcional: true},
}

// counterView is the form in which reception enters a paper.
type counterView struct {
	Frame
	ID             string
	V              map[string]string
	PideDocumento  bool // a setting of the office
	MaxMB          int64
	Lleva          bool // a power, or whom the person acts for, was typed
	Archivos       []counterFile
	Hallada        web.Found // what came of a look-up of names
	Empresa        web.Found // and of one of a company
	procedures     []web.Option
	identities     []web.Option
	withoutAddress bool // the office asks for no address of who gives a mail
}

// counterFile is the place of a document.
type counterFile struct {
	Clase, Titulo, Entrada string
	Opcional               bool
	Nombre, Numero         string // of the file that the draft holds; "" for none
	Folios, Bytes          int
	Avisos                 []string
}

// counterView builds the form with what was typed and the files of its draft.
func (b *Bandeja) counterView(e *core.RequestEvent, id string, typed map[string]string) (*counterView, error) {
	entidad, err := mesa.FindEntidad(e.App)
	if err != nil {
		return nil, err
	}
	v := &counterView{
		Frame: b.bareFrame(e), ID: id, V: map[string]string{"persona": mesa.PersonaNatural}, PideDocumento: entidad.GetBool("pedir_documento"),
		MaxMB: entidad.MaxBytes() >> 20, withoutAddress: !entidad.GetBool("exigir_domicilio"),
	}
	for name, value := range typed {
		v.V[name] = value
	}
	v.Lleva = v.V["calidad"] != "" || v.V["poder_referencia"] != ""
	rows, err := e.App.FindRecordsByFilter(mesa.ColTramites, "activo = true", "orden,nombre", 0, 0, dbx.Params{})
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		v.procedures = append(v.procedures, web.Option{Valor: r.Id, Texto: r.GetString("nombre")})
	}
	taken := entidad.Identidades()
	for _, tipo := range mesa.TodasIdentidades() {
		o := web.Option{Valor: tipo, Texto: mesa.NombreIdentidad(tipo)}
		if !slices.Contains(taken, tipo) {
			o.Grupo = "Solo para pedir información pública"
		}
		v.identities = append(v.identities, o)
	}
	slices.SortStableFunc(v.identities, func(a, b web.Option) int { return cmp.Compare(a.Grupo, b.Grupo) })
	return v, v.addFiles(e, entidad)
}

// addFiles makes a place for each document that the office admits, and for those there are.
func (v *counterView) addFiles(e *core.RequestEvent, entidad *mesa.Entidad) error {
	draft, err := e.App.FindRecordById(mesa.ColBorradores, v.ID)
	var docs []*core.Record
	if err == nil && mesa.AsBorrador(draft).Presencial() && mesa.AsBorrador(draft).CheckCounter(mesa.StaffActor(e.Auth)) == nil {
		if docs, err = e.App.FindAllRecords(mesa.ColDocumentos, mesa.OfDraft(v.ID)); err != nil {
			return err
		}
	}
	offered := mesa.ClasesCiudadano(entidad.MaxAnexos())
	for _, clase := range mesa.ClasesCiudadano(mesa.MaxAnexos) {
		i := slices.IndexFunc(docs, func(d *core.Record) bool { return d.GetString("clase") == clase })
		if i < 0 && !slices.Contains(offered, clase) {
			continue
		}
		f := counterFile{Clase: clase, Titulo: mesa.NombreClase(clase), Entrada: fileInput(clase), Opcional: clase != mesa.ClasePrincipal}
		if i >= 0 {
			f.Numero = docs[i].GetString("numero")
			f.Nombre, f.Folios, f.Bytes = docs[i].GetString("nombre"), docs[i].GetInt("folios"), docs[i].GetInt("bytes")
			_ = docs[i].UnmarshalJSONField("avisos", &f.Avisos) // an empty column has none
		}
		v.Archivos = append(v.Archivos, f)
	}
	return nil
}

// Field implements web.Form.
func (v *counterView) Field(name string) web.Field {
	c := counterInputs[name]
	c.Valor, c.Autocomplete = v.V[name], "off" // the officer's own data are nobody's here
	c.Obligatorio = slices.Contains(alwaysNeeded, name)
	switch name {
	case "tipo_documento":
		c.Opciones = v.identities
	case "numero_documento":
		c.Boton = &web.Button{
			Texto: "Buscar los nombres", Accion: "/bandeja/presencial/persona", Icono: "buscar", Destino: "#persona-nombres", SoloIcono: true,
		}
	case "ruc":
		c.Boton = &web.Button{
			Texto: "Buscar la razón social", Accion: "/bandeja/presencial/empresa", Icono: "buscar", Destino: "#empresa-nombre", SoloIcono: true,
		}
	case "tramite":
		c.Opciones = v.procedures
	case "autorizo":
		c.Valor, c.Marcada = "1", v.V[name] == "1"
	case "domicilio":
		c.Opcional, c.Obligatorio = v.withoutAddress, !v.withoutAddress
		if v.withoutAddress {
			c.Ayuda = "Obligatorio si no deja correo."
		}
	case "calidad":
		c.Opciones = []web.Option{{Valor: mesa.Representante, Texto: "Representante"}, {Valor: mesa.Apoderado, Texto: "Apoderado"}}
	case "documento_tipo":
		for _, kind := range mesa.ClasesDocumento() {
			c.Opciones = append(c.Opciones, web.Option{Valor: kind.Valor, Texto: kind.Nombre})
		}
	}
	return c
}

// order is how the form shows its fields, for the error summary.
func (v *counterView) order() []string {
	order := append([]string{"persona"}, counterFields...)
	for _, f := range v.Archivos {
		order = append(order, f.Entrada)
	}
	return append(order, "numero")
}
